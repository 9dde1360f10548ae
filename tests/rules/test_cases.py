"""Runs every worked example beside a calculator."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from actions.rules import InputError, calculators, compute
from actions.rules.yaml_files import RULES

TODAY = date(2026, 11, 22)


def read_cases():
    for path in sorted(RULES.glob("*/*/cases.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            yield pytest.param(path.parent.name, case, id=f"{path.parent.name}: {case['name']}")


CASES = list(read_cases())


def test_every_calculator_has_at_least_eight_cases_and_some_are_refused():
    assert len(calculators()) >= 6
    for name in calculators():
        own = [case.values[1] for case in CASES if case.values[0] == name]
        assert len(own) >= 8, name
        assert any("error" in case for case in own), name
        assert len({case["name"] for case in own}) == len(own), name


@pytest.mark.parametrize(("name", "case"), CASES)
def test_case(name, case):
    if "error" in case:
        with pytest.raises(InputError) as caught:
            compute(name, case["input"], today=TODAY)
        assert caught.value.field == case["error"]
        assert set(caught.value.message) == {"hi", "en"}
        return
    outcome = compute(name, case["input"], today=TODAY)
    assert {key: outcome.result[key] for key in case["expect"]} == case["expect"]
    assert outcome.steps
    assert outcome.citations
    assert outcome.summary["hi"]
    assert outcome.summary["en"]


def test_cases_are_named_as_files_of_known_calculators():
    assert {Path(path).parent.name for path in RULES.glob("*/*/cases.yaml")} == set(calculators())
