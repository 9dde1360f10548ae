import dataclasses
from datetime import timedelta

import pytest

from store import keys, vault
from store.settings import settings

C, OTHER = "c" * 32, "d" * 32


def test_a_value_comes_back_for_its_token(db, now):
    token = vault.save_value(db, C, "mobile", "6000012345", now=now)
    assert token == "[mobile#1]"
    assert vault.fetch_value(db, C, token, now=now) == "6000012345"


def test_the_same_value_keeps_its_token_and_others_count_on(db, now):
    save = lambda kind, value: vault.save_value(db, C, kind, value, now=now)  # noqa: E731
    assert save("mobile", "6000012345") == "[mobile#1]"
    assert save("mobile", "6000054321") == "[mobile#2]"
    assert save("mobile", "6000012345") == "[mobile#1]"
    assert save("email", "6000012345") == "[email#1]"


def test_another_conversation_cannot_read_it(db, now):
    token = vault.save_value(db, C, "mobile", "6000012345", now=now)
    assert vault.fetch_value(db, OTHER, token, now=now) is None


def test_a_value_lives_thirty_minutes(db, now):
    token = vault.save_value(db, C, "mobile", "6000012345", now=now)
    end = now + timedelta(minutes=30)
    assert vault.fetch_value(db, C, token, now=end - timedelta(seconds=1))
    assert vault.fetch_value(db, C, token, now=end) is None


def test_saying_it_again_renews_its_life(db, now):
    vault.save_value(db, C, "mobile", "6000012345", now=now)
    later = now + timedelta(minutes=40)
    token = vault.save_value(db, C, "mobile", "6000012345", now=later)
    assert vault.fetch_value(db, C, token, now=later + timedelta(minutes=29)) == "6000012345"


@pytest.mark.parametrize("erase", [
    lambda db, now: vault.erase_conversation(db, C),
    lambda db, now: vault.erase_expired(db, now=now + timedelta(days=1)),
])  # fmt: skip
def test_an_erased_token_never_means_another_value(db, now, erase):
    token = vault.save_value(db, C, "mobile", "6000012345", now=now)
    assert erase(db, now) == 1
    assert erase(db, now) == 0
    assert vault.fetch_value(db, C, token, now=now) is None
    assert vault.save_value(db, C, "mobile", "6000054321", now=now) == "[mobile#2]"
    assert vault.save_value(db, C, "mobile", "6000012345", now=now) == "[mobile#3]"


def test_only_the_end_of_an_aadhaar_number_is_kept(db, now):
    token = vault.save_value(db, C, "aadhaar", "2345 6789 0123", now=now)
    assert vault.fetch_value(db, C, token, now=now) == "0123"


@pytest.mark.parametrize(
    "token",
    ["", "mobile", "[mobile#0]", "[mobile#9]", "[MOBILE#1]", "[mobile#1] x", "[x#999999999]"],
)
def test_a_strange_token_has_no_value(db, now, token):
    vault.save_value(db, C, "mobile", "6000012345", now=now)
    assert vault.fetch_value(db, C, token, now=now) is None


def test_a_kind_must_fit_a_token(db, now):
    with pytest.raises(ValueError, match="kind"):
        vault.save_value(db, C, "Mobile]", "x", now=now)


def test_an_older_key_still_reads_and_a_lost_one_does_not(db, now, monkeypatch):
    token = vault.save_value(db, C, "mobile", "6000012345", now=now)

    def use(secret):
        monkeypatch.setattr(keys, "settings", dataclasses.replace(settings, secret_key=secret))

    use("new," + "k" * 32)
    assert vault.fetch_value(db, C, token, now=now) == "6000012345"
    use("new")
    assert vault.fetch_value(db, C, token, now=now) is None


def test_a_digest_keeps_its_parts_apart_and_its_purposes():
    assert keys.digest("a", "xy", "z") != keys.digest("a", "x", "yz")
    assert keys.digest("a", "x") != keys.digest("b", "x")
    assert keys.matches("a", keys.digest("a", "x"), "x")
    assert not keys.matches("a", keys.digest("a", "x"), "y")


def test_an_empty_secret_is_refused(monkeypatch):
    monkeypatch.setattr(keys, "settings", dataclasses.replace(settings, secret_key=" , "))
    with pytest.raises(ValueError, match="SECRET_KEY"):
        keys.digest("a", "x")
