import json

import pytest
from hypothesis import given, strategies as st

from bot.gateway.clean import clean_text
from bot.gateway.payloads import PLAIN, admit

ALLOWED = [
    '/faq{"answer":"opd_not_cashless"}',
    '/calculate{"calculator":"vp_grant"}',
    '/calculate{"calculator":"medical_claim","amount":82500,"place":"government"}',
    '/choose{"value":"सरकारी अस्पताल"}',
    '/choose{"value":"resend"}',
    '/topic{"topic":"sects"}',
    *(f"/{name}" for name in sorted(PLAIN)),
]
REFUSED = [
    "/restart",
    "/session_start",
    "/back",
    '/inform{"proof":"yes"}',
    '/faq{"answer":"x","proof":"y"}',
    '/faq{"answer":"../x"}',
    '/faq{"answer":7}',
    "/faq{}",
    "/faq",
    '/choose{"value":"x","slot":"y"}',
    '/choose{"value":"' + "x" * 81 + '"}',
    '/choose{"value":{"a":1}}',
    '/calculate{"calculator":"x","amount":{"a":1}}',
    '/menu{"answer":"x"}',
    "/menu extra",
    "/menu@1.0",
    "/MENU",
    '/faq["answer"]',
    "/faq{" + "[" * 500,
]


@pytest.mark.parametrize("text", ALLOWED)
def test_payloads_of_our_buttons_pass(text):
    assert admit(text) == text


@pytest.mark.parametrize("text", REFUSED)
def test_every_other_payload_is_read_as_plain_text(text):
    assert not admit(text).startswith("/")


@given(st.text(st.characters(codec="utf-8") | st.sampled_from('/{}"faq\u200b'), max_size=60))
def test_nothing_but_an_allowed_payload_begins_with_a_slash(text):
    admitted = admit(clean_text(text))
    if admitted.startswith("/"):
        name, _, body = admitted[1:].partition("{")
        assert name in PLAIN or name in {"faq", "calculate", "choose", "topic"}
        assert not body or json.loads("{" + body)


@given(st.text(max_size=100))
def test_cleaning_twice_changes_nothing_more(text):
    assert clean_text(clean_text(text)) == clean_text(text)
