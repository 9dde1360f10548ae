"""Medical advance, ward and liver transplant: what must hold for every input."""

from datetime import date, timedelta

from hypothesis import given, settings, strategies as st

from actions.rules import compute

TODAY = date(2026, 11, 22)
WARDS = ("general", "paying", "private_or_special")
HEADS = {
    "recipient_tests": 50_000,
    "recipient_preparation": 200_000,
    "donor_tests": 50_000,
    "blood_for_operation": 100_000,
    "operation_package": 1_000_000,
}
EXTRAS = (
    "extra_stay_charges",
    "blood_during_stay",
    "other_immunosuppressants",
    "maintenance_immunosuppressants",
    "follow_up",
)
rupees = st.integers(1, 3_000_000)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
spending = st.fixed_dictionaries(
    {head: st.integers(0, 1_500_000) for head in (*HEADS, *EXTRAS)}
    | {"recipient_stay_days": st.integers(0, 366), "donor_stay_days": st.integers(0, 366)}
)


def result_of(name, form):
    return compute(name, form, today=TODAY).result


@given(rupees, rupees, st.none() | rupees, st.booleans())
@settings(max_examples=50, deadline=None)
def test_an_advance_stays_under_its_ceiling_and_never_shrinks_with_the_cost(
    cost, more, asked, signed
):
    form = {"estimate_countersigned": signed, "requested_advance": asked}
    small = result_of("medical_advance", form | {"estimated_cost": cost})
    large = result_of("medical_advance", form | {"estimated_cost": cost + more})
    assert 100 * small["max_advance"] <= 95 * cost < 100 * (small["max_advance"] + 1)
    assert small["sanctionable_advance"] <= large["sanctionable_advance"]
    assert small["sanctionable_advance"] <= min(asked or cost, small["max_advance"])
    assert signed or small["sanctionable_advance"] == 0


@given(rupees, days, st.integers(0, 300), st.integers(1, 200_000))
@settings(max_examples=50, deadline=None)
def test_recovery_takes_at_most_half_the_salary_and_returns_the_whole_advance(
    cost, end, later, salary
):
    form = {
        "estimated_cost": cost,
        "estimate_countersigned": True,
        "treatment_end_date": str(end),
        "gross_monthly_salary": salary,
        "as_of": str(end + timedelta(days=later)),
    }
    result = result_of("medical_advance", form)
    assert str(end) < result["adjust_by"] < result["recovery_after"]
    if result["settlement_status"] != "recover_from_salary":
        assert result["max_monthly_recovery"] is None
        return
    monthly = result["max_monthly_recovery"]
    assert 2 * monthly <= salary
    if monthly:
        count = result["recovery_instalments"]
        assert (count - 1) * monthly < result["sanctionable_advance"] <= count * monthly


@given(st.integers(1, 50_000), st.integers(0, 10_000))
def test_more_pay_never_means_a_lesser_ward(pay, more):
    small, large = (result_of("ward_entitlement", {"basic_pay": p}) for p in (pay, pay + more))
    assert WARDS.index(small["ward"]) <= WARDS.index(large["ward"])


@given(spending)
@settings(max_examples=50, deadline=None)
def test_liver_spending_is_split_into_payable_and_disallowed_without_loss(form):
    result = result_of("liver_transplant_limit", form)
    entered = sum(form[head] for head in (*HEADS, *EXTRAS))
    assert result["total_payable"] + result["disallowed"] == entered
    assert result["package_payable"] + result["extras_payable"] == result["total_payable"]
    assert result["package_payable"] <= result["package_limit"] == sum(HEADS.values())
    assert result["disallowed"] >= 0


@given(spending, st.sampled_from((*HEADS, *EXTRAS)), st.integers(0, 2_000_000))
@settings(max_examples=50, deadline=None)
def test_spending_more_on_one_liver_head_never_pays_less_or_touches_another(form, head, more):
    before = result_of("liver_transplant_limit", form)
    after = result_of("liver_transplant_limit", form | {head: form[head] + more})
    gained = after["total_payable"] - before["total_payable"]
    assert 0 <= gained <= more
    assert head not in HEADS or gained <= HEADS[head]
