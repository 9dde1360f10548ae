"""How much may be drawn for each purpose: rules 16 and 17 of the provident fund rules."""

from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Line, line
from actions.rules.rounding import down, part


def is_for_same_house(given: Given) -> bool:
    """Loan repayment, or finishing a house for which money was drawn before."""
    if given.purpose == "house_loan_repayment":
        return True
    return bool(given.purpose == "house_build_or_buy" and given.earlier_house_withdrawals)


def most(given: Given, figures: InForce) -> int:
    """The most that may be drawn, in rupees."""
    if is_for_same_house(given):
        share = figures["gpf.withdrawal.special_percent"]
        left: int = down(part(given.balance, share)) - given.earlier_house_withdrawals
        return max(0, left)
    found = [general(given, figures)]
    cap = figures["gpf.withdrawal_caps"].get(given.purpose)
    if cap is not None:
        found.append(cap)
    if given.purpose == "vehicle_purchase" and given.vehicle_price is not None:
        found.append(max(0, given.vehicle_price - given.vehicle_advance_taken))
    return min(found)


def general(given: Given, figures: InForce) -> int:
    """Half the balance or some months' pay; in a special case a larger share of the balance."""
    rules = figures["gpf.withdrawal"]
    if given.special_case:
        return down(part(given.balance, rules["special_percent"]))
    half = down(part(given.balance, rules["balance_percent"]))
    return min(half, rules["pay_months"] * given.basic_pay)


def explained(given: Given, figures: InForce) -> list[Line]:
    """The sentences that lead to the limit."""
    if is_for_same_house(given):
        return [line("same_house")]
    rate = "special_general" if given.special_case else "general"
    steps = [line(rate, general=general(given, figures))]
    cap = figures["gpf.withdrawal_caps"].get(given.purpose)
    if cap is not None:
        steps.append(line("own_cap", cap=cap))
    if given.purpose == "vehicle_purchase" and given.vehicle_price is not None:
        steps.append(line("price"))
    return steps
