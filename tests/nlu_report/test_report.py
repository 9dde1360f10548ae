"""The report finds what was planted: a mistaken example, a mixed-up pair, a weak script."""

import re
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.examples import LabelledText, read_examples
from bot.nlu_report.crossval import Reading, read_unseen
from bot.nlu_report.findings import find
from bot.nlu_report.page import render

ROOT = Path(__file__).parents[2]
FILE = ROOT / "data" / "faq" / "x.yml"


def example(text: str, label: str, group: str = "en") -> LabelledText:
    return LabelledText(text, label, group, FILE)


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    subjects = ["officer", "clerk", "widow", "teacher", "driver", "nurse"]
    leave = [example(f"how much earned leave for a {who}", "faq/leave") for who in subjects]
    loan = [example(f"house building loan of a {who}", "faq/loan") for who in subjects]
    planted = example("house building loan of a peon", "faq/leave")
    return read_unseen([*leave, *loan, planted])


def test_an_example_in_the_wrong_file_is_outvoted(readings: list[Reading]) -> None:
    findings = find(readings)
    assert [r.example.text for r in findings.outvoted] == ["house building loan of a peon"]
    assert (findings.pairs[0].label, findings.pairs[0].read_as) == ("faq/leave", "faq/loan")


def test_precision_and_recall(readings: list[Reading]) -> None:
    scores = {score.label: score for score in find(readings).labels}
    assert scores["faq/leave"].recall == pytest.approx(6 / 7)
    assert scores["faq/loan"].precision == pytest.approx(6 / 7)
    assert scores["faq/leave"].precision == scores["faq/loan"].recall == 1


def test_a_script_that_is_read_worse_is_named() -> None:
    good = [Reading(example(f"a{n}", "faq/x", "en"), "faq/x", 0) for n in range(5)]
    bad = [Reading(example(f"क{n}", "faq/x", "hi"), "faq/y", 1) for n in range(5)]
    (weak,) = find([*good, *bad]).weak_scripts
    assert (weak.label, weak.script, weak.recall, weak.elsewhere) == ("faq/x", "hi", 0, 1)


def test_the_page_escapes_what_people_type() -> None:
    readings = [Reading(example("<b>छुट्टी</b>", "faq/x", "hi"), "faq/y", 2)]
    page = render(find(readings), date(2026, 11, 22), ROOT)
    assert "&lt;b&gt;छुट्टी&lt;/b&gt;" in page
    assert not re.search(r"<script|\son\w+=", page)


def test_every_file_of_answers_and_tasks_is_read() -> None:
    labels = {e.label for e in read_examples(ROOT / "data")}
    answers = {f"faq/{path.stem}" for path in (ROOT / "data/faq").glob("*/*.yml")}
    assert answers <= labels
    assert {"out_of_scope", "greet", "erase"} <= labels
