"""What must hold for every input, found by hypothesis."""

import json
import re
from datetime import date, timedelta

from hypothesis import given, settings, strategies as st

from actions.rules import InputError, calculators, check, compute, missing
from actions.rules.texts import PLACEHOLDER

TODAY = date(2026, 11, 22)
DEVANAGARI = re.compile("[\u0900-\u097f]")
NAMES = sorted(calculators())
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12),
    st.dates().map(str), st.sampled_from(["son", "medical", "government", "ipd", "Agra", "कानपुर"]),
)  # fmt: skip
anything = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3), max_leaves=5)
rupees = st.integers(1, 3_000_000)
days = st.dates(date(1950, 1, 1), date(2060, 12, 31))


def plausible(row):
    """Values that a field accepts, so that whole forms often get through."""
    if row.kind == "choice":
        return st.sampled_from([choice.code for choice in row.choices])
    if row.kind == "boolean":
        return st.booleans()
    if row.kind == "date":
        return days.map(str)
    low = row.minimum or 0
    return st.integers(low, row.maximum or 2_000_000)


@st.composite
def forms(draw):
    """A calculator and a form for it: mostly good values, some missing."""
    name = draw(st.sampled_from(NAMES))
    rows = calculators()[name].inputs
    return name, {row.name: draw(plausible(row)) for row in rows if draw(st.integers(0, 4))}


@st.composite
def wild_forms(draw):
    """A form with any JSON in any field, and perhaps a field that does not exist."""
    name, form = draw(forms())
    fields = [row.name for row in calculators()[name].inputs]
    for field in draw(st.lists(st.sampled_from([*fields, "x"]), max_size=3)):
        form[field] = draw(anything)
    return name, form


def answer(function, *arguments, **named):
    """The function's value, or the InputError it raised; anything else fails the test."""
    try:
        return function(*arguments, **named)
    except InputError as error:
        return error


def check_error(error):
    assert error.field or error.code == "unknown_field"
    assert all(error.message[language] for language in ("hi", "en"))
    json.dumps(error.to_json())


@given(wild_forms())
@settings(max_examples=200, deadline=None)
def test_any_json_gives_an_answer_or_one_named_field(case):
    name, form = case
    outcome = answer(compute, name, form, today=TODAY)
    if isinstance(outcome, InputError):
        check_error(outcome)
    json.dumps(outcome.to_json(), allow_nan=False)


@given(st.sampled_from([*NAMES, "", "nothing"]), anything, anything)
@settings(deadline=None)
def test_any_name_and_any_value_of_one_field_raise_nothing_else(name, values, raw):
    answers = [answer(compute, name, values, today=TODAY)]
    for field in ("district", "claim_amount", "birth_date", "as_of", str(raw)):
        answers.append(answer(check, name, field, raw, today=TODAY))
    for error in answers:
        if isinstance(error, InputError):
            check_error(error)


@given(forms())
@settings(max_examples=200, deadline=None)
def test_sentences_are_whole_in_both_languages_and_hold_the_same_figures(case):
    name, form = case
    outcome = answer(compute, name, form, today=TODAY)
    if isinstance(outcome, InputError):
        return
    assert outcome.citations
    texts = [outcome.summary, *(step["text"] for step in outcome.steps)]
    texts += [warning["text"] for warning in outcome.warnings]
    for text in texts:
        assert not PLACEHOLDER.search(text["hi"] + text["en"])
        assert "—" not in text["hi"] + text["en"]
        assert DEVANAGARI.search(text["hi"])
        assert not DEVANAGARI.search(text["en"])
        assert text["hi"].endswith(("।", "?"))
        figures = [sorted(re.findall(r"\d[\d,.\-]*\d|\d", text[lang])) for lang in ("hi", "en")]
        assert figures[0] == figures[1], text


@given(forms())
@settings(max_examples=200, deadline=None)
def test_what_is_refused_as_missing_is_what_would_be_asked_next(case):
    name, form = case
    outcome = answer(compute, name, form, today=TODAY)
    known = {row.name: row.default for row in calculators()[name].inputs} | form
    lacking = [row.name for row in missing(name, form) if row.needed(known)]
    lacks = isinstance(outcome, InputError) and outcome.code == "missing"
    assert not lacks or outcome.field in lacking
    assert isinstance(outcome, InputError) or not lacking


@given(
    st.sampled_from(["government", "private_empanelled", "private_not_empanelled"]),
    rupees, rupees, st.integers(0, 500_000),
)  # fmt: skip
def test_cashless_parts_add_up_stay_within_the_limit_and_never_shrink(hospital, cost, more, used):
    form = {"hospital_type": hospital, "care": "ipd", "used_this_year": used}
    small = compute("sects_cover", form | {"estimated_cost": cost}, today=TODAY).result
    large = compute("sects_cover", form | {"estimated_cost": cost + more}, today=TODAY).result
    assert small["cashless_amount"] + small["payable_by_beneficiary"] == cost
    assert small["cashless_amount"] <= large["cashless_amount"]
    if hospital == "private_empanelled":
        assert used + large["cashless_amount"] <= 500_000


@given(rupees, st.booleans(), st.none() | st.integers(0, 3_000_000), days, st.integers(0, 400))
def test_claim_shares_add_up_and_no_stage_precedes_the_one_before(
    amount, retired, rate, end, late
):
    form = {
        "claim_amount": amount,
        "institution_type": "private_in_state",
        "claimant": "pensioner" if retired else "serving",
        "treatment_end_date": str(end),
        "submission_date": str(end + timedelta(days=late)),
        "emergency": True,
        "emergency_certified": True,
        "informed_office_within_30_days": True,
        "rate_amount": rate,
    }
    result = compute("medical_claim", form, today=TODAY).result
    if rate is not None:
        assert result["government_share"] + result["beneficiary_share"] == amount
        assert result["government_share"] <= min(amount, rate)
    stages = (
        "forward",
        "technical_report",
        "to_sanctioning_authority",
        "sanction_order",
        "payment",
    )
    due = [result[f"{stage}_due"] for stage in stages if result[f"{stage}_due"]]
    assert [form["submission_date"], *due] == sorted([form["submission_date"], *due])
    assert result["on_time"] is not result["late_approval_required"]


@given(rupees, rupees, rupees)
def test_a_grant_never_exceeds_half_the_cost_or_the_ceiling(cost, more, bill):
    form = {"purpose": "medical", "major_disease": True, "poor": True, "hospital": "government"}
    small, large = (
        compute("vp_grant", form | {"treatment_cost": c, "actual_expenditure": bill}, today=TODAY)
        for c in (cost, cost + more)
    )
    assert 2 * small.result["sanctionable_amount"] <= cost
    assert small.result["sanctionable_amount"] <= large.result["sanctionable_amount"] <= 75_000
    assert small.result["final_payment"] <= min(bill, small.result["sanctionable_amount"])


@given(st.dates(date(1930, 1, 1), date(2026, 11, 22)))
def test_retirement_is_a_months_last_day_within_a_month_of_turning_60(born):
    result = compute("retirement_date", {"birth_date": str(born)}, today=TODAY).result
    last, turns = (date.fromisoformat(result[k]) for k in ("retirement_date", "turns_60_on"))
    assert (last + timedelta(days=1)).day == 1
    assert -1 <= (last - turns).days <= 30
    assert turns.year == born.year + 60
    assert result["already_retired"] is (last < TODAY)


@given(st.integers(0, 9_000), st.integers(1, 3_000), st.integers(0, 200))
def test_a_higher_income_never_makes_a_parent_a_dependant(income, more, relief):
    form = {
        "relation": "mother",
        "dearness_relief_percent": relief,
        "residing_with_employee": True,
    }
    poorer, richer = (
        compute("dependent_eligibility", form | {"monthly_income": i}, today=TODAY).result
        for i in (income, income + more)
    )
    assert poorer["admissible"] >= richer["admissible"]
    assert poorer["income_limit"] == 3500 * (100 + relief) // 100
