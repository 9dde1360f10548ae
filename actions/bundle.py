"""Everything that retirement brings, in one go: pension, gratuity, commutation, family pension.

Each sum is a calculator's; here it is chosen what to give them, and to ask for at most three
things: pay, service and date of birth. How the answer is said is `actions.bundle_reply`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.bundle_reply import Part, RetirementReply
from actions.forms import CalculatorForm, Values
from actions.rules import calculators, compute, parameters
from actions.rules.dates import add_years, last_of_month
from actions.rules.inputs import Input
from actions.wording import both

NAME = "retirement_bundle"
# The bundle's inputs: each is asked and checked as the calculator says that it belongs to.
OWNERS = {
    "last_pay": "pension",
    "service_years": "pension",
    "service_months": "pension",
    "birth_date": "commutation",
    "retirement_date": "commutation",
    "da_percent": "gratuity",
    "percent": "commutation",
}
PARTS = frozenset({"pension", "gratuity", "commutation", "family_pension"})
NEEDED = ("last_pay", "service_years")
SERVICE = ("service_years", "service_months")
DATES = ("birth_date", "retirement_date")


@dataclass(frozen=True)
class RetirementForm:
    """What is asked, and what is worked out from it."""

    name: str = NAME
    label: str = NAME

    @property
    def inputs(self) -> Sequence[Input]:
        """The calculators' own inputs."""
        return [calculators()[owner].input(field) for field, owner in OWNERS.items()]

    @property
    def title(self) -> Mapping[str, str]:
        """For people."""
        return both("bundle_title")

    def check(self, field: str, raw: object) -> Any:
        """One value by itself, as its calculator checks it."""
        return CalculatorForm(OWNERS[field]).check(field, raw)

    def check_together(self, field: str, values: Values, *, today: date) -> None:
        """Birth comes before retirement, and before today."""
        dates = {name: values[name] for name in DATES if values.get(name)}
        if field not in dates:
            return
        CalculatorForm("commutation").check_together(field, dates, today=today)
        if field == "birth_date":
            born = {field: dates[field]}
            CalculatorForm("retirement_date").check_together(field, born, today=today)

    def missing(self, values: Values, *, questions: int) -> list[Input]:
        """Pay and service; the date of birth only where something had to be asked anyway."""
        wanted = [name for name in NEEDED if values.get(name) is None]
        if questions and not set(DATES) & values.keys():
            wanted.append("birth_date")
        return [row for row in self.inputs if row.name in wanted]

    def needs(self, field: Input, values: Values) -> bool:
        """Pay and service are needed."""
        return field.name in NEEDED

    def implied(self, values: Values, *, today: date) -> Values:
        """The day of retirement, by the date of birth."""
        known = {name: value for name, value in values.items() if value is not None}
        day = _retirement_day(known, today).isoformat()
        return {"retirement_date": day} if _knows_retirement(known) else {}

    def work_out(self, values: Values, *, today: date) -> RetirementReply:
        """Every part that the rules give for these values."""
        given = {name: value for name, value in values.items() if value is not None}
        parts = tuple(_parts(given, today))
        return RetirementReply(given, self.inputs, parts, tuple(_said(given)))


def _parts(given: Values, today: date) -> Iterator[Part]:
    """The calculators with what each is given; a refused pension leaves nothing to commute."""
    figures = parameters.at(today)
    retired = _retirement_day(given, today)
    age = figures["pension.retirement_age"]
    born = given.get("birth_date") or add_years(retired, -age).isoformat()
    service = {name: given[name] for name in SERVICE if name in given}
    known = {"retirement_date": retired.isoformat()} if _knows_retirement(given) else {}
    pension = _part("pension", {"last_pay": given["last_pay"], **service, **known}, today)
    yield pension
    if pension.outcome.result["reason"] == "rules_before_2006":
        return
    monthly = pension.outcome.result["pension"]
    own = {"da_percent": given["da_percent"]} if "da_percent" in given else {}
    for kind in ("retirement",) if monthly else ("service", "retirement"):
        values = {"kind": kind, "emoluments": given["last_pay"], **service, **own}
        yield _part("gratuity", values, today)
    both_dates = {"birth_date": born, "retirement_date": retired.isoformat()}
    if monthly:
        share = {"percent": given["percent"]} if "percent" in given else {}
        applied = {"application_date": retired.isoformat()}
        yield _part("commutation", {"pension": monthly, **share, **both_dates, **applied}, today)
    family = {
        "death_kind": "after_retirement",
        "last_pay": given["last_pay"],
        "death_date": retired.isoformat(),
        "birth_date": born,
        "sanctioned_pension": monthly,
        "as_of": max(retired, today).isoformat(),
    }
    yield _part("family_pension", family, today)


def _part(name: str, values: Values, today: date) -> Part:
    return Part(name, values, compute(name, values, today=today))


def _knows_retirement(given: Values) -> bool:
    return bool(set(DATES) & given.keys())


def _retirement_day(given: Values, today: date) -> date:
    """As given; else by the date of birth; else the end of this month."""
    if "retirement_date" in given:
        return date.fromisoformat(given["retirement_date"])
    if "birth_date" in given:
        found = compute("retirement_date", {"birth_date": given["birth_date"]}, today=today)
        return date.fromisoformat(found.result["retirement_date"])
    return last_of_month(today)


def _said(given: Values) -> Iterator[tuple[str, Values]]:
    """What the person said, by calculator, for calculations that follow; nothing assumed."""
    service = {name: given[name] for name in SERVICE if name in given}
    allowance = {name: given[name] for name in ("da_percent",) if name in given}
    commuted = ("birth_date", "retirement_date", "percent")
    if "birth_date" in given:
        yield "retirement_date", {"birth_date": given["birth_date"]}
    yield "commutation", {name: given[name] for name in commuted if name in given}
    pay = given["last_pay"]
    yield "gratuity", {"kind": "retirement", "emoluments": pay, **service, **allowance}
    yield "pension", {"last_pay": pay, **service}
