"""What `make chaos` calls lost, doubled and out of order."""

import pytest

from bench.chaos.judging import Line, Verdict, judge, read_transcripts, recovery
from bench.chaos.people import Person, Said, Talk
from bench.chaos.report import Outcome, line, table
from store.engine import dispose, session
from store.migrate import migrate
from store.transcripts import append
from tests.store.conftest import NOW


def person(*said: Said) -> Person:
    made = Person(Talk(None, ["http://127.0.0.1:1"], 1.0), "kill-1", 0)
    made.said += said
    return made


def answered(number: int, *, sent: float = 0.0, after: float = 0.1, replies: int = 1) -> Said:
    given = [{"text": f"answer {number}"}] * replies
    return Said(f"kill-1-{number}", "x", "", sent, sent + after, 1, given)


def verdict_on(people: Person, *lines: Line) -> Verdict:
    verdict = Verdict("kill")
    judge(verdict, [people], [[Line("other-9-0", 1)], list(lines)])
    return verdict


def test_one_answer_each_and_in_order_is_what_is_wanted():
    found = verdict_on(person(answered(0), answered(1)), Line("kill-1-0", 1), Line("kill-1-1", 1))
    assert found.is_met
    assert found.messages == 2
    assert line(found) == "| kill | 2 | 0 | 0 | 0 | 0 | nobody waited | yes |"


def test_a_run_without_messages_proves_nothing():
    assert not Verdict("kill").is_met
    assert not Outcome(50, 10).is_met


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([Line("kill-1-0", 1)], "lost"),
        ([Line("kill-1-0", 1), Line("kill-1-1", 1), Line("kill-1-1", 0)], "doubled"),
        ([Line("kill-1-0", 1), Line("kill-1-1", 2)], "doubled"),
        ([Line("kill-1-1", 1), Line("kill-1-0", 1)], "out_of_order"),
        ([Line("kill-1-0", 0), Line("kill-1-1", 1)], "out_of_order"),
    ],
)
def test_what_is_wrong_in_the_transcript_is_found(lines, fault):
    found = verdict_on(person(answered(0), answered(1)), *lines)
    assert getattr(found, fault)
    assert not found.is_met
    assert f"kill: {getattr(found, fault)[0]}" in table(Outcome(1, 1, [found]))


def test_a_wrong_answer_is_a_lost_one():
    said = answered(0)
    said.wrong = "an answer without 10,000"
    assert verdict_on(person(said), Line("kill-1-0", 1)).lost


def test_recovery_is_the_longest_wait_of_those_who_were_touched():
    quick = person(answered(0, sent=1.0), answered(1, sent=9.9, after=0.3))
    slow = person(answered(0, sent=1.0), answered(1, sent=11.0, after=5.0))
    untouched = person(answered(0, sent=1.0), answered(1, sent=12.0))
    assert recovery([quick, untouched], [10.0]) == pytest.approx(0.2)
    assert recovery([quick, slow, untouched], [10.0]) == pytest.approx(5.0)
    assert recovery([untouched], [10.0]) is None


def test_a_recovery_that_takes_too_long_misses_the_target():
    found = verdict_on(person(answered(0)), Line("kill-1-0", 1))
    found.recovered_seconds = 15.1
    assert not found.is_met


def test_transcripts_are_read_as_messages_with_their_answers(tmp_path):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    migrate(url)
    with session(url) as db:
        for number, answers in enumerate((2, 0, 1)):
            payload = {"message_id": f"client:kill-1-{number}"}
            append(db, "c", "in", "x", language="hi", channel="rest", now=NOW, payload=payload)
            for _ in range(answers):
                append(db, "c", "out", "y", language="hi", channel="rest", now=NOW)
    dispose(url)
    found = [Line("kill-1-0", 2), Line("kill-1-1", 0), Line("kill-1-2", 1)]
    assert read_transcripts(url) == [found]
