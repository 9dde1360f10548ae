"""Suspension and disciplinary cases: parts add up, caps hold, no date before its cause."""

from datetime import date, timedelta

from hypothesis import given, settings, strategies as st

from actions.rules import compute

TODAY = date(2026, 11, 22)
days = st.dates(date(1990, 1, 1), date(2040, 12, 31))
gaps = st.integers(0, 3000)


def result_of(name, form):
    return compute(name, form, today=TODAY).result


@given(
    st.integers(1, 250_000), st.integers(0, 500), st.integers(0, 20_000), st.integers(0, 50),
    st.sampled_from(["employee", "not_employee"]), days, gaps,
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_subsistence_parts_add_up_and_a_change_stays_within_half(
    pay, relief, allowances, change, cause, start, later
):
    form = {
        "basic_pay": pay,
        "da_percent": relief,
        "compensatory_allowances": allowances,
        "allowance_purpose_certified": True,
        "non_employment_certificate": True,
    }
    plain = result_of("subsistence_allowance", form)
    form |= {
        "suspension_start_date": str(start),
        "delay_due_to": cause,
        "change_percent": change,
        "as_of": str(start + timedelta(days=later)),
    }
    changed = result_of("subsistence_allowance", form)
    for result in (plain, changed):
        parts = ("subsistence", "dearness_allowance", "compensatory_allowance")
        assert result["monthly_total"] == sum(result[f"monthly_{part}"] for part in parts)
    lower, upper = sorted((plain["monthly_total"], changed["monthly_total"]))
    assert (plain["monthly_total"] == lower) or cause == "employee"
    assert plain["monthly_subsistence"] * 2 in (pay, pay + 1)
    assert pay <= 4 * changed["monthly_subsistence"] + 2 <= 3 * pay + 4
    assert upper >= lower
    if form["as_of"] < changed["review_possible_from"]:
        assert plain["monthly_total"] == changed["monthly_total"]


@given(st.sampled_from(["custody", "conviction"]), st.integers(0, 2000), gaps, st.booleans())
def test_longer_custody_never_ends_a_deemed_suspension(basis, hours, more, dismissed):
    form = {"basis": basis, "from_date": "2024-01-01", "dismissed_or_removed": dismissed}
    short, long = (
        result_of("deemed_suspension", form | {"hours": h}) for h in (hours, hours + more)
    )
    assert short["deemed_suspended"] <= long["deemed_suspended"]
    assert (short["deemed_from"] is None) is not short["deemed_suspended"]


@given(days, gaps, gaps, gaps, st.booleans(), st.booleans())
@settings(max_examples=80, deadline=None)
def test_no_stage_of_a_case_precedes_its_cause(charged, notice, reply, order, extended, psc):
    shown = charged + timedelta(days=notice)
    heard = shown + timedelta(days=reply)
    told = heard + timedelta(days=order)
    form = {
        "charge_sheet_date": str(charged),
        "reply_extension_granted": extended,
        "show_cause_date": str(shown),
        "representation_date": str(heard),
        "psc_consultation": psc,
        "psc_reference_date": str(heard),
        "order_communicated_date": str(told),
    }
    result = result_of("disciplinary_deadlines", form)
    assert str(charged) < result["reply_due"] < result["reply_absolute_limit"]
    assert result["reply_absolute_limit"] < result["inquiry_due"]
    assert result["representation_due"] > str(shown)
    assert result["order_due"] > (result["psc_advice_due"] or str(heard))
    assert result["appeal_last_date"] > str(told)


@given(days, gaps, gaps, st.none() | days, st.booleans())
@settings(max_examples=80, deadline=None)
def test_an_earlier_suspension_never_makes_proceedings_worse(
    incident, began, retired, suspended, sanction
):
    form = {
        "incident_date": str(incident),
        "retirement_date": str(incident + timedelta(days=retired)),
        "proceedings_start_date": str(incident + timedelta(days=began)),
        "governor_sanction": sanction,
    }
    plain = result_of("disciplinary_deadlines", form)
    saved = result_of(
        "disciplinary_deadlines", form | {"suspension_date": suspended and str(suspended)}
    )
    assert saved["admissible"] >= plain["admissible"]
    assert plain["admissible"] or plain["four_year_rule_applies"]


@given(st.integers(1, 300_000))
def test_a_pension_recovery_never_passes_a_third(pension):
    result = result_of("disciplinary_deadlines", {"gross_pension": pension})
    assert 0 <= pension - 3 * result["max_monthly_pension_recovery"] < 3
