import json
import zlib
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from store import keys
from store.links import LinkExpired, LinkForged, open_link, seal_link
from store.settings import Settings

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=timezone.utc)
DOCUMENT = {"calculator": "pension", "values": {"last_pay": 90000, "note": "पेंशन"}}


def token(**changes):
    return seal_link("worksheet", DOCUMENT, **{"expires_at": NOW + timedelta(hours=1), **changes})


def test_a_link_gives_back_what_was_sealed_until_its_time_is_up():
    sealed = token()
    assert open_link("worksheet", sealed, now=NOW) == DOCUMENT
    assert open_link("worksheet", sealed, now=NOW + timedelta(seconds=3599)) == DOCUMENT
    with pytest.raises(LinkExpired):
        open_link("worksheet", sealed, now=NOW + timedelta(hours=1))


def test_a_link_is_safe_in_an_address_and_shows_nothing_of_its_content():
    sealed = token()
    assert set(sealed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    for word in ("pension", "90000", "last_pay"):
        assert word not in sealed


@pytest.mark.parametrize("place", [1, 20, 60, 120])
def test_a_changed_link_is_forged(place):
    sealed = token()
    other = "A" if sealed[place] != "A" else "B"
    with pytest.raises(LinkForged):
        open_link("worksheet", sealed[:place] + other + sealed[place + 1 :], now=NOW)


STRANGE = ["", "x", "....", "%2e%2e", "A" * 200, "A" * 5000, "पेंशन" * 10]


@pytest.mark.parametrize("cut", STRANGE, ids=lambda text: f"{text[:6]} {len(text)}")
def test_what_we_never_made_is_forged(cut):
    with pytest.raises(LinkForged):
        open_link("worksheet", cut, now=NOW)
    with pytest.raises(LinkForged):
        open_link("worksheet", token()[:-20] + cut, now=NOW)


@given(st.text(max_size=300))
def test_no_text_breaks_the_door(text):
    with pytest.raises(LinkForged):
        open_link("worksheet", text, now=NOW)


def test_a_link_of_another_purpose_or_key_does_not_open(monkeypatch):
    sealed = token()
    with pytest.raises(LinkForged):
        open_link("upload", sealed, now=NOW)
    with pytest.raises(LinkForged):
        open_link("worksheet", keys.seal("a value of the vault").rstrip("="), now=NOW)
    monkeypatch.setattr(keys, "settings", Settings(secret_key="another"))
    with pytest.raises(LinkForged):
        open_link("worksheet", sealed, now=NOW)


def test_an_older_key_still_opens_its_links(monkeypatch):
    monkeypatch.setattr(keys, "settings", Settings(secret_key="old"))
    sealed = token()
    monkeypatch.setattr(keys, "settings", Settings(secret_key="new,old"))
    assert open_link("worksheet", sealed, now=NOW) == DOCUMENT


def test_a_document_too_large_for_an_address_is_refused_when_sealing():
    noise = json.dumps([zlib.crc32(str(n).encode()) for n in range(2000)])
    with pytest.raises(ValueError, match="too large"):
        seal_link("worksheet", {"noise": noise}, expires_at=NOW)
