"""The words of every worked example, lists of people included."""

import re
from datetime import date

import pytest
import yaml

from actions.rules import compute
from actions.rules.yaml_files import RULES

TODAY = date(2026, 11, 22)
DEVANAGARI = re.compile("[\u0900-\u097f]")
NUMBER = re.compile(r"\d[\d,.\-]*\d|\d")
PATHS = sorted(RULES.glob("*/*/cases.yaml"))
EXAMPLES = [
    pytest.param(path.parent.name, case["input"], id=f"{path.parent.name}: {case['name']}")
    for path in PATHS
    for case in yaml.safe_load(path.read_text("utf-8"))
    if "error" not in case
]


def test_the_examples_were_found():
    assert len(PATHS) >= 30
    assert len(EXAMPLES) > 400


@pytest.mark.parametrize(("name", "form"), EXAMPLES)
def test_sentences_are_whole_and_hold_the_same_figures_in_both_languages(name, form):
    outcome = compute(name, form, today=TODAY)
    said = [outcome.summary, *(row["text"] for row in (*outcome.steps, *outcome.warnings))]
    assert all(citation["text"]["hi"] and citation["text"]["en"] for citation in outcome.citations)
    for text in said:
        assert not re.search(r"[{}—]|namespace", text["hi"] + text["en"])
        assert DEVANAGARI.search(text["hi"])
        assert not DEVANAGARI.search(text["en"])
        assert text["hi"].endswith(("।", "?"))
        assert text["en"].endswith((".", "?"))
        assert sorted(NUMBER.findall(text["hi"])) == sorted(NUMBER.findall(text["en"]))
