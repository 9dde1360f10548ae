"""What must hold for every pension, gratuity and family pension, found by hypothesis."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, strategies as st

from actions.rules import InputError, compute, parameters

TODAY = date(2026, 11, 22)
rupees = st.integers(1, 500_000)
years = st.integers(0, 60)
months = st.integers(0, 11)
days = st.dates(date(1985, 1, 1), date(2040, 12, 31))
births = st.dates(date(1940, 1, 1), date(2000, 12, 31))


def result_of(name, **form):
    return compute(name, form, today=TODAY).result


def day(text):
    return date.fromisoformat(text)


@st.composite
def services(draw):
    """A service with spells of leave and breaks inside it."""
    joined = draw(st.dates(date(1985, 1, 1), date(2005, 12, 31)))
    left = joined + timedelta(days=draw(st.integers(0, 15_000)))
    length = (left - joined).days

    def spell():
        start = draw(st.integers(0, length))
        end = draw(st.integers(start, min(length, start + 900)))
        first, last = (joined + timedelta(days=shift) for shift in (start, end))
        return {"from": str(first), "to": str(last)}

    grounds = st.sampled_from(["medical_certificate", "other", "suspension_not_counted"])
    causes = st.sampled_from(["strike", "resignation", "other"])
    return {
        "birth_date": str(joined - timedelta(days=draw(st.integers(6_000, 12_000)))),
        "joining_date": str(joined),
        "leaving_date": str(left),
        "leave_spells": [
            spell() | {"ground": draw(grounds)} for _ in range(draw(st.integers(0, 3)))
        ],
        "interruptions": [
            spell() | {"cause": draw(causes)} for _ in range(draw(st.integers(0, 2)))
        ],
    }


@given(services())
def test_every_day_of_service_is_counted_lost_or_deducted_once(form):
    found = result_of("qualifying_service", **form)
    first, last = day(form["joining_date"]), day(form["leaving_date"])
    counted_from = day(found["counted_from"])
    assert counted_from == first + timedelta(
        days=found["boy_service_days"] + found["forfeited_days"]
    )
    remaining = max(0, (last - counted_from).days + 1)
    assert 0 <= found["deducted_days"] <= remaining
    net = 12 * found["years"] + found["months"]
    served = remaining - found["deducted_days"]
    assert net * 28 + found["days"] <= served <= net * 31 + found["days"]
    assert found["half_years_counted"] <= min(found["half_years"], 40)
    assert found["pension_admissible"] is (net >= 117)
    assert found["deemed_ten_years"] is (117 <= net < 120)


@given(services())
def test_leave_and_breaks_never_lengthen_the_service(form):
    found = result_of("qualifying_service", **form)
    clear = result_of("qualifying_service", **form | {"leave_spells": [], "interruptions": []})
    assert found["half_years"] <= clear["half_years"]
    assert found["boy_service_days"] == clear["boy_service_days"]


@given(births, days, st.integers(0, 50), st.sampled_from(["voluntary", "compulsory"]))
def test_older_or_longer_serving_never_loses_the_right_to_retire(born, notice, served, kind):
    assume(born < notice)
    form = {"kind": kind, "notice_date": str(notice)}
    younger = result_of("early_retirement", birth_date=str(born), qualifying_years=served, **form)
    older = result_of(
        "early_retirement",
        birth_date=str(born - timedelta(days=400)),
        qualifying_years=min(50, served + 1),
        **form,
    )
    assert older["admissible"] >= younger["admissible"]
    assert 89 <= (day(younger["earliest_date"]) - notice).days <= 92


@given(rupees, st.integers(0, 50_000), rupees, years, months, st.integers(1, 300_000))
def test_a_pension_rises_with_pay_and_service_within_its_limits(
    pay, more, average, served, odd, highest
):
    form = {"ten_month_average": average, "service_months": odd, "highest_state_pay": highest}
    low = result_of("pension", last_pay=pay, service_years=served, **form)
    high = result_of("pension", last_pay=pay + more, service_years=min(60, served + 1), **form)
    assert low["pension"] <= high["pension"] <= highest // 2
    if low["admissible"] and not low["maximum_applied"]:
        assert low["pension"] >= 9000
        assert low["pension"] <= max(9000, (low["emoluments_used"] + 1) // 2)
    assert low["pension"] == 0 or low["admissible"]


@given(st.integers(0, 60), months)
def test_half_years_are_the_same_wherever_they_are_counted(served, odd):
    pension = result_of("pension", last_pay=50_000, service_years=served, service_months=odd)
    gratuity = result_of(
        "gratuity", kind="death", emoluments=50_000, service_years=served, service_months=odd
    )
    assert pension["half_years"] == gratuity["half_years"] == (12 * served + odd + 3) // 6


@given(rupees, births, st.dates(date(2001, 1, 1), date(2060, 1, 1)))
def test_additional_pension_never_falls_with_age(basic, born, on):
    now, later = (
        result_of("additional_pension", basic_pension=basic, birth_date=str(born), as_of=str(at))
        for at in (on, on + timedelta(days=500))
    )
    assert now["percent"] <= later["percent"] <= 100
    assert now["total"] == basic + now["additional_amount"]
    if now["next_slab_date"]:
        start = now["next_slab_date"]
        assert day(start) > on
        form = {"basic_pension": basic, "birth_date": str(born), "as_of": start}
        assert result_of("additional_pension", **form)["percent"] > now["percent"]
    else:
        assert now["percent"] == 100


@given(rupees, st.integers(1, 40), births, days, days, st.none() | days, st.none() | days)
def test_a_commuted_pension_is_whole_again_after_fifteen_years(
    pension, percent, born, retired, applied, paid, ordered
):
    assume(born < retired)
    assume(paid is None or paid >= retired)
    found = result_of(
        "commutation",
        pension=pension,
        percent=percent,
        birth_date=str(born),
        retirement_date=str(retired),
        application_date=str(applied),
        payment_date=paid and str(paid),
        order_date=ordered and str(ordered),
    )
    if not found["admissible"]:
        assert not 20 <= found["age_next_birthday"] <= 81
        return
    assert found["commuted_amount"] + found["reduced_pension"] == pension
    assert 5 * found["commuted_amount"] <= 2 * pension
    assert 48 * found["commuted_amount"] <= found["lump_sum"] <= 111 * found["commuted_amount"]
    assert (found["reduction_from"] is None) is (paid is None and ordered is None)
    if paid:
        assert day(found["reduction_from"]) <= paid
    if found["reduction_from"]:
        start, end = (day(found[k]) for k in ("reduction_from", "restoration_date"))
        assert end.year == start.year + 15


def test_commutation_values_fall_with_age_from_twenty_to_eighty_one():
    _, factors = parameters.fetch("pension.commutation_factors").latest()
    assert list(factors) == list(range(20, 82))
    assert sorted(factors.values(), reverse=True) == list(factors.values())
    assert all(4 < factor < 10 for factor in factors.values())


def test_the_highest_pay_is_the_top_of_the_pay_matrix():
    _, matrix = parameters.fetch("pay.matrix").latest()
    top = max(cell for row in matrix.values() for cell in row)
    assert parameters.fetch("pension.highest_state_pay").latest()[1] == top


@given(
    st.sampled_from(["retirement", "death", "service"]), rupees, rupees, years, months,
    st.integers(0, 300), st.booleans(),
)  # fmt: skip
def test_a_gratuity_stays_within_its_ceiling_and_rises_with_pay(
    kind, pay, more, served, odd, allowance, permanent
):
    form = {
        "kind": kind,
        "service_years": served,
        "service_months": odd,
        "da_percent": allowance,
        "permanent": permanent,
    }
    low, high = (result_of("gratuity", emoluments=amount, **form) for amount in (pay, pay + more))
    assert low["admissible"] is high["admissible"]
    if not low["admissible"]:
        assert low["amount"] is None
        return
    assert low["amount"] <= high["amount"]
    assert low["amount"] <= low["uncapped_amount"]
    assert low["multiple"] <= {"retirement": 16.5, "death": 33, "service": 9.5}[kind]
    if kind != "service":
        assert high["amount"] <= (2_500_000 if allowance >= 50 else 2_000_000)


relations = st.sampled_from(
    ["wife", "son", "unmarried_daughter", "brother", "father", "married_daughter"]
)
people = st.lists(
    st.builds(
        lambda relation, age: {"name": relation, "relation": relation, "age": age},
        relations,
        st.integers(0, 40),
    ),
    max_size=6,
)


@given(rupees, people)
def test_shares_of_a_gratuity_add_up_and_differ_by_a_rupee_at_most(amount, members):
    found = result_of("gratuity_shares", amount=amount, members=members)
    parts = [share["amount"] for share in found["shares"]]
    assert sum(parts) == (amount if found["admissible"] else 0)
    assert not parts or max(parts) - min(parts) <= 1
    assert parts == sorted(parts, reverse=True)


@given(rupees, st.lists(st.integers(1, 40), min_size=1, max_size=5))
def test_a_nomination_that_is_not_whole_is_refused_and_a_whole_one_adds_up(amount, percents):
    rest = 100 - sum(percents)
    rows = [{"name": str(place), "percent": p} for place, p in enumerate(percents)]
    if rest:
        with pytest.raises(InputError) as caught:
            result_of("gratuity_shares", amount=amount, nominee_shares=rows)
        assert caught.value.field == "nominee_shares"
    if rest > 0:
        rows.append({"name": "rest", "percent": rest})
        shares = result_of("gratuity_shares", amount=amount, nominee_shares=rows)["shares"]
        assert sum(share["amount"] for share in shares) == amount


@given(
    st.sampled_from(["in_service", "after_retirement"]), rupees, years, births,
    st.dates(date(2001, 1, 1), date(2026, 11, 22)), st.integers(0, 200_000),
    st.integers(0, 5_000), st.integers(1, 300_000),
)  # fmt: skip
def test_the_enhanced_family_pension_comes_first_and_is_never_the_lower(
    kind, pay, served, born, died, pension, since, highest
):
    as_of = died + timedelta(days=since)
    found = result_of(
        "family_pension",
        death_kind=kind,
        last_pay=pay,
        death_date=str(died),
        service_years=served,
        birth_date=str(born),
        sanctioned_pension=pension,
        highest_state_pay=highest,
        as_of=str(as_of),
    )
    if not found["admissible"]:
        return
    assert found["ordinary_rate"] <= highest * 3 // 10
    assert died < day(found["ordinary_from"])
    assert found["rate_on_as_of"] == found[f"{found['rate_kind']}_rate"]
    if found["enhanced_rate"]:
        assert found["ordinary_rate"] <= found["enhanced_rate"] <= highest // 2
        first, last = (day(found[k]) for k in ("enhanced_from", "enhanced_to"))
        assert died < first <= last < day(found["ordinary_from"])
        assert (found["rate_kind"] == "enhanced") is (as_of <= last)


@st.composite
def families(draw):
    """A family as the claimant calculator takes it."""
    relation = st.sampled_from(["widow", "widower", "son", "daughter", "father", "mother"])
    status = st.sampled_from(["unmarried", "married", "widowed", "divorced"])
    flags = ("remarried", "earning", "disabled", "dependent", "status_after_parents_death")
    return [
        {
            "name": f"M{place}",
            "relation": draw(relation),
            "birth_date": str(draw(st.dates(date(1950, 1, 1), date(2025, 1, 1)))),
            "marital_status": draw(status),
            "monthly_income": draw(st.integers(0, 20_000)),
            **{flag: draw(st.booleans()) for flag in flags},
        }
        for place in range(draw(st.integers(0, 5)))
    ]


@given(families(), st.integers(0, 300), st.integers(1, 100))
def test_one_eligible_member_draws_the_family_pension_and_relief_never_shuts_anyone_out(
    members, relief, more
):
    found = result_of("family_pension_claimant", members=members, dr_percent=relief)
    by_name = {row["name"]: row for row in members}
    assert found["income_limit"] >= 9000
    assert found["admissible"] is bool(found["order"]) is (found["reason"] is None)
    if found["admissible"]:
        payee = by_name[found["payee_name"]]
        assert found["order"][0] == payee["name"]
        assert payee["relation"] in ("widow", "widower") or (
            payee["monthly_income"] < found["income_limit"]
        )
        assert (found["payable_until"] is not None) is (found["payee_class"] == "one_b")
    higher = result_of(
        "family_pension_claimant", members=members, dr_percent=min(300, relief + more)
    )
    assert higher["admissible"] >= found["admissible"]


@given(st.integers(0, 200_000), st.integers(0, 3_000_000), st.integers(0, 3_000_000),
       st.integers(1, 6), st.sampled_from(["papers_delayed", "proceedings_pending"]))  # fmt: skip
def test_a_provisional_gratuity_and_what_is_withheld_make_the_whole(
    pension, gratuity, dues, spell, situation
):
    found = result_of(
        "provisional_pension",
        situation=situation,
        computed_pension=pension,
        computed_gratuity=gratuity,
        known_dues=dues,
        spell=spell,
    )
    if not found["admissible"]:
        assert spell > 3
        return
    assert found["provisional_gratuity"] + found["gratuity_withheld"] == gratuity
    assert min(gratuity, 3000) <= found["gratuity_withheld"]
    assert found["provisional_pension"] == pension
