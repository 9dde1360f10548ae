"""The JSON Schema of a calculator's inputs says what `compute` accepts."""

import json
from datetime import date

import pytest
import yaml
from hypothesis import HealthCheck, given, settings, strategies as st
from jsonschema import Draft202012Validator

from actions.rules import InputError, calculators, compute
from actions.rules.result import to_plain
from actions.rules.schema import describe, input_schema

TODAY = date(2026, 11, 22)
# What only the calculator itself can tell: the order of dates, its own check, exact numbers.
BEYOND_A_SCHEMA = {
    "too_early", "too_late", "must_follow", "must_precede", "disagrees", "not_above", "not_on_day",
    "not_earlier", "not_a_sum_of", "not_date", "not_integer", "bad_item", "parameter_not_in_force",
    "unknown_name", "ambiguous", "not_applicable",
}  # fmt: skip


def cases(*, refused):
    for name, calculator in calculators().items():
        for case in yaml.safe_load((calculator.folder / "cases.yaml").read_text("utf-8")):
            if ("error" in case) is refused:
                yield name, case["name"], to_plain(case["input"])


@pytest.fixture(scope="module")
def validators():
    return {name: Draft202012Validator(input_schema(c)) for name, c in calculators().items()}


@pytest.mark.parametrize("name", calculators())
def test_a_description_is_whole_and_in_both_languages(name):
    described = describe(calculators()[name], TODAY)
    Draft202012Validator.check_schema(described["inputs"])
    assert json.loads(json.dumps(described)) == described
    for part in (described["title"], described["purpose"], described["rule"]):
        assert set(part) >= {"hi", "en"}
        assert "{" not in part["hi"] + part["en"]
    assert described["sources"]
    properties = described["inputs"]["properties"]
    assert list(properties)[-1] == "as_of"
    for field in properties.values():
        for key in ("x-title", "x-prompt"):
            assert set(field[key]) == {"hi", "en"}
        assert field["x-title"]["hi"] in field["title"]
        assert field["x-prompt"]["en"] in field["description"]


def test_every_worked_case_fits_its_schema(validators):
    accepted = list(cases(refused=False))
    assert len(accepted) > 400
    for name, title, values in accepted:
        found = [error.message for error in validators[name].iter_errors(values)]
        assert not found, f"{name}: {title}: {found}"


def test_most_refused_cases_break_their_schema(validators):
    refused = list(cases(refused=True))
    broken = [case for case in refused if not validators[case[0]].is_valid(case[2])]
    assert len(broken) > 0.6 * len(refused)


def test_what_breaks_a_schema_is_refused(validators):
    for name, title, values in cases(refused=True):
        if not validators[name].is_valid(values):
            assert refusal(name, values), f"{name}: {title}"


def test_a_required_field_depends_on_the_others_as_the_table_says(validators):
    grant, treatment = validators["vp_grant"], {"purpose": "medical", "treatment_cost": 200000}
    whole = {**treatment, "major_disease": True, "poor": True, "hospital": "government"}
    assert compute("vp_grant", whole, today=TODAY).result["admissible"]
    assert grant.is_valid(whole)
    for left_out in whole:
        part = {field: value for field, value in whole.items() if field != left_out}
        assert not grant.is_valid(part), left_out
        assert not grant.is_valid({**whole, left_out: None}), left_out


RAW = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 300_000), st.floats(0, 200), st.just("2024-02-29"),
    st.sampled_from(["medical", "private_empanelled", "ipd", "opd", "yes", "", "son"]),
    st.just([]), st.just([{}]), st.just({}),
)  # fmt: skip


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_is_computed_fits_the_schema(validators, data):
    """However the fields are mixed, an input that breaks the schema is never computed."""
    name = data.draw(st.sampled_from(sorted(calculators())))
    fields = [row.name for row in calculators()[name].inputs]
    base = data.draw(st.sampled_from([v for n, _, v in CASES if n == name]))
    changes = data.draw(st.dictionaries(st.sampled_from(fields), RAW, max_size=3))
    values = {**base, **changes}
    code = refusal(name, values)
    if validators[name].is_valid(values):
        assert code == "" or code in BEYOND_A_SCHEMA, (name, values, code)
    else:
        assert code, (name, values)


def refusal(name, values):
    """The code of the error, or nothing when the values are computed."""
    try:
        compute(name, values, today=TODAY)
    except InputError as error:
        return error.code
    return ""


CASES = list(cases(refused=False))
