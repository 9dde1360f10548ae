"""How the inputs of a promotion must go together."""

from collections.abc import Iterator

from actions.rules import parameters
from actions.rules.dates import add_years
from actions.rules.errors import Bilingual, InputError, problem
from actions.rules.figures import written_day
from actions.rules.parameters import InForce
from actions.rules.pay import increments, matrix
from actions.rules.reading import Given

TITLES: dict[str, Bilingual] = {
    "current_level": {"hi": "वर्तमान लेवल", "en": "Present level"},
    "new_level": {"hi": "नया लेवल", "en": "New level"},
    "current_basic": {"hi": "वर्तमान मूल वेतन", "en": "Present basic pay"},
    "promotion_date": {"hi": "पदोन्नति या ACP की तारीख", "en": "Date of the promotion or ACP"},
    "option": {"hi": "वेतन निर्धारण का विकल्प", "en": "Option for fixation"},
    "lower_increment_date": {
        "hi": "पुराने लेवल में अगली वेतन वृद्धि",
        "en": "Next increment in the old level",
    },
}


def unfit(given: Given) -> Iterator[InputError]:
    """Every field that does not go with the others."""
    start, _ = parameters.fetch("pay.matrix").rows[0]
    figures = parameters.at(max(given.promotion_date or start, start), field="promotion_date")
    yield from _unfit_levels(given, figures)
    if given.promotion_date is None:
        return
    if given.promotion_date < start:
        first = written_day(start)
        yield _problem("promotion_date", "too_early", other={"hi": first, "en": first})
        return
    if given.option == "increment_date" and increments.is_increment_day(
        given.promotion_date, figures
    ):
        yield _problem("option", "not_applicable")
    yield from _unfit_increment_date(given, figures)


def _problem(field: str, code: str, **parts: object) -> InputError:
    return problem(field, code, TITLES[field], **parts)


def _unfit_levels(given: Given, figures: InForce) -> Iterator[InputError]:
    old, new, pay = given.current_level, given.new_level, given.current_basic
    if old and new and matrix.rank(new, figures) <= matrix.rank(old, figures):
        yield _problem("new_level", "not_above", bound=TITLES["current_level"])
    if old and pay and pay not in matrix.cells(old, figures):
        yield _problem("current_basic", "disagrees", other=TITLES["current_level"])


def _unfit_increment_date(given: Given, figures: InForce) -> Iterator[InputError]:
    day, promoted = given.lower_increment_date, given.promotion_date
    if day is None:
        return
    if not increments.is_increment_day(day, figures):
        months = figures["pay.increment_days"]["months"]
        days = ", ".join(f"01-{month:02d}" for month in months)
        yield _problem("lower_increment_date", "not_on_day", days=days)
    elif day <= promoted:
        yield _problem("lower_increment_date", "too_early", other=TITLES["promotion_date"])
    elif day > add_years(promoted, 1):
        latest = written_day(add_years(promoted, 1))
        yield _problem("lower_increment_date", "too_late", other={"hi": latest, "en": latest})
