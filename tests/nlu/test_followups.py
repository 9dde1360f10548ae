"""Follow-ups and complete questions, read by the model that is trained for the present answers.

`followups.tsv`: last answer, script, message, labels that answer it. `followups_stay.tsv`: the
same for messages that must be read as they are, whatever was answered before.
"""

import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.nlu.about import read_about
from bot.nlu.classifier import Decision, IntentModel
from bot.nlu.context import ContextReader
from bot.nlu.topic_names import TopicNames
from bot.training.models import model_path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

Read = Callable[[str, str, str], tuple[Decision, Decision]]


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Reads a message after an answer: how it is read alone, and how in context."""
    subprocess.run([sys.executable, "-m", "bot", "train"], cwd=ROOT, check=True)
    folder = tmp_path_factory.mktemp("classifier")
    with tarfile.open(model_path(ROOT)) as archive:
        places = {Path(name).parent for name in archive.getnames() if name.endswith("about.json")}
        assert len(places) == 1
        for name in ("model.json", "arrays.npz", "about.json", "topics.json"):
            member = archive.extractfile(str(places.copy().pop() / name))
            (folder / name).write_bytes(member.read())
    model, topics = IntentModel.load(folder), TopicNames.load(folder)
    reader = ContextReader(model, read_about(folder))

    def decide(text: str, last: str, script: str) -> tuple[Decision, Decision]:
        topic = topics.find(text)
        alone = Decision("answer", 1.0, [(topic, 1.0)], 1) if topic else model.decide(text)
        language = "en" if script == "en" else "hi"
        return alone, reader.decide(text, f"faq/{last}", language, alone) or alone

    return decide


def test_there_are_enough_rows_over_topics_and_scripts():
    follow, stay = rows("followups.tsv"), rows("followups_stay.tsv")
    assert len(follow) >= 60
    assert len(stay) >= 40
    for found in (follow, stay):
        assert {script for _, script, _, _ in found} == {"hi", "hi-Latn", "en"}
    assert len({last for last, _, _, _ in follow}) >= 30


@pytest.mark.parametrize("script", ["hi", "hi-Latn", "en"])
def test_most_follow_ups_are_answered_in_their_topic(read, script):
    found = [row for row in rows("followups.tsv") if row[1] == script]
    wrong, alone_right = [], 0
    for last, _, text, labels in found:
        alone, decision = read(text, last, script)
        alone_right += alone.outcome == "answer" and alone.ranking[0][0] in labels.split()
        if decision.outcome != "answer" or decision.ranking[0][0] not in labels.split():
            wrong.append((last, text, decision.ranking[0][0], decision.outcome))
    assert len(wrong) <= 0.3 * len(found), wrong
    assert alone_right <= 0.5 * len(found), "the rows say too much by themselves"


def test_a_complete_question_is_never_dragged_back(read):
    dragged = []
    for last, script, text, labels in rows("followups_stay.tsv"):
        alone, decision = read(text, last, script)
        if decision.ranking[0][0] != alone.ranking[0][0]:
            dragged.append((last, text, decision.ranking[0][0], labels))
    assert len(dragged) <= 1, dragged


def test_words_that_name_a_topic_open_its_page(read):
    pages = {row[3] for row in rows("followups_stay.tsv") if row[3].startswith("topic/")}
    assert len(pages) >= 3
    for last, script, text, label in rows("followups_stay.tsv"):
        if label in pages:
            assert read(text, last, script)[1].ranking[0][0] == label, text


def test_what_is_not_ours_stays_refused(read):
    answered = []
    lasts = [row[0] for row in rows("followups.tsv")]
    foreign = rows("out_of_scope_test.tsv")
    for place, (script, text) in enumerate(foreign):
        alone, decision = read(text, lasts[place % len(lasts)], script)
        if alone.outcome == "refuse" and decision.outcome == "answer":
            answered.append((text, decision.ranking[0][0]))
    assert len(answered) <= 0.03 * len(foreign), answered
