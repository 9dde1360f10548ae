"""The server side of the web widget: sessions, messages, thumbs, erasing."""

import sqlite3
from dataclasses import replace

import pytest

from bot.gateway import sessions
from bot.gateway.conversation import conversation_id
from store import feedback as thumbs, keys
from store.engine import session as transaction
from store.models_turns import Feedback, TurnFact
from store.settings import settings

ANSWER = [
    {
        "text": "पाँच लाख रुपये।",
        "custom": {"answer": "sects_limit", "topic": "health_card", "language": "hi"},
        "confidence": 0.91,
    }
]


class Widget:
    """A browser's side of one session."""

    def __init__(self, bench, **body):
        self.bench = bench
        response = bench.client.post("/api/widget/session", json={"language": "hi", **body})
        assert response.status_code == 200, response.text
        self.welcome = response.json()
        self.token = self.welcome["session"]

    @property
    def conversation(self):
        return conversation_id("widget", sessions.read_session(self.token, now=0))

    def call(self, method, path, **more):
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        return self.bench.client.request(method, f"/api/widget/{path}", headers=headers, **more)

    def send(self, message, message_id="m1", **more):
        body = {"message": message, "message_id": message_id, "language": "hi", **more}
        return self.call("POST", "messages", json=body)

    def replies(self, message, message_id="m1", **more):
        response = self.send(message, message_id, **more)
        assert response.status_code == 200, response.text
        return response.json()["replies"]


def rows(bench, model):
    with transaction(bench.settings.database_url, read_only=True) as db:
        return list(db.query(model))


def facts(bench, widget):
    return [row for row in rows(bench, TurnFact) if row.conversation == widget.conversation]


def test_a_session_comes_with_all_that_is_said_before_the_first_question(bench):
    welcome = Widget(bench).welcome
    assert len(welcome["session"]) <= 400
    assert welcome["expires_in"] == 12 * 3600
    for both in (welcome["greeting"], welcome["notice"], *welcome["questions"]):
        assert both["hi"].strip()
        assert both["en"].strip()
    assert "365" in welcome["notice"]["hi"]
    assert "365" in welcome["notice"]["en"]
    assert len(welcome["questions"]) >= 4
    assert [reason["code"] for reason in welcome["feedback_reasons"]] == list(thumbs.REASONS)


def test_sessions_are_conversations_of_their_own_and_go_on_when_renewed(bench):
    first, second = Widget(bench), Widget(bench)
    renewed = Widget(bench, session=first.token)
    assert first.conversation != second.conversation
    assert renewed.token != first.token
    assert renewed.conversation == first.conversation
    strange = Widget(bench, session="A" * 140)
    assert strange.conversation != first.conversation


def test_a_session_ends_after_its_time_and_is_not_renewed_then():
    token = sessions.open_session(now=1_000, seconds=60)
    sender = sessions.read_session(token, now=1_059)
    assert len(sender) == 64
    with pytest.raises(sessions.SessionOver):
        sessions.read_session(token, now=1_060)
    renewed = sessions.open_session(now=1_059, seconds=60, renews=token)
    assert sessions.read_session(renewed, now=1_100) == sender
    late = sessions.open_session(now=1_060, seconds=60, renews=token)
    assert sessions.read_session(late, now=1_100) != sender


def forged():
    good = sessions.open_session(now=0, seconds=1e12)
    other_purpose = keys.seal_bytes("worksheet", b"\xff" * 40).rstrip("=")
    return {
        "none": None,
        "empty": "Bearer",
        "another scheme": f"Basic {good}",
        "changed": f"Bearer {good[:-2]}AA",
        "another purpose": f"Bearer {other_purpose}",
        "not ASCII": "Bearer संकेत".encode(),
        "long": "Bearer " + "A" * 5_000,
    }


@pytest.mark.parametrize("kind", list(forged()))
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "messages"),
        ("GET", "messages"),
        ("GET", "events"),
        ("POST", "feedback"),
        ("POST", "clear"),
    ],
)
def test_without_a_session_of_ours_nothing_is_done(bench, kind, method, path):
    value = forged()[kind]
    headers = {} if value is None else {"Authorization": value}
    body = {"json": {"message": "hello", "message_id": "m1"}} if method == "POST" else {}
    answer = bench.client.request(method, f"/api/widget/{path}", headers=headers, **body)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "session_over"
    assert set(answer.json()["error"]["message"]) == {"hi", "en"}
    assert bench.rasa.received == []


def test_a_token_of_another_instance_is_refused(bench, monkeypatch):
    monkeypatch.setattr(keys, "settings", replace(settings, secret_key="another instance" * 2))
    foreign = sessions.open_session(now=0, seconds=1e12)
    monkeypatch.undo()
    widget = Widget(bench)
    widget.token = foreign
    assert widget.send("hello").status_code == 401


def test_a_message_is_answered_once_however_often_it_is_sent(bench):
    widget = Widget(bench)
    bench.rasa.replies = ANSWER
    first = widget.replies("सीमा?")
    assert first == [{"text": ANSWER[0]["text"], "custom": ANSWER[0]["custom"], "lang": "hi"}]
    assert widget.replies("सीमा?") == first
    assert bench.rasa.texts == ["सीमा?"]
    other = widget.send("कुछ और")
    assert (other.status_code, other.json()["error"]["field"]) == (409, "message_id")


@pytest.mark.parametrize(
    ("text", "custom", "lang"),
    [
        ("पाँच लाख", {"language": "hi"}, "hi"),
        ("Five lakh", {"language": "en"}, "en"),
        ("paanch lakh", {"language": "hi"}, "hi-Latn"),
        ("₹500", {}, "en"),
    ],
)
def test_each_reply_names_its_language(bench, text, custom, lang):
    bench.rasa.replies = [{"text": text, "custom": custom}]
    assert Widget(bench).replies("limit?")[0]["lang"] == lang


@pytest.mark.parametrize(("language", "other"), [("hi", "en"), ("en", "hi")])
def test_what_the_gateway_says_itself_is_said_in_the_language_of_the_page(bench, language, other):
    (reply,) = Widget(bench).replies("🙏", language=language)
    assert reply["custom"]["code"] == "empty"
    assert reply["lang"] == language
    assert "\n" not in reply["text"]
    assert bench.rasa.received == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "$"),
        ({"message": "hello"}, "message_id"),
        ({"message_id": "m1"}, "message"),
        ({"message": 5, "message_id": "m1"}, "message"),
        ({"message": "x" * 4_001, "message_id": "m1"}, "message"),
        ({"message": "hello", "message_id": "x" * 129}, "message_id"),
    ],
)
def test_a_wrong_message_is_refused_by_field(bench, body, field):
    answer = Widget(bench).call("POST", "messages", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == field


def test_the_sender_cannot_be_chosen(bench):
    one, other = Widget(bench), Widget(bench)
    one.replies("hello", sender=sessions.read_session(other.token, now=0))
    assert bench.rasa.received[0]["sender"] == one.conversation


def test_what_became_of_a_message_is_kept_without_its_words(bench):
    widget = Widget(bench)
    bench.rasa.replies = ANSWER
    widget.replies("कैशलेस इलाज की सीमा 9876543210")
    (fact,) = facts(bench, widget)
    assert (fact.outcome, fact.label, fact.topic) == ("answered", "sects_limit", "health_card")
    assert (fact.message_id, fact.channel, fact.language) == ("client:m1", "widget", "hi")
    assert fact.confidence == pytest.approx(0.91)
    assert 0 <= fact.milliseconds < 5_000
    assert fact.num_replies == 1


def test_a_thumb_is_kept_with_its_reason_and_without_identifiers(bench):
    widget = Widget(bench)
    bench.rasa.replies = ANSWER
    widget.replies("सीमा?")
    said = {
        "message_id": "m1",
        "verdict": "down",
        "reason": "wrong",
        "comment": "मेरा नंबर 9876543210, आधार 2341 2341 2346",
    }
    assert widget.call("POST", "feedback", json=said).status_code == 204
    (row,) = [row for row in rows(bench, Feedback) if row.conversation == widget.conversation]
    assert (row.verdict, row.reason, row.label) == ("down", "wrong", "sects_limit")
    assert (row.channel, row.language) == ("widget", "hi")
    assert row.comment == "मेरा नंबर [mobile], आधार [aadhaar]"
    changed = {"message_id": "m1", "verdict": "up"}
    assert widget.call("POST", "feedback", json=changed).status_code == 204
    (row,) = [row for row in rows(bench, Feedback) if row.conversation == widget.conversation]
    assert (row.verdict, row.reason, row.comment) == ("up", None, None)


@pytest.mark.parametrize(
    ("said", "status", "field"),
    [
        ({"message_id": "m1"}, 422, "verdict"),
        ({"message_id": "m1", "verdict": "sideways"}, 422, "verdict"),
        ({"message_id": "m1", "verdict": "up", "reason": "because"}, 422, "reason"),
        ({"message_id": "m1", "verdict": "up", "comment": "x" * 1_001}, 422, "comment"),
        ({"message_id": "m1", "verdict": "up", "comment": 5}, 422, "comment"),
        ({"verdict": "up"}, 422, "message_id"),
        ({"message_id": "never sent", "verdict": "up"}, 404, "message_id"),
        (["up"], 422, "$"),
    ],
)
def test_a_wrong_thumb_is_refused_by_field(bench, said, status, field):
    widget = Widget(bench)
    widget.replies("hello")
    answer = widget.call("POST", "feedback", json=said)
    assert (answer.status_code, answer.json()["error"]["field"]) == (status, field)


def test_nobody_judges_the_answers_of_another_conversation(bench):
    Widget(bench).replies("hello", "theirs")
    said = {"message_id": "theirs", "verdict": "down"}
    assert Widget(bench).call("POST", "feedback", json=said).status_code == 404


def test_thumbs_are_limited_for_a_session(bench):
    widget = Widget(bench)
    said = {"message_id": "none", "verdict": "up"}
    answers = [widget.call("POST", "feedback", json=said) for _ in range(22)]
    assert [one.status_code for one in answers[:20]] == [404] * 20
    refused = answers[-1]
    assert refused.status_code == 429
    seconds = int(refused.headers["retry-after"])
    message = refused.json()["error"]["message"]
    assert f"in {seconds} second" in message["en"]
    assert f"{seconds} सेकंड बाद" in message["hi"]


def test_clearing_leaves_nothing_that_leads_to_the_person(bench):
    widget = Widget(bench)
    bench.rasa.replies = ANSWER
    widget.replies("my number is 9876543210", "secret-id")
    said = {"message_id": "secret-id", "verdict": "down", "comment": "I live in Kannauj"}
    assert widget.call("POST", "feedback", json=said).status_code == 204
    conversation = widget.conversation
    assert widget.call("POST", "clear").status_code == 204
    left = [
        (table, row)
        for table, row in everything(bench.database)
        if conversation in map(str, row) and table != "conversations"
    ]
    assert [table for table, _ in left] == ["vault_entries"]
    assert left[0][1][3:5] == (None, None), "only the token's number stays"
    assert not any("Kannauj" in str(row) for _, row in everything(bench.database))
    assert not any("secret-id" in str(row) for _, row in everything(bench.database))
    bench.rasa.received.clear()
    widget.replies("and now?", "m2")
    assert "context" not in bench.rasa.received[-1]["metadata"]
    assert len(facts(bench, widget)) == 1


def everything(database):
    with sqlite3.connect(database) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        assert len(names) > 10
        for name in names:
            for row in connection.execute(f'SELECT * FROM "{name}"'):
                yield name, row
