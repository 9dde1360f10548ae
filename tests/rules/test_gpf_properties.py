"""What must hold for the provident fund, found by hypothesis."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, strategies as st

from actions.rules import InputError, compute, parameters

TODAY = date(2026, 11, 22)
rupees = st.integers(1, 2_000_000)
days = st.dates(date(1985, 1, 1), date(2040, 12, 31))
years = st.sampled_from(sorted(parameters.fetch("gpf.interest_years").latest()[1])[:-1])


def result_of(name, **form):
    return compute(name, form, today=TODAY).result


@given(st.integers(1, 300_000), st.integers(0, 50_000))
def test_the_least_subscription_is_within_the_most_and_rises_with_pay(pay, more):
    low, high = (
        result_of("gpf_subscription", joining_date="1999-01-01", basic_pay=basic)
        for basic in (pay, pay + more)
    )
    assert 0 < low["minimum"] <= low["maximum"] == pay
    assert low["minimum"] <= high["minimum"]
    assert 10 * (low["minimum"] - 1) < pay <= 10 * low["minimum"]


@given(st.integers(1, 300_000), st.integers(0, 400_000), days)
def test_a_subscription_is_allowed_exactly_within_its_limits(pay, asked, joined):
    found = result_of(
        "gpf_subscription", joining_date=str(joined), basic_pay=pay, monthly_subscription=asked
    )
    if joined >= date(2005, 4, 1):
        assert found["reason"] == "joined_on_or_after_2005_04_01"
        return
    assert found["admissible"] is (found["minimum"] <= asked <= found["maximum"])


@given(years, st.integers(0, 3_000_000), st.integers(0, 60_000), st.integers(1, 12))
def test_interest_is_never_above_the_highest_rate_on_the_final_balance(
    year, opening, monthly, up_to
):
    form = {"year": year, "monthly_deposit": monthly, "up_to_month": up_to}
    found = result_of("gpf_interest", opening_balance=opening, **form)
    months = found["schedule"]
    highest = max(row["rate_percent"] for row in months)
    assert found["closing_balance"] == found["balance_before_interest"] + found["interest"]
    assert found["balance_before_interest"] == opening + monthly * len(months)
    most = found["balance_before_interest"] * highest * len(months) / 1200
    assert 0 <= found["interest"] <= most + 1
    more = result_of("gpf_interest", opening_balance=opening + 1000, **form)
    assert more["interest"] >= found["interest"]


@given(years)
def test_a_whole_year_has_twelve_months_from_april_to_march(year):
    months = [
        row["month"] for row in result_of("gpf_interest", year=year, opening_balance=0)["schedule"]
    ]
    assert len(months) == 12
    assert months == sorted(months)
    assert months[0] == f"{year[:4]}-04"
    assert months[-1].endswith("-03")


@given(years, st.integers(0, 10_000), st.integers(0, 20_000), st.integers(1, 12))
def test_the_account_never_falls_below_nothing(year, opening, drawn, month):
    form = {"year": year, "opening_balance": opening}
    form["withdrawals"] = [{"month": month, "amount": drawn}]
    if drawn > opening:
        with pytest.raises(InputError) as caught:
            result_of("gpf_interest", **form)
        assert caught.value.field == "withdrawals"
        return
    assert result_of("gpf_interest", **form)["balance_before_interest"] == opening - drawn


@given(
    st.integers(1, 300_000), st.integers(0, 3_000_000), st.integers(5_000, 2_000_000), days,
    st.integers(1, 6_000), st.none() | st.integers(1, 40), st.booleans(), st.booleans(),
)  # fmt: skip
def test_an_advance_is_recovered_to_the_rupee_well_before_retirement(
    pay, balance, amount, applied, ahead, count, special, fewer
):
    retires = applied + timedelta(days=ahead)
    found = result_of(
        "gpf_advance", purpose="illness", basic_pay=pay, balance=balance, amount=amount,
        application_date=str(applied), retirement_date=str(retires), instalments=count,
        special_reasons_accepted=special, fewer_at_own_request=fewer,
    )  # fmt: skip
    assert found["limit"] <= 3 * pay
    assert 2 * found["limit"] <= balance
    assert found["max_instalments"] <= (36 if found["kind"] == "special" else 24)
    if not found["admissible"]:
        return
    assert amount <= balance
    assert special or amount <= found["limit"]
    assert fewer or found["instalments"] >= 12
    assert found["instalments"] <= found["max_instalments"]
    paid = found["instalment_amount"] * (found["instalments"] - 1) + found["last_instalment"]
    assert paid == amount
    assert 0 < found["last_instalment"] <= found["instalment_amount"]
    assert f"{applied:%Y-%m}" < found["first_recovery_month"] <= found["last_recovery_month"]
    assert found["last_recovery_month"] < f"{retires:%Y-%m}"


purposes = st.sampled_from(sorted(parameters.fetch("gpf.withdrawal_years").latest()[1]))


@given(purposes, days, st.integers(0, 16_000), st.integers(0, 8_000), rupees, rupees, rupees,
       st.booleans(), st.booleans())  # fmt: skip
def test_a_withdrawal_stays_within_three_quarters_of_the_balance_and_its_own_ceiling(
    purpose, joined, served, left, balance, pay, amount, special, unavoidable
):
    applied = joined + timedelta(days=served)
    form = {
        "purpose": purpose,
        "joining_date": str(joined),
        "application_date": str(applied),
        "retirement_date": str(applied + timedelta(days=left)),
        "basic_pay": pay,
        "amount": amount,
        "special_case": special,
        "unavoidable": unavoidable,
    }
    found, richer = (
        result_of("gpf_withdrawal", balance=sum_held, **form)
        for sum_held in (balance, balance + 5000)
    )
    assert 0 <= found["limit"] <= richer["limit"]
    assert 4 * found["limit"] <= 3 * balance
    assert found["limit"] <= {"vehicle_purchase": 50_000, "ancestral_house": 75_000}.get(
        purpose, balance
    )
    assert found["years_needed"] in (15, 20)
    assert (found["service_condition"] == "not_met") is (
        found["reason"] == "service_condition_not_met"
    )
    if found["admissible"]:
        assert amount <= found["limit"]


@given(st.sampled_from(["superannuation", "death", "other"]), days, st.booleans(),
       st.integers(0, 3_000_000), st.integers(0, 3_000_000))  # fmt: skip
def test_the_parts_of_a_final_payment_make_the_balance(event, due, group_d, balance, adjusted):
    assume(adjusted <= balance)
    adjustments = adjusted if group_d else 0
    found = result_of(
        "gpf_final_payment", event=event, event_date=str(due), group_d=group_d, balance=balance,
        adjustments=adjustments,
    )  # fmt: skip
    assert found["first_payment"] + found["balance_payment"] + adjustments == balance
    assert found["pay_by"] >= str(due)
    assert found["forward_by"] is None or found["forward_by"] < str(due)


members = st.lists(
    st.builds(
        lambda relation, adult, married, alive, branch: {
            "relation": relation, "adult": adult, "married": married, "husband_alive": alive,
            "branch": branch,
        },
        st.sampled_from(
            ["wife", "son", "daughter", "dead_sons_widow", "dead_sons_son", "dead_sons_daughter"]
        ),
        st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["A", "B"]),
    ),
    max_size=6,
)  # fmt: skip


@given(rupees, st.integers(0, 100), members)
def test_every_rupee_of_a_dead_subscribers_fund_goes_somewhere_once(balance, percent, family):
    rows = [row | {"name": f"M{place}"} for place, row in enumerate(family)]
    found = result_of("gpf_death_shares", balance=balance, nominated_percent=percent, members=rows)
    assert found["nominated_amount"] + found["unnominated_amount"] == balance
    shared = {share["name"]: share["amount"] for share in found["shares"]}
    by_family = found["basis"] in ("family", "nomination_and_family")
    assert sum(shared.values()) == (found["unnominated_amount"] if by_family else 0)
    assert bool(shared) is by_family
    if by_family:
        assert set(shared) | set(found["excluded"]) == {row["name"] for row in rows}
        assert not set(shared) & set(found["excluded"])
        assert all(
            row["name"] in shared or row["adult"] or (row["married"] and row["husband_alive"])
            for row in rows
        )
