"""Additional pension of the old: Clerk Handbook, chapter 9 (order of 23-12-2016)."""

from actions.rules import parameters
from actions.rules.dates import add_years, completed_years
from actions.rules.reading import Given
from actions.rules.result import Finding, line
from actions.rules.rounding import part, up


def compute(given: Given) -> Finding:
    """Rupees a month on top of the basic pension, and the birthday that starts the next slab."""
    figures = parameters.at(given.as_of)
    slabs: dict[int, int] = figures["pension.additional_slabs"]
    age = completed_years(given.birth_date, given.as_of)
    percent = max((share for start, share in slabs.items() if start <= age), default=0)
    later = min((start for start in slabs if start > age), default=None)
    additional = up(part(given.basic_pension, percent))
    result = {
        "age": age,
        "percent": percent,
        "additional_amount": additional,
        "total": given.basic_pension + additional,
        "next_slab_date": None if later is None else add_years(given.birth_date, later),
    }
    steps = [line("age"), line("share" if percent else "too_young", first=min(slabs))]
    steps.append(line("last_slab") if later is None else line("next_slab", later=later))
    return Finding(
        result=result,
        steps=steps,
        summary=line("gets" if percent else "not_yet"),
        figures=figures,
        warnings=[line("age_not_income")],
    )
