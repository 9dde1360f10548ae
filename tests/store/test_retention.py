"""What is kept and for how long: the registry, the report, and the sweep that keeps its word."""

from datetime import timedelta

import pytest

from store import (
    commands,
    consents,
    conversations,
    outbox,
    retention,
    retention_report,
    transcripts,
    turns,
    vault,
)
from store.engine import session
from store.limits import DailyLimit
from store.schema import Base
from tests.store.test_turn_facts import fact

C = "c" * 32


def read(url, now):
    found = retention_report.read(now=now, transcript_days=365, url=url)
    return {one.table: one for one in found}


def test_every_table_is_explained_in_both_languages():
    entries = retention_report.entries()
    assert len(entries) > 20
    assert set(entries) == set(Base.metadata.tables)
    lives = retention_report.lives(365)
    for name, entry in entries.items():
        for key in ("what", "why", *(["lasts"] if "lasts" in entry else [])):
            assert set(entry[key]) == {"hi", "en"}, name
        assert ("lasts" in entry) != ("life" in entry), name
        if "life" in entry:
            assert entry["life"] in lives, name
            assert entry["since"] in Base.metadata.tables[name].c, name


def fill(url, moment):
    """A row in every table that the sweep looks after and this module can fill."""
    with session(url) as db:
        vault.save_value(db, C, "mobile", "6000012345", now=moment)
        transcripts.append(db, C, "in", "x", language="hi", channel="rest", now=moment)
        conversations.remember(db, C, channel="rest", now=moment)
        consents.save(db, C, "1", language="hi", channel="rest", now=moment)
        turns.save_fact(db, fact(at=moment))
        DailyLimit("messages", 5).take(db, C, now=moment)
        outbox.put(
            db,
            key="k",
            channel="widget",
            conversation=C,
            kind="notice",
            payload={"text": "x"},
            now=moment,
        )


FILLED = (
    "vault_entries",
    "transcripts",
    "conversations",
    "consents",
    "turn_facts",
    "daily_counts",
    "outgoing",
)


def test_the_report_counts_and_finds_what_is_overdue_and_a_sweep_settles_it(url, now):
    fill(url, now - timedelta(days=800))
    found = read(url, now)
    assert [found[name].num_rows for name in FILLED] == [1] * len(FILLED)
    assert [found[name].num_overdue for name in FILLED] == [1] * len(FILLED)
    assert found["transcripts"].oldest.date() == (now - timedelta(days=800)).date()
    with session(url) as db:
        retention.sweep(db, now=now, transcript_days=365)
    found = read(url, now)
    assert [found[name].num_rows for name in FILLED] == [0] * len(FILLED)
    assert not any(one.num_overdue for one in found.values())


def test_what_is_new_is_not_overdue(url, now):
    fill(url, now)
    found = read(url, now)
    assert [found[name].num_rows for name in FILLED] == [1] * len(FILLED)
    assert not any(one.num_overdue for one in found.values())


@pytest.mark.parametrize(("days", "status"), [(0, 0), (800, 1)])
@pytest.mark.parametrize(("language", "words"), [("en", "older than"), ("hi", "समय से पुरानी")])
def test_the_command_fails_when_something_is_overdue(
    url, now, monkeypatch, days, status, language, words
):
    fill(url, now - timedelta(days=days))
    real = retention_report.read
    monkeypatch.setattr(
        commands.retention_report,
        "read",
        lambda **given: real(now=now, transcript_days=given["transcript_days"], url=url),
    )
    text, ended = commands.report(language)
    assert ended == status
    assert (words in text) == bool(status)
    assert "transcripts: 1" in text


def test_a_consent_outlives_its_conversation_by_a_year(url, now):
    given = now - timedelta(days=900)
    with session(url) as db:
        consents.save(db, C, "1", language="hi", channel="rest", now=given)
        conversations.remember(db, C, channel="rest", now=now - timedelta(days=700))
        retention.sweep(db, now=now, transcript_days=365)
        assert consents.has(db, C, "1")
        retention.sweep(db, now=now + timedelta(days=40), transcript_days=365)
        assert not consents.has(db, C, "1")
