"""Half-years of service: Clerk Handbook, chapter 9, para 2 (order of 18-04-2016)."""

from actions.rules.parameters import InForce


def completed_half_years(years: int, months: int, figures: InForce) -> int:
    """Half-years in a length of service; a long enough odd part counts as a whole one.

    Args:
        years: full years.
        months: full months beyond them; days never count.
        figures: the parameters in force.
    """
    whole, odd = divmod(12 * years + months, figures["pension.half_year_months"])
    rounded_up = odd >= figures["pension.part_half_year_months"]
    return int(whole) + (1 if rounded_up else 0)


def earns_pension(half_years: int, figures: InForce) -> bool:
    """Whether the service is long enough for a pension."""
    return bool(half_years >= figures["pension.pension_half_years"])


def counted(half_years: int, figures: InForce) -> int:
    """The half-years that a pension counts: no more than those of a full one."""
    return int(min(half_years, figures["pension.full_pension_half_years"]))
