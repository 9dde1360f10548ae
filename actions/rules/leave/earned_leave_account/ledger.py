"""The ledger itself: credits and spells of leave in date order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import SimpleNamespace

from actions.rules.leave.earned_leave_account import halves
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.rounding import nearest


@dataclass(frozen=True)
class Entry:
    """One line of the ledger; `kind` is "credit", "credit_cut" (for EOL), "lapse" or "taken"."""

    kind: str
    day: date
    days: int
    cut: int
    balance: int


@dataclass
class Ledger:
    """The running account, days throughout.

    Attributes:
        balance: earned leave now standing.
        gross, cut, lapsed, taken: totals of credits, EOL deductions, days lost, leave.
        entries: what happened, in order.
        refused: the spell that could not be granted, if any, and `reason` why.
    """

    balance: int
    gross: int = 0
    cut: int = 0
    lapsed: int = 0
    taken: int = 0
    entries: list[Entry] = field(default_factory=list)
    refused: SimpleNamespace | None = None
    reason: str | None = None

    def credit(self, day: date, days: int, cut: int, most: int) -> None:
        """Adds a half-year's credit less its deduction; what passes the ceiling is lost."""
        reached = self.balance + days - cut
        self.balance = min(reached, most)
        self.gross += days
        self.cut += cut
        self.lapsed += reached - self.balance
        kind = "credit_cut" if cut else "credit"
        self.entries.append(Entry(kind, day, days, cut, reached))
        if reached > most:
            self.entries.append(Entry("lapse", day, reached - most, 0, most))

    def take(self, spell: SimpleNamespace, longest: Mapping[str, int]) -> None:
        """Debits a spell in full, or stops the account at it."""
        if spell.days > longest[spell.spent]:
            self.reason = "spell_limit_exceeded"
        elif spell.days > self.balance:
            self.reason = "insufficient_balance"
        if self.reason:
            self.refused = spell
            return
        self.balance -= spell.days
        self.taken += spell.days
        self.entries.append(Entry("taken", spell.start_date, spell.days, 0, self.balance))


def run(given: Given, figures: InForce) -> Ledger:
    """Runs the account to the closing day, or to the first spell that cannot be granted."""
    ledger = Ledger(balance=given.opening_balance)
    spells = sorted(given.leave, key=lambda spell: spell.start_date)
    limit, longest = figures["leave.earned_balance_limit"], figures["leave.earned_spell_days"]
    for day, days, cut in _credits(given, figures):
        while spells and spells[0].start_date < day and not ledger.reason:
            ledger.take(spells.pop(0), longest)
        if ledger.reason:
            return ledger
        ledger.credit(day, days, cut, limit)
    while spells and not ledger.reason:
        ledger.take(spells.pop(0), longest)
    return ledger


def _credits(given: Given, figures: InForce) -> Iterator[tuple[date, int, int]]:
    """Day, days credited and days deducted, for every credit of the period."""
    end: date = given.retirement_date or given.closing_date
    absent = {halves.named(row.half): row.days for row in given.eol}
    first = halves.first_day(given.opening_date)
    if given.joined_on_opening_date:
        yield given.opening_date, _days(given, first, figures), 0
    if given.joined_on_opening_date or first < given.opening_date:
        first = halves.next_half(first)
    while first <= min(given.closing_date, end):
        days = _days(given, first, figures)
        before = absent.get(halves.first_day(halves.add_days(first, -1)), 0)
        yield first, days, min(_deduction(before, figures), days)
        first = halves.next_half(first)


def _deduction(absent: int, figures: InForce) -> int:
    rule = figures["leave.extraordinary_deduction"]
    return min(int(rule["most"]), absent // int(rule["days_for_one"]))


def _days(given: Given, first: date, figures: InForce) -> int:
    """Credit of one half-year: the whole of it, or by the complete months served."""
    rates = figures["leave.earned_credit"]
    last = halves.last_day(first)
    begin = given.opening_date if given.joined_on_opening_date else first
    end = given.retirement_date or last
    if begin <= first and last <= end:
        return int(rates["first_half" if first.month == 1 else "second_half"])
    months = halves.whole_months(first, begin, end)
    return nearest(Fraction(str(rates["per_month"])) * months)
