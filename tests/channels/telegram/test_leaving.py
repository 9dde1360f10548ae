"""/delete erases a conversation, its numbers and the way to its chat; blocking stops messages."""

import sqlite3
from datetime import datetime, timezone

from store import outbox
from store.engine import session


def rows(bench, table):
    with sqlite3.connect(bench.database) as db:
        return db.execute(f"SELECT * FROM {table}").fetchall()


def conversation(bench):
    return bench.rasa.received[-1]["sender"]


def put(bench, key, whose):
    now = datetime.now(timezone.utc)
    with session(bench.settings.database_url) as db:
        return outbox.put(
            db,
            key=key,
            channel="telegram",
            conversation=whose,
            kind="notice",
            payload={"text": f"notice {key}"},
            now=now,
        )


def test_delete_asks_once_and_then_leaves_nothing(make_bench):
    bench = make_bench()
    bench.start()
    bench.ask("मेरा नंबर 6000012345 है")
    whose = conversation(bench)
    assert rows(bench, "vault_entries")
    [question] = bench.ask("/delete")
    assert "वापस नहीं" in question
    assert rows(bench, "vault_entries")
    bench.telegram.press(bench.chat, "हाँ, मिटा दीजिए")
    assert "मिटा दी गई" in bench.telegram.wait(bench.chat, 3)[-1]
    bench.wait_until_quiet()
    for table in ("telegram_chats", "outgoing", "transcripts", "trackers"):
        assert rows(bench, table) == [], table
    assert all(row[4] is None for row in rows(bench, "vault_entries"))
    assert whose not in str(rows(bench, "telegram_updates"))


def test_who_comes_back_after_delete_is_answered(bench):
    bench.ask("एक")
    bench.ask("/delete")
    bench.telegram.press(bench.chat, "हाँ, मिटा दीजिए")
    bench.telegram.say(bench.chat, "दो")
    assert bench.telegram.wait(bench.chat, 4)[-1] == "echo दो"
    assert bench.ask("तीन") == ["echo तीन"]


def test_no_keeps_everything(bench):
    bench.ask("/delete")
    bench.telegram.press(bench.chat, "नहीं, रहने दीजिए")
    assert "कुछ नहीं मिटाया" in bench.telegram.wait(bench.chat, 2)[-1]


def test_a_notice_goes_out_once_for_each_key(bench):
    bench.ask("एक")
    assert put(bench, f"notice:{bench.chat}", conversation(bench))
    assert not put(bench, f"notice:{bench.chat}", conversation(bench))
    assert bench.telegram.wait(bench.chat, 2)[-1] == f"notice notice:{bench.chat}"


def test_who_blocked_the_bot_is_written_to_no_more(bench):
    bench.ask("एक")
    whose = conversation(bench)
    bench.telegram.blocked.add(bench.chat)
    put(bench, f"one:{whose}", whose)
    put(bench, f"two:{whose}", whose)
    bench.wait_until_quiet()
    num_refused = len([1 for name, _ in bench.telegram.calls if name == "sendMessage"])
    assert num_refused == 2  # the answer, and the notice that was refused
    bench.telegram.blocked.discard(bench.chat)
    put(bench, f"three:{whose}", whose)
    bench.wait_until_quiet()
    assert len(bench.telegram.to(bench.chat)) == 1
    assert bench.ask("फिर से") == ["echo फिर से"]


def test_telegram_tells_us_who_blocked_the_bot(bench):
    bench.ask("एक")
    whose = conversation(bench)
    change = {
        "chat": {"id": bench.chat, "type": "private"},
        "from": {"id": bench.chat, "is_bot": False},
        "new_chat_member": {"status": "kicked"},
    }
    before = bench.metric('sahayak_telegram_updates_total{kind="member"}')
    bench.telegram.inject(my_chat_member=change)
    bench.wait_until('sahayak_telegram_updates_total{kind="member"}', before + 1)
    bench.wait_until_quiet()
    put(bench, f"notice:{whose}", whose)
    bench.wait_until_quiet()
    assert len(bench.telegram.to(bench.chat)) == 1
    bench.telegram.inject(my_chat_member={**change, "new_chat_member": {"status": "member"}})
    bench.wait_until('sahayak_telegram_updates_total{kind="member"}', before + 2)
    bench.wait_until_quiet()
    put(bench, f"back:{whose}", whose)
    assert bench.telegram.wait(bench.chat, 2)[-1] == f"notice back:{whose}"
