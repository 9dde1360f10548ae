"""What a list of officers must hold before it can be ordered."""

from collections.abc import Iterator
from types import SimpleNamespace

from actions.rules.errors import Bilingual, InputError, problem
from actions.rules.reading import Given
from actions.rules.seniority.seniority_order.places import place

OFFICERS = {"hi": "अधिकारियों की सूची", "en": "List of officers"}
NEEDED_BY_SOURCE = {
    "direct": "appointment_date",
    "promotion": "appointment_date",
    "adhoc": "regularised_on",
}
TITLES: dict[str, Bilingual] = {
    "selection_year": {"hi": "चयन वर्ष बताइए।", "en": "give the year of selection."},
    "merit_rank": {"hi": "योग्यता सूची का क्रमांक बताइए।", "en": "give the rank in the merit list."},
    "source": {"hi": "भर्ती का स्रोत बताइए।", "en": "give the source of recruitment."},
    "appointment_date": {
        "hi": "मौलिक नियुक्ति की तारीख बताइए।",
        "en": "give the date of substantive appointment.",
    },
    "regularised_on": {
        "hi": "नियमित होने की तारीख बताइए।",
        "en": "give the date of regularisation.",
    },
}
TWICE = {"hi": "यह नाम दो बार आया है।", "en": "this name comes twice."}
TIE = {
    "hi": "क्रम किसी दूसरे के बराबर है; आदेश में क्रम बताइए।",
    "en": "this one ties with another; give the place in the order.",
}


def unfit(given: Given) -> Iterator[InputError]:
    """Every problem of the list, in the order of its rows."""
    rows, mode = given.officers, given.mode
    if rows is None or mode is None:
        return
    if len(rows) < 2:
        yield problem("officers", "too_small", OFFICERS, bound=2)
        return
    lacking = False
    names: set[str] = set()
    for number, row in enumerate(rows, start=1):
        missing = _missing(mode, row)
        if missing:
            lacking = True
            yield _bad_row(number, TITLES[missing])
        elif row.name in names:
            yield _bad_row(number, TWICE)
        names.add(row.name)
    if not lacking:
        yield from _ties(mode, rows)


def _missing(mode: str, row: SimpleNamespace) -> str | None:
    if mode == "selection":
        needed = ("selection_year", "merit_rank")
    else:
        needed = ("source", NEEDED_BY_SOURCE.get(row.source, "source"))
    return next((field for field in needed if getattr(row, field) is None), None)


def _ties(mode: str, rows: list[SimpleNamespace]) -> Iterator[InputError]:
    taken: set[tuple[object, ...]] = set()
    for number, row in enumerate(rows, start=1):
        if place(mode, row) in taken:
            yield _bad_row(number, TIE)
        taken.add(place(mode, row))


def _bad_row(number: int, wrong: Bilingual) -> InputError:
    return problem("officers", "bad_item", OFFICERS, number=number, problem=wrong)
