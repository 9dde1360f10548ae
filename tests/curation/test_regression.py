"""The questions that a candidate must not answer worse."""

import json
from collections import Counter
from pathlib import Path

import pytest

from bot.curation.reader import Reading
from bot.curation.regression import REFUSED, expected
from bot.knowledge.entries import load_knowledge

ROOT = Path(__file__).parents[2]
CONVERSATION = {"check_status", "greet", "help", "human", "menu", "thanks"}


@pytest.fixture(scope="module")
def asked():
    return [one for one in expected(ROOT, ROOT / "data", []) if one.kind == "asked"]


def test_the_projects_questions_are_among_them(asked):
    kinds = Counter(one.label == REFUSED for one in asked)
    assert kinds[False] > 850
    assert kinds[True] > 100


def test_each_question_names_an_answer_that_exists(asked):
    known = {entry.label for entry in load_knowledge(ROOT / "data").entries.values()}
    named = {one.label for one in asked if one.label != REFUSED and "calculate/" not in one.label}
    assert len(named) > 150
    assert named - known <= CONVERSATION


def test_a_question_out_of_scope_is_met_by_refusing(tmp_path):
    folder = tmp_path / "tests/questions"
    folder.mkdir(parents=True)
    (folder / "a.tsv").write_text('label\tscript\ttext\nfaq/one\ten\tsay "one" first\n')
    row = {"id": "x", "script": "en", "text": "two?", "label": "out_of_scope"}
    (folder / "b.jsonl").write_text(json.dumps(row) + "\n\n")
    (folder / "notes.md").write_text("no questions")
    one, two = (q for q in expected(tmp_path, ROOT / "data", []) if q.kind == "asked")
    assert (one.text, one.label) == ('say "one" first', "faq/one")
    assert two.is_met(Reading("refuse", "faq/one"))
    assert not two.is_met(Reading("answer", "faq/one"))
