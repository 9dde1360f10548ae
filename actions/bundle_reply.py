"""How the answer to "what do I get on retirement?" is said: each sum with its rule, in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Any

from actions import hints, replies, spoken
from actions.replies import Frame
from actions.rules import Outcome, calculators, parameters
from actions.rules.citations import cite
from actions.rules.figures import grouped
from actions.rules.inputs import Input
from actions.turn import Turn
from actions.wording import both
from actions.worksheet.link import Sheet, sheet_url
from store.settings import settings

Values = Mapping[str, Any]
# The steps that state the rule of each part, by the parameter they show.
RULE_LINES = {
    "pension": ("pension.full_pension_half_years", "pension.minimum_pension"),
    "gratuity": ("pension.gratuity_percent",),
    "commutation": ("pension.commutation_factors",),
    "family_pension": ("pension.family_percent",),
}
# The others stand on assumed days too, which a sheet of paper would show as given.
PRINTED = ("pension", "gratuity")


@dataclass(frozen=True)
class Part:
    """One calculator of the bundle, with what it was given and what came out."""

    name: str
    values: Values
    outcome: Outcome

    @property
    def title(self) -> Mapping[str, str]:
        """For people; a kind of gratuity by its own name."""
        if self.name == "gratuity":
            kinds = calculators()[self.name].input("kind").choices
            return next(kind.title for kind in kinds if kind.code == self.values["kind"])
        return both(f"bundle_part_{self.name}")

    @property
    def amount(self) -> int | None:
        """Its sum in rupees, if it has one."""
        return calculators()[self.name].amount(self.outcome.result)

    def rule_lines(self, language: str) -> list[str]:
        """The steps that state the rule with the person's own figures."""
        stated = [s for s in self.outcome.steps if s.get("parameter") in RULE_LINES[self.name]]
        # The factor's own step says no more than the product after it.
        stated = stated[-1:] if self.name == "commutation" else stated
        return [f"   • {step['text'][language]}" for step in stated]


@dataclass(frozen=True)
class RetirementReply:
    """What was worked out for one person's retirement.

    Attributes:
        given: what the person said.
        results: the calculators that apply, in the order of telling.
        parts: what the person said, as it belongs to each calculator.
        inputs: what may be given, in order.
    """

    given: Values
    inputs: Sequence[Input]
    results: Sequence[Part]
    parts: Sequence[tuple[str, Values]]

    @property
    def sums(self) -> Sequence[tuple[Mapping[str, str], int]]:
        """The sums, each with its calculator's title."""
        return [(part.title, part.amount) for part in self.results if part.amount is not None]

    @property
    def warned(self) -> frozenset[str]:
        """Nothing here is said only once."""
        return frozenset()

    def say(self, turn: Turn, frame: Frame) -> None:
        """All sums, what was assumed, what is not in the sources, and a button for each."""
        told = spoken.told(self.given, self.inputs, turn.language)
        lines = [*frame.opening, turn.word("bundle_heading", told=told)]
        for number, part in enumerate(self.results, 1):
            lines.append(f"{number}. {_summary(turn, part)}")
            # What a change comes to is told in short.
            lines += [] if frame.difference else part.rule_lines(turn.language)
        lines += [*frame.difference, *self._assumptions(turn)]
        lines += [turn.word("bundle_not_covered", helpline=turn.word("helpline")), *frame.closing]
        lines.append(self._main_sources(turn))
        names = dict.fromkeys(part.name for part in self.results)
        turn.say(
            {turn.language: "\n".join(lines)},
            buttons=[
                *(replies.calculator_button(turn, name) for name in names),
                {"title": turn.word("title_steps"), "payload": "/show_steps"},
                {"title": turn.word("title_print"), "payload": "/print_worksheet"},
            ],
            custom={
                "results": [[part.name, part.outcome.result] for part in self.results],
                **hints.sums_table(self.sums),
            },
        )

    def say_steps(self, turn: Turn) -> None:
        """Every step of every part."""
        lines = [turn.word("steps_heading")]
        for part in self.results:
            lines += [f"{part.title[turn.language]}:", *replies.step_lines(turn, part.outcome)]
        every = replies.source_line(turn, *(part.outcome for part in self.results))
        turn.say({turn.language: "\n".join([*lines, every])})

    def say_sources(self, turn: Turn) -> None:
        """Every document and order behind the parts."""
        replies.say_sources(turn, *(part.outcome for part in self.results))

    def say_worksheets(self, turn: Turn, on: date) -> None:
        """A link to the worksheet of each part that stands on what the person gave."""
        now = datetime.now(timezone.utc)
        links = []
        for part in self.results:
            if part.name in PRINTED:
                url = sheet_url(Sheet(part.name, dict(part.values), on), now=now)
                links.append(f"{part.title[turn.language]}: {url}")
        turn.say("worksheet", url="\n".join(links), hours=settings.worksheet_hours)

    def _assumptions(self, turn: Turn) -> list[str]:
        lines = []
        for part in self.results:
            if part.name == "commutation" and part.outcome.result["admissible"]:
                lines.append(_commutation_assumed(turn, part, "birth_date" not in self.given))
            if part.name == "gratuity" and part.outcome.result["cap_applied"]:
                lines += [
                    f"⚠ {warning['text'][turn.language]}"
                    for warning in part.outcome.warnings
                    if warning["code"] == "assumed_da_percent"
                ]
        return lines

    def _main_sources(self, turn: Turn) -> str:
        """Where the rule of each part stands; the rest is told when asked for."""
        rules = [RULE_LINES[part.name][0] for part in self.results]
        cited = [cite(parameters.fetch(name).reference)["text"] for name in rules]
        named = dict.fromkeys(text[turn.language] for text in cited)
        return turn.word("source_line", sources="; ".join(named))


def _summary(turn: Turn, part: Part) -> str:
    """The calculator's own, but for the family: it would speak of a death on some day."""
    result = part.outcome.result
    if part.name != "family_pension" or not result["admissible"]:
        return part.outcome.summary[turn.language]
    key = "bundle_family" if result["enhanced_rate"] else "bundle_family_ordinary"
    rates = (result["ordinary_rate"], result["enhanced_rate"])
    ordinary, enhanced = (f"₹{grouped(rate)}" for rate in rates)
    return turn.word(key, ordinary=ordinary, enhanced=enhanced)


def _commutation_assumed(turn: Turn, part: Part, age_assumed: bool) -> str:
    calculator = calculators()["commutation"]
    percent = part.values.get("percent", calculator.input("percent").default)
    day = calculator.input("retirement_date")
    return turn.word(
        "bundle_assumed_age" if age_assumed else "bundle_assumed",
        percent=spoken.shown(percent, calculator.input("percent"), turn.language),
        age=part.outcome.result["age_next_birthday"],
        day=spoken.shown(part.values["retirement_date"], day, turn.language),
    )
