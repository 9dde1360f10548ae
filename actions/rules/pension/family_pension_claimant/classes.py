"""The classes of claimants in their order, and who is eligible in each."""

from collections.abc import Callable, Sequence
from datetime import date
from types import SimpleNamespace

from actions.rules.dates import add_years

Member = SimpleNamespace
SPOUSES = ("widow", "widower")
CHILDREN = ("son", "daughter")
PARENTS = ("father", "mother")


def first_class(
    members: Sequence[Member], on: date, age_limit: int, income_limit: int
) -> tuple[str, list[Member]]:
    """The first class with an eligible member, and its members in the order of drawing.

    Args:
        members: the family as listed.
        on: the day that matters for ages.
        age_limit: birthday from which a child of the first class is out.
        income_limit: rupees a month that children and parents must stay below.

    Returns:
        The class (`one_a`, `one_b`, `two_c`, `two_d`), or "" with nobody.
    """

    def is_young(row: Member) -> bool:
        return on < add_years(row.birth_date, age_limit)

    def has_means(row: Member) -> bool:
        return bool(row.monthly_income >= income_limit)

    def is_minor_claimant(row: Member) -> bool:
        return _is_free_child(row) and not has_means(row) and is_young(row) and _may_be_young(row)

    def is_daughter_alone(row: Member) -> bool:
        return _is_free_child(row) and not has_means(row) and _is_daughter_alone(row)

    def is_needy_parent(row: Member) -> bool:
        return row.relation in PARENTS and bool(row.dependent) and not has_means(row)

    tests: list[tuple[str, Callable[[Member], bool], bool]] = [
        ("one_a", _is_unmarried_spouse, True),
        ("one_b", is_minor_claimant, True),
        ("two_c", is_daughter_alone, not has_disabled_child(members)),
        ("two_d", is_needy_parent, all(row.relation in PARENTS for row in members)),
    ]
    for name, test, is_open in tests:
        found = [row for row in members if is_open and test(row)]
        if found:
            by_age = name in ("one_b", "two_c")
            return name, sorted(found, key=lambda row: row.birth_date) if by_age else found
    return "", []


def has_disabled_child(members: Sequence[Member]) -> bool:
    """Whether any child is disabled, whatever its age or means."""
    return any(row.disabled and row.relation in CHILDREN for row in members)


def _is_unmarried_spouse(row: Member) -> bool:
    return row.relation in SPOUSES and not row.remarried


def _is_free_child(row: Member) -> bool:
    return row.relation in CHILDREN and not row.earning and not row.remarried


def _may_be_young(row: Member) -> bool:
    """Unmarried, or a daughter widowed while a parent lived."""
    if row.marital_status == "unmarried":
        return True
    widowed = row.relation == "daughter" and row.marital_status == "widowed"
    return widowed and not row.status_after_parents_death


def _is_daughter_alone(row: Member) -> bool:
    """Any daughter without a husband, unless she lost him after both parents died."""
    if row.relation != "daughter" or row.marital_status == "married":
        return False
    return row.marital_status == "unmarried" or not row.status_after_parents_death
