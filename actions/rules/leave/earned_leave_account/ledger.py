"""The ledger itself: credits and spells of leave in date order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import SimpleNamespace

from actions.rules.dates import add_days
from actions.rules.leave.earned_leave_account import halves
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.rounding import nearest


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: what was credited (less a cut for EOL), lost or taken that day."""

    day: date
    balance: int
    credited: int = 0
    cut: int = 0
    lost: int = 0
    used: int = 0


@dataclass
class Ledger:
    """The running account, days throughout.

    Attributes:
        balance: earned leave now standing.
        gross, cut, lapsed, taken: totals of credits, EOL deductions, days lost, leave.
        entries: what happened, in order.
        refused: the spell that could not be granted, if any; `too_long` tells the two causes
            apart (longer than one spell may be, or more than the balance).
    """

    balance: int
    gross: int = 0
    cut: int = 0
    lapsed: int = 0
    taken: int = 0
    entries: list[Entry] = field(default_factory=list)
    refused: SimpleNamespace | None = None
    too_long: bool = False

    def credit(self, day: date, days: int, cut: int, most: int) -> None:
        """Adds a half-year's credit less its deduction; what passes the ceiling is lost."""
        reached = self.balance + days - cut
        self.balance = min(reached, most)
        self.gross += days
        self.cut += cut
        self.lapsed += reached - self.balance
        self.entries.append(Entry(day, reached, credited=days, cut=cut))
        if reached > most:
            self.entries.append(Entry(day, most, lost=reached - most))

    def take(self, spell: SimpleNamespace, longest: Mapping[str, int]) -> None:
        """Debits a spell in full, or stops the account at it."""
        self.too_long = spell.days > longest[spell.spent]
        if self.too_long or spell.days > self.balance:
            self.refused = spell
            return
        self.balance -= spell.days
        self.taken += spell.days
        self.entries.append(Entry(spell.start_date, self.balance, used=spell.days))


def run(given: Given, figures: InForce) -> Ledger:
    """Runs the account to the closing day, or to the first spell that cannot be granted."""
    ledger = Ledger(balance=given.opening_balance)
    spells = sorted(given.leave, key=lambda spell: spell.start_date)
    limit, longest = figures["leave.earned_balance_limit"], figures["leave.earned_spell_days"]
    for day, days, cut in _credits(given, figures):
        while spells and spells[0].start_date < day and not ledger.refused:
            ledger.take(spells.pop(0), longest)
        if ledger.refused:
            return ledger
        ledger.credit(day, days, cut, limit)
    while spells and not ledger.refused:
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
        before = absent.get(halves.first_day(add_days(first, -1)), 0)
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
