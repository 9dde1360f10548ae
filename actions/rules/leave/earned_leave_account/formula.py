"""Earned-leave account: Clerk Handbook, chapter 7, earned leave."""

from collections.abc import Iterable, Iterator, Mapping

from actions.rules import parameters
from actions.rules.errors import InputError, problem
from actions.rules.leave.earned_leave_account import halves, ledger
from actions.rules.leave.earned_leave_account.ledger import Entry, Ledger
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line

Bilingual = Mapping[str, str]
BALANCE = {"hi": "शुरू में शेष अर्जित अवकाश", "en": "Earned leave at the beginning"}
JOINED = {"hi": "उसी तारीख को नियुक्ति", "en": "Appointed on that date"}
EOL = {"hi": "असाधारण अवकाश", "en": "Extraordinary leave"}
LEAVE = {"hi": "लिया गया अर्जित अवकाश", "en": "Earned leave taken"}
NOT_A_HALF = {
    "hi": "छमाही को yyyy-H1 या yyyy-H2 लिखिए।",
    "en": "write the half-year as yyyy-H1 or yyyy-H2.",
}
TWICE = {"hi": "यह छमाही दो बार आई है।", "en": "this half-year comes twice."}
TOO_MANY = {"hi": "छमाही में इतने दिन नहीं होते।", "en": "the half-year has fewer days."}
OUTSIDE = {
    "hi": "अवकाश खाते की अवधि और सेवा के भीतर शुरू होना चाहिए।",
    "en": "leave must begin within the account and within service.",
}


def check(given: Given) -> Iterable[InputError]:
    """A newcomer has no balance; the lists hold real half-years and leave of the period."""
    if given.joined_on_opening_date and given.opening_balance:
        yield problem("opening_balance", "disagrees", BALANCE, other=JOINED)
    for number, wrong in _bad_halves(given):
        yield problem("eol", "bad_item", EOL, number=number, problem=wrong)
    for number, row in enumerate(given.leave or (), start=1):
        if _is_outside(given, row):
            yield problem("leave", "bad_item", LEAVE, number=number, problem=OUTSIDE)


def _bad_halves(given: Given) -> Iterator[tuple[int, Bilingual]]:
    seen = set()
    for number, row in enumerate(given.eol or (), start=1):
        first = halves.named(row.half)
        if first is None:
            yield number, NOT_A_HALF
        elif first in seen:
            yield number, TWICE
        elif row.days > halves.length(first):
            yield number, TOO_MANY
        seen.add(first)


def _is_outside(given: Given, row: Given) -> bool:
    start, end = given.opening_date, given.closing_date
    return bool(
        (start and row.start_date < start)
        or (end and row.start_date > end)
        or (given.retirement_date and row.start_date > given.retirement_date)
    )


def compute(given: Given) -> Finding:
    """Days credited, cut, lapsed and taken, and the balance at the end of the closing day."""
    figures = parameters.at(given.as_of)
    account = ledger.run(given, figures)
    said = _refusal(account)
    result = {
        "admissible": said is None,
        "reason": said and said.key,
        "gross_credit": account.gross,
        "eol_deduction": account.cut,
        "lapsed": account.lapsed,
        "leave_taken": account.taken,
        "closing_balance": None if said else account.balance,
    }
    return Finding(
        result=result,
        steps=[line("opening"), *map(_entry, account.entries), said or line("closing")],
        summary=said or line("balance"),
        figures=figures,
        warnings=_warnings(given),
    )


def _refusal(account: Ledger) -> Line | None:
    """The sentence on the first spell that cannot be granted; its key is the reason."""
    spell = account.refused
    if spell is None:
        return None
    reason = "spell_limit_exceeded" if account.too_long else "insufficient_balance"
    facts = {"day": spell.start_date, "days": spell.days, "where": spell.spent}
    return line(reason, balance=account.balance, **facts)


def _entry(entry: Entry) -> Line:
    if entry.used:
        return line("taken", day=entry.day, days=entry.used, balance=entry.balance)
    if entry.lost:
        return line("lapse", day=entry.day, days=entry.lost, balance=entry.balance)
    credit = "credit_cut" if entry.cut else "credit"
    facts = {"day": entry.day, "days": entry.credited, "cut": entry.cut}
    return line(credit, balance=entry.balance, **facts)


def _warnings(given: Given) -> list[Line]:
    part = given.joined_on_opening_date or given.retirement_date
    return [line("part_half")] if part else []
