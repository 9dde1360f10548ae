"""After a day of people who tell too much, none of it is found in anything we keep or show."""

import json
import re
import sqlite3
import time
from contextlib import closing
from datetime import datetime, timezone

import pytest
from sqlalchemy import text as sql

from bot.gateway.conversation import conversation_id
from console.registry import all_routes
from store import engine, tickets
from tests.security.planted import EMAIL, MESSAGES, MOBILE, SECRETS, found_in

CHAT = 987650007
LIVE = {"/tickets/{ticket:int}/live"}


def over_rest(door):
    for number, message in enumerate(MESSAGES):
        # Programs name conversations as they like: some take the person's number.
        sent = {"sender": MOBILE, "message": message, "message_id": f"m{number}"}
        assert door.client.post("/webhooks/rest/webhook", json=sent).status_code == 200
    return conversation_id("rest", MOBILE)


def over_the_widget(door):
    session = door.widget_session()
    for number, message in enumerate(MESSAGES):
        sent = {"message": message, "message_id": f"w{number}", "language": "hi"}
        answer = door.client.post("/api/widget/messages", json=sent, headers=session)
        assert answer.status_code == 200
        assert not found_in(answer.text)
        thumb = {"message_id": f"w{number}", "verdict": "down", "comment": f"ग़लत: {message}"}
        judged = door.client.post("/api/widget/feedback", json=thumb, headers=session)
        assert judged.status_code == 204, judged.text
    with engine.session(door.settings.database_url, read_only=True) as db:
        query = "SELECT conversation FROM transcripts WHERE channel = 'widget' LIMIT 1"
        return db.execute(sql(query)).scalar_one()


def over_telegram(door):
    for number, message in enumerate(MESSAGES):
        common = {
            "message_id": number + 1,
            "date": int(time.time()),
            "from": {"id": CHAT, "is_bot": False, "first_name": EMAIL, "username": "asha_secret"},
            "chat": {"id": CHAT, "type": "private"},
        }
        words = (
            {"caption": message, "photo": [{"file_id": "x"}]} if number % 3 else {"text": message}
        )
        update = {"update_id": 5_000 + number, "message": {**common, **words}}
        assert door.update(update).status_code == 200
    contact = {"phone_number": f"+91{MOBILE}", "first_name": "Asha", "user_id": CHAT}
    shared = {"update_id": 6_000, "message": {**common, "message_id": 99, "contact": contact}}
    assert door.update(shared).status_code == 200
    deadline = time.monotonic() + 30
    while True:
        with closing(sqlite3.connect(door.database)) as db:
            query = "SELECT count(*) FROM telegram_updates WHERE status = 'pending'"
            (waiting,) = db.execute(query).fetchone()
        if not waiting:
            return conversation_id("telegram", str(CHAT))
        assert time.monotonic() < deadline, f"{waiting} updates wait"
        time.sleep(0.05)


def at_the_helpdesk(door, conversations):
    """An operator takes the people on and writes what they said; the last ticket's number."""
    now, numbers = datetime.now(timezone.utc), []
    with engine.session(door.settings.database_url) as db:
        for channel, conversation in conversations.items():
            if channel != "rest":
                opened, _ = tickets.open_handoff(
                    db, conversation, channel=channel, language="hi", status="waiting", now=now
                )
                numbers.append(opened.id)
    with door.member() as client:
        page = client.get("/desk/account").text
        headers = {"X-CSRF-Token": re.search(r'name="csrf" value="([0-9a-f]{64})"', page)[1]}
        for number in numbers:
            client.post(f"/desk/tickets/{number}/take", headers=headers)
            for message in MESSAGES:
                for form, name in (("say", "text"), ("note", "note")):
                    done = client.post(
                        f"/desk/tickets/{number}/{form}", data={name: message}, headers=headers
                    )
                    assert done.status_code in (204, 303), done.text
        for message in MESSAGES:
            client.post("/desk/call/answers", data={"q": message}, headers=headers)
            client.post("/desk/call/notes", data={"note": message}, headers=headers)
            client.get("/desk/curation/find", params={"q": message})
            client.post("/desk/sign-in", data={"login": message, "password": message})
    return numbers


@pytest.fixture(scope="module")
def day(door):
    """Everything said over every channel and typed at the helpdesk."""
    conversations = {
        "rest": over_rest(door),
        "widget": over_the_widget(door),
        "telegram": over_telegram(door),
    }
    return conversations, at_the_helpdesk(door, conversations)


def rows(door):
    """Every row of every table, as text: table → rows."""
    with closing(sqlite3.connect(door.database)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return {
            name: [str(row) for row in db.execute(f'SELECT * FROM "{name}"')] for name in names
        }


def test_it_was_said_over_every_channel(door, day):
    kept = rows(door)
    for channel in ("rest", "widget", "telegram"):
        lines = [row for row in kept["transcripts"] if f"'{channel}'" in row]
        for kind in ("aadhaar", "mobile", "pan", "email", "otp"):
            assert any(f"[{kind}#1]" in row for row in lines), (channel, kind)
    assert len(kept["telegram_updates"]) > len(MESSAGES)
    assert len(kept["feedback"]) == len(MESSAGES)
    assert len(kept["ticket_entries"]) > len(MESSAGES)


def test_no_table_holds_an_identifier(door, day):
    kept = rows(door)
    assert len(kept) > 30
    assert sum(map(len, kept.values())) > 100
    for name, lines in kept.items():
        for line in lines:
            assert not found_in(line), name
            assert str(CHAT) not in line, name
    # And what is deleted, but still in a page of the file, or in its journal.
    files = sorted(door.database.parent.glob(f"{door.database.name}*"))
    assert files
    for path in files:
        content = path.read_bytes()
        for secret in SECRETS:
            assert secret.encode() not in content, path.name


def test_no_line_of_the_log_holds_an_identifier(door, day):
    said = door.lines.getvalue()
    assert "POST /webhooks/rest/webhook 200" in said
    assert "/telegram/webhook" in said
    assert not found_in(said)
    assert str(CHAT) not in said


def test_no_metric_holds_an_identifier(door, day):
    shown = door.client.get("/metrics").text
    assert "sahayak_" in shown
    assert not found_in(shown)
    assert str(CHAT) not in shown


def test_rasa_never_saw_one(door, day):
    seen = json.dumps(door.rasa.received, ensure_ascii=False)
    assert "[aadhaar#1]" in seen
    assert not found_in(seen)
    assert str(CHAT) not in seen


def test_no_page_of_the_helpdesk_shows_one(door, day):
    _, numbers = day
    paths = [
        f"/desk{re.sub(r'{ticket:int}', str(numbers[-1]), route.path)}"
        for route in all_routes()
        if "GET" in route.methods and route.path not in LIVE
    ]
    paths = [path for path in paths if "{" not in path]
    paths += [f"/desk/tickets/{number}" for number in numbers]
    assert len(paths) > 20
    conversation_seen = False
    with door.member() as client:
        for path in paths:
            page = client.get(path)
            assert not found_in(page.text), path
            assert str(CHAT) not in page.text, path
            conversation_seen |= "[aadhaar#1]" in page.text
    assert conversation_seen
