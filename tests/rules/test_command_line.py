"""The command line, run as scripts run it."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOOD = {"hospital_type": "government", "care": "ipd", "estimated_cost": 100}


def run(*arguments, text=""):
    return subprocess.run(
        [sys.executable, "-m", "actions.rules", *arguments],
        input=text.encode(), capture_output=True, cwd=ROOT, check=False, timeout=60,
    )  # fmt: skip


def test_a_single_answer_has_all_its_parts():
    done = run("compute", "sects_cover", text=json.dumps(GOOD))
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert set(answer) == {"result", "steps", "warnings", "citations", "summary"}
    assert answer["result"]["cashless_amount"] == 100


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("sects_cover", json.dumps(GOOD | {"estimated_cost": 1.5}), "estimated_cost"),
        ("sects_cover", "[1, 2]", "input"),
        ("sects_cover", "{", "input"),
        ("sects_cover", "[" * 100_000, "input"),
        ("nothing", "{}", "calculator"),
    ],
)
def test_a_bad_input_exits_with_2_and_names_the_field_in_both_languages(name, text, field):
    done = run("compute", name, text=text)
    error = json.loads(done.stdout)["error"]
    assert done.returncode == 2
    assert error["field"] == field
    assert error["message"]["hi"]
    assert error["message"]["en"]


def test_a_batch_answers_line_for_line_and_exits_with_0():
    requests = [
        {"calculator": "sects_cover", "input": GOOD},
        {"calculator": "sects_cover"},
        {"calculator": ["x"], "input": GOOD},
        {"calculator": "sects_cover", "input": {**GOOD, "\ud800": 1}},
        7,
    ]
    lines = [json.dumps(request) for request in requests]
    done = run("compute", "--batch", text="\n".join([*lines, "not json", ""]))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [("result" in answer) for answer in answers] == [True] + [False] * 5
    fields = [answer["error"]["field"] for answer in answers[1:]]
    assert fields == ["hospital_type", "calculator", "\ud800", "input", "input"]


def test_the_batch_is_fast_and_starts_fast():
    line = json.dumps({"calculator": "vp_grant", "input": {"purpose": "natural_calamity"}})
    started = time.perf_counter()
    done = run("compute", "--batch", text=f"{line}\n" * 2000)
    assert len(done.stdout.splitlines()) == 2000
    assert time.perf_counter() - started < 6


def test_list_names_every_calculator_in_both_languages():
    lines = run("list").stdout.decode().splitlines()
    assert len(lines) >= 6
    assert all(len(line.split("\t")) == 3 for line in lines)


def test_explain_shows_inputs_rule_and_sources_in_both_languages():
    text = run("explain", "medical_claim").stdout.decode()
    for word in (
        "claim_amount",
        "नियम",
        "Rule",
        "स्रोत",
        "Sources",
        "लिपिक पुस्तक",
        "Clerk Handbook",
    ):
        assert word in text
    assert "{" not in text


def test_explain_of_an_unknown_name_exits_with_2():
    assert run("explain", "nothing").returncode == 2


def test_parameters_can_be_searched_and_dated():
    text = run("parameters", "--as-of", "2024-01-01", "--search", "annual").stdout.decode()
    assert "sects.annual_limit = 500000" in text
    early = run("parameters", "--as-of", "1800-01-01", "--search", "annual").stdout.decode()
    assert "01-01-1900" in early
    assert run("parameters", "--search", "zzz").stdout == b""


def test_lint_finds_nothing():
    done = run("lint")
    assert done.returncode == 0, done.stdout.decode()
