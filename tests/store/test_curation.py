"""Messages for curators, drafts and releases, on both databases."""

from datetime import timedelta

import pytest

from store import (
    curation,
    curation_clusters as clusters,
    curation_drafts,
    curation_intake,
    erasure,
    releases,
    transcripts,
)
from store.curation_clusters import Wanted
from store.models_curation import CurationItem, ModelRelease
from store.models_turns import Feedback, TurnFact

TALK = "c" * 32


def tell(db, now, number, text, outcome="refused", conversation=TALK):
    """A turn as the gateway writes it down."""
    named = f"client:{number}"
    transcripts.append(
        db,
        conversation,
        "in",
        text,
        language="hinglish",
        channel="rest",
        now=now,
        payload={"message_id": named, "metadata": {}},
    )
    fact = TurnFact(
        conversation=conversation,
        message_id=named,
        at=now,
        channel="rest",
        language="hinglish",
        outcome=outcome,
        label="faq/x",
        milliseconds=12,
        num_replies=1,
    )
    db.add(fact)
    db.flush()
    return named


def item(db, now, text="kuch", **changes):
    fields = {
        "origin": f"turn:{text}",
        "conversation": TALK,
        "text": text,
        "language": "hinglish",
        "reason": "refused",
        "label": None,
        "asked_at": now,
    }
    return curation.save_item(db, **{**fields, **changes})


def test_what_was_not_answered_well_is_taken_in_once(db, now):
    tell(db, now, 1, "pension  kab\nmilegi")
    tell(db, now, 2, "which one", outcome="disambiguated")
    tell(db, now, 3, "answered well", outcome="answered")
    tell(db, now, 4, "/faq{}")
    tell(db, now, 5, "[mobile#1]")
    thumbed = tell(db, now, 6, "this was wrong", outcome="answered")
    tell(db, now - timedelta(days=31), 7, "too long ago")
    db.add(
        Feedback(
            conversation=TALK,
            message_id=thumbed,
            verdict="down",
            label="faq/y",
            language="en",
            channel="rest",
            created_at=now,
        )
    )
    db.flush()
    taken = curation_intake.collect(db, now=now)
    found = {one.text: one.reason for one in curation.fetch_new(db, 10)}
    assert found == {
        "pension kab milegi": "refused",
        "which one": "disambiguated",
        "this was wrong": "thumbs_down",
    }
    assert taken == 3
    assert curation_intake.collect(db, now=now) == 0


def test_recent_questions_come_once_each_and_without_buttons(db, now):
    for number, text in enumerate(("a question", "/menu", "a question", "another one")):
        tell(db, now, number, text)
    since = now - timedelta(days=30)
    found = curation_intake.fetch_recent_questions(db, since=since, limit=10)
    assert found == ["another one", "a question"]
    assert len(curation_intake.fetch_recent_questions(db, since=since, limit=1)) == 1


def test_an_operators_correction_holds_no_identifier(db, now):
    typed = "call 98765 43210 about UP2026-00000042, me@example.org, aadhaar 2345 6789 0123"
    key = curation.note_correction(db, text=typed, language="en", answer_id="card_print", now=now)
    [kept] = curation.fetch_items(db, [key])
    assert kept.text == "call [number] about [number], [number] aadhaar [number]"
    assert (kept.reason, kept.label) == ("corrected", "faq/card_print")
    assert curation.note_correction(db, text=typed, language="en", answer_id=None, now=now) != key


def test_clusters_stand_largest_first_and_are_filtered(db, now):
    ids = [item(db, now - timedelta(minutes=n), text=f"q{n}") for n in range(4)]
    alone = item(db, now, text="50% of pay", language="en", reason="corrected")
    clusters.save_clusters(db, dict.fromkeys(ids, ids[1]))
    first, second = clusters.fetch_clusters(db, Wanted(), limit=5)
    assert (first.id, first.size, first.text, first.newest) == (ids[1], 4, "q1", now)
    assert (second.id, second.languages, second.reasons) == (alone, ("en",), ("corrected",))
    assert clusters.count_clusters(db, Wanted()) == 2
    assert [c.id for c in clusters.fetch_clusters(db, Wanted(), limit=1, offset=1)] == [alone]
    assert [c.id for c in clusters.fetch_clusters(db, Wanted(text="50%"), limit=5)] == [alone]
    assert clusters.fetch_clusters(db, Wanted(text="%"), limit=5)[0].id == alone
    assert clusters.count_clusters(db, Wanted(language="hi")) == 0
    assert len(clusters.fetch_cluster(db, ids[1], Wanted(reason="refused"))) == 4


def test_decisions_are_kept_taken_back_and_answered_by_publishing(db, now):
    ids = [item(db, now, text=f"q{n}") for n in range(3)]
    decided = {"actor": "curator", "now": now}
    done = curation.decide(db, ids[:2], status="assigned", answer_id="card_print", **decided)
    assert [one.id for one in done] == ids[:2]
    assert curation.decide(db, ids[:2], status="assigned", answer_id="card_print", **decided) == []
    curation.decide(db, ids[1:2], status="new", answer_id=None, **decided)
    assert curation.fetch_items(db, ids[1:2])[0].decided_by is None
    assert curation.mark_answered(db, ["card_print", "other"]) == 1
    assert [one.id for one in curation.fetch_decided(db, 9)] == ids[:1]
    assert curation.count_items(db, "answered") == 1


def test_messages_go_with_their_conversation_and_with_age(db, now):
    item(db, now, text="mine")
    item(db, now, text="theirs", conversation="d" * 32)
    item(db, now - timedelta(days=400), text="old", conversation=None)
    erasure.erase_conversation(db, TALK)
    assert curation.erase_older(db, before=now - timedelta(days=365)) == 1
    assert [one.text for one in db.query(CurationItem)] == ["theirs"]


def test_a_draft_is_one_an_answer_and_knows_who_came_between(db, now):
    saved = {"base": {"id": "x"}, "actor": "a", "now": now}
    first = curation_drafts.save_draft(db, "x", {"id": "x", "title": 1}, **saved)
    later = now + timedelta(seconds=1)
    again = curation_drafts.save_draft(
        db, "x", {"id": "x"}, base=None, actor="b", now=later, seen=first.saved_at
    )
    assert again.id == first.id
    assert again.base == {"id": "x"}
    with pytest.raises(curation_drafts.DraftChanged):
        curation_drafts.save_draft(db, "x", {}, base=None, actor="a", now=later, seen=now)
    assert curation_drafts.close_draft(db, first.id, "merged").status == "merged"
    assert curation_drafts.close_draft(db, first.id, "merged") is None
    assert curation_drafts.fetch_open(db) == []


def check(db, now, model, publish=True):
    release = releases.start_check(db, {}, actor="a", now=now)
    assert releases.finish_check(db, release.id, report={}, model=model, product="p", now=now)
    db.expire_all()
    if publish:
        releases.publish(db, release.id, actor="a", now=now)
    return release.id


def test_one_check_at_a_time_and_a_silent_one_is_over(db, now):
    first = releases.start_check(db, {"f": {}}, actor="a", now=now)
    with pytest.raises(releases.CheckRunning):
        releases.start_check(db, {}, actor="a", now=now)
    later = now + timedelta(seconds=releases.SILENT_SECONDS - 1)
    assert releases.beat(db, first.id, {"step": "training", "percent": 40}, now=later)
    with pytest.raises(releases.CheckRunning):
        releases.start_check(db, {}, actor="a", now=later + timedelta(seconds=2))
    dead = later + timedelta(seconds=releases.SILENT_SECONDS + 1)
    second = releases.start_check(db, {}, actor="a", now=dead)
    db.expire_all()
    assert (first.status, first.failure) == ("failed", "stopped")
    assert not releases.beat(db, first.id, {}, now=dead)
    assert releases.cancel_check(db, second.id, now=dead)
    assert not releases.finish_check(db, second.id, report={}, model="m", product="p", now=dead)
    db.expire_all()
    assert second.status == "cancelled"


def test_one_release_answers_and_earlier_ones_can_return(db, now):
    first = check(db, now, "a.tar.gz")
    second = check(db, now + timedelta(minutes=1), "b.tar.gz")
    assert releases.fetch_published(db).id == second
    assert releases.fetch_release(db, first).status == "retired"
    releases.publish(db, first, actor="a", now=now + timedelta(minutes=2))
    assert releases.fetch_published(db).id == first
    assert releases.withdraw(db).id == first
    assert releases.fetch_published(db) is None
    failed = releases.start_check(db, {}, actor="a", now=now)
    releases.fail_check(db, failed.id, "training", detail="why", now=now)
    db.expire_all()
    with pytest.raises(releases.NotPublishable):
        releases.publish(db, failed.id, actor="a", now=now)


def test_the_last_five_models_are_kept_and_the_one_that_answers(db, now):
    published = [check(db, now + timedelta(minutes=n), f"{n}.tar.gz") for n in range(7)]
    for n in range(3):
        check(db, now + timedelta(hours=n), f"candidate-{n}.tar.gz", publish=False)
    kept = releases.forget_old_models(db)
    assert kept == {f"{n}.tar.gz" for n in range(2, 7)} | {f"candidate-{n}.tar.gz" for n in (1, 2)}
    db.expire_all()
    assert db.get(ModelRelease, published[0]).model is None
    assert not releases.is_publishable(db.get(ModelRelease, published[0]))
