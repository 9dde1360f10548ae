import io
import json
import logging
import sqlite3
from datetime import datetime, timedelta, timezone

import pytest

from bot.gateway.turns import conversation_id
from store import applications, logs, otp, vault
from store.engine import session

AADHAAR = "234123412346"
PLANTED = {
    "mera aadhaar 2341 2341 2346 hai": ("mera aadhaar [aadhaar#1] hai", ["234123412346"]),
    "मेरा आधार २३४१-२३४१-२३४६": ("मेरा आधार [aadhaar#1]", ["२३४१-२३४१-२३४६"]),
    "call me on +91 98765 43210": ("call me on [mobile#1]", ["98765 43210", "9876543210"]),
    "मोबाइल ९८७६५४३२११": ("मोबाइल [mobile#2]", ["९८७६५४३२११", "9876543211"]),
    "my OTP is 482913": ("my OTP is [otp#1]", ["482913"]),
    "ओटीपी ५८२९१३": ("ओटीपी [otp#2]", ["५८२९१३", "582913"]),
    "asha.k@example.org par bhejo": ("[email#1] par bhejo", ["asha.k@example.org"]),
    "PAN ABCPE1234F": ("PAN [pan#1]", ["ABCPE1234F", "abcpe1234f"]),
    "khata 123456789012345": ("khata [account#1]", ["123456789012345"]),
    "UP2024-00123456": ("[application#1]", ["00123456"]),
}


@pytest.fixture
def log_lines(one_bench):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Formatter("%(name)s [%(request)s] %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


def all_bytes(bench):
    with sqlite3.connect(bench.database) as connection:
        connection.execute("PRAGMA wal_checkpoint(FULL)")
    connection.close()
    files = list(bench.database.parent.glob(bench.database.name + "*"))
    assert files
    return b"".join(path.read_bytes() for path in files)


def test_identifiers_are_in_no_table_no_log_no_metric_and_never_reach_rasa(bench, log_lines):
    for message, (tokenised, _) in PLANTED.items():
        bench.say(message)
        assert bench.rasa.texts[-1] == tokenised
    stored = all_bytes(bench)
    said = json.dumps(bench.rasa.received, ensure_ascii=False)
    metrics = bench.client.get("/metrics").text
    lines = log_lines.getvalue()
    assert b"[mobile#1]" in stored
    assert "POST /webhooks/rest/webhook 200" in lines
    for _, secrets in PLANTED.values():
        for secret in secrets:
            assert secret.encode() not in stored, secret
            assert secret not in said
            assert secret not in lines
            assert secret not in metrics
    for place in (stored.decode("latin-1"), lines, metrics):
        assert bench.sender not in place
    assert "aadhaar" not in lines


def test_the_actions_can_fetch_what_a_token_stands_for(bench):
    bench.say("application UP2024-00123456 mobile 98765 43210")
    conversation = conversation_id("rest", bench.sender)
    now = datetime.now(timezone.utc)
    with session(bench.settings.database_url) as db:
        assert vault.fetch_value(db, conversation, "[mobile#1]", now=now) == "9876543210"
        number = vault.fetch_value(db, conversation, "[application#1]", now=now)
    assert applications.normalise_number(number) == "UP2024-00123456"


def test_of_an_aadhaar_number_only_the_last_digits_are_kept(bench):
    bench.say(f"aadhaar {AADHAAR}")
    with session(bench.settings.database_url) as db:
        kept = vault.fetch_value(
            db,
            conversation_id("rest", bench.sender),
            "[aadhaar#1]",
            now=datetime.now(timezone.utc),
        )
    assert kept == AADHAAR[-4:]


def test_an_otp_is_kept_for_minutes_only(bench):
    bench.say("OTP 482913")
    conversation = conversation_id("rest", bench.sender)
    now = datetime.now(timezone.utc)
    with session(bench.settings.database_url) as db:
        assert vault.fetch_value(db, conversation, "[otp#1]", now=now) == "482913"
        later = now + timedelta(minutes=11)
        assert vault.fetch_value(db, conversation, "[otp#1]", now=later) is None


def test_six_digits_are_a_code_only_while_one_is_awaited(bench):
    bench.say("560000")
    conversation = conversation_id("rest", bench.sender)
    with session(bench.settings.database_url) as db:
        otp.start_challenge(
            db, conversation, "UP2024-00123456", "9876543210", now=datetime.now(timezone.utc)
        )
    bench.say("482913")
    bench.say("kharch ₹560000 hua")
    assert bench.rasa.texts == ["560000", "[otp#1]", "kharch ₹560000 hua"]


def test_a_code_that_has_just_expired_is_still_a_code(bench, monkeypatch):
    bench.say("mobile 9876543210")
    long_ago = datetime.now(timezone.utc) - timedelta(minutes=6)
    conversation = conversation_id("rest", bench.sender)
    # The challenge begins during the turn, as the action server begins it, and then runs out.
    real = otp.is_awaited
    monkeypatch.setattr(otp, "is_awaited", lambda *_, **__: True)
    bench.say("mobile 9876543210")
    monkeypatch.setattr(otp, "is_awaited", real)
    with session(bench.settings.database_url) as db:
        otp.start_challenge(db, conversation, "UP2024-00123456", "9876543210", now=long_ago)
        assert not otp.is_awaited(db, conversation, now=datetime.now(timezone.utc))
    bench.say("482913")
    bench.say("560000")
    assert bench.rasa.texts[-2:] == ["[otp#1]", "560000"]


def test_a_token_that_was_typed_is_none(bench):
    bench.say("send [mobile#1] and [ OTP # 2 ]")
    assert bench.rasa.texts == ["send mobile 1 and OTP 2"]


def test_an_exception_is_logged_without_its_words():
    try:
        raise ValueError("9876543210 said by Asha")
    except ValueError:
        import sys

        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    line = logs.Formatter("%(message)s").format(record)
    assert "ValueError" in line
    assert "test_privacy.py" in line
    assert "9876543210" not in line
