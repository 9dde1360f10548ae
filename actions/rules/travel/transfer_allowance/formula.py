"""Allowances on transfer: Clerk Handbook, chapter 12, II 1."""

from actions.rules import parameters
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line
from actions.rules.rounding import down, part
from actions.rules.travel.levels import row_for
from actions.rules.travel.moving import composite_grant, goods_limit

AMOUNTS = (
    "composite_grant",
    "packing_allowance",
    "goods_limit_kg",
    "goods_cost_limit",
    "goods_cost_allowed",
)


def compute(given: Given) -> Finding:
    """Grant or packing allowance in rupees, goods in kilograms and rupees."""
    figures = parameters.at(given.as_of)
    reason = "own_request" if given.own_request else None
    result: dict[str, object] = {"admissible": reason is None, "reason": reason}
    if reason:
        result |= dict.fromkeys(AMOUNTS)
    else:
        limit = _cost_limit(given, figures)
        sums = (
            composite_grant(given, figures),
            _packing(given, figures),
            goods_limit(given, figures),
            limit,
            _cost_allowed(given, limit),
        )
        result |= dict(zip(AMOUNTS, sums, strict=True))
    answer = "to_another_district" if given.inter_district else "within_district"
    return Finding(
        result=result,
        steps=[line(reason)] if reason else _steps(given),
        summary=line(reason or answer),
        figures=figures,
        warnings=[] if reason else _warnings(given),
    )


def _packing(given: Given, figures: InForce) -> int:
    if given.inter_district:
        return 0
    return int(row_for(given.level, figures["travel.packing"])["amount"])


def _cost_limit(given: Given, figures: InForce) -> int | None:
    """The cost by goods train and the extra share for local carriage."""
    if given.goods_train_cost is None:
        return None
    return down(part(given.goods_train_cost, 100 + figures["travel.goods.local_percent"]))


def _cost_allowed(given: Given, limit: int | None) -> int | None:
    if limit is None or given.goods_mode == "rail":
        return limit
    return min(limit, int(given.road_cost))


def _steps(given: Given) -> list[Line]:
    steps = [line("grant") if given.inter_district else line("packing")]
    steps.append(line("goods_family" if given.with_family else "goods_alone"))
    if given.goods_train_cost is not None:
        steps.append(line("cost_limit"))
        steps.append(line("by_rail" if given.goods_mode == "rail" else "by_road"))
    return steps


def _warnings(given: Given) -> list[Line]:
    return [line("base_lost"), line("nothing_besides")] if given.inter_district else []
