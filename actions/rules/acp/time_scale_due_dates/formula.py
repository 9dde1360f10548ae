"""Time scale in force before the ACP: Clerk Handbook, chapter 6."""

from datetime import date

from actions.rules import parameters
from actions.rules.dates import add_years
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, first_reason, line


def compute(given: Given) -> Finding:
    """The date of each stage and whether the time scale was in force on it."""
    figures = parameters.at(given.as_of)
    years = figures["acp.time_scale_years"]
    dues = {stage: add_years(given.service_start_date, stage) for stage in years}
    status = {stage: _status(due, figures) for stage, due in dues.items()}
    last = max((stage for stage in years if status[stage] == "in_force"), default=None)
    reason = _refusal(given, last)
    result = {
        "admissible": reason is None,
        "reason": reason,
        **{f"due_{stage}": due for stage, due in dues.items()},
        **{f"status_{stage}": status[stage] for stage in years},
        "last_stage_in_force": last,
        "committee_decision_required": given.adverse_entry_or_penalty,
    }
    stages = [
        line("stage", stage=stage, due=dues[stage], benefit=f"stage_{stage}", state=status[stage])
        for stage in years
    ]
    warnings = [
        *([line("committee")] if given.adverse_entry_or_penalty else []),
        *([line("before_start_silent")] if "before_start" in status.values() else []),
        line("promotion_silent"),
    ]
    return Finding(
        result=result,
        steps=[line("period"), *stages, *([line(reason)] if reason else [])],
        summary=line(reason or "last_stage", due=dues.get(last or 0), benefit=f"stage_{last}"),
        figures=figures,
        warnings=warnings,
    )


def _status(due: date, figures: InForce) -> str:
    if due < figures["acp.periods.time_scale_from"]:
        return "before_start"
    return "in_force" if due <= figures["acp.periods.time_scale_until"] else "after_end"


def _refusal(given: Given, last: int | None) -> str | None:
    return first_reason(
        (
            ("no_stage_in_force", last is None),
            ("service_not_regular", not given.service_regular_satisfactory),
            ("proceedings_pending", given.proceedings_pending),
            ("court_case_pending", given.court_case_pending),
        )
    )
