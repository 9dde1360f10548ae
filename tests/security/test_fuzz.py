"""What hostile clients send to the public door: it answers, breaks nothing and tells nothing."""

import json
import re
import time
from urllib.parse import quote

import pytest
from hypothesis import given, strategies as st

from tests.security.hostile import MARKUP, bounded, documents, raw, texts, values
from tests.security.planted import found_in

FINE = {200, 204, 303, 400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429}
#: What a line of the log says of a failure that nobody foresaw.
# aiohttp's word on a client that an earlier test left to the collector is none of them.
FAILURES = re.compile(
    r"a request failed|Traceback|Exception in ASGI| 5\d\d \d+ ms|\bERROR\b(?! +asyncio .*Unclosed)"
)


@pytest.fixture(scope="module")
def judge(door):
    """`judge(response)`: no failure, a complete refusal, nothing secret in what was logged."""
    mark = 0

    def check(response):
        nonlocal mark
        if response.status_code == 307:  # a folder without its slash: stays with us
            assert response.headers["location"].startswith(door.gateway.url + "/")
            return
        assert response.status_code in FINE, (response.status_code, response.text[:300])
        if response.text == "Invalid HTTP request received.":
            return  # uvicorn's own word on what is no HTTP
        assert response.headers["x-content-type-options"] == "nosniff"
        kind = response.headers.get("content-type", "").partition(";")[0]
        if response.status_code >= 400 and not response.url.path.startswith("/desk"):
            assert kind == "application/json"
            error = response.json()["error"]
            assert set(error["message"]) == {"hi", "en"}
            assert not found_in(response.text)
        if kind == "text/html":
            assert MARKUP not in response.text
            assert "<script>alert" not in response.text
            assert "<img src=x" not in response.text
        said = door.log_since(mark)
        mark += len(said)
        assert not FAILURES.search(said), said[-2000:]
        assert not found_in(said), said[-2000:]

    return check


def test_the_log_is_listened_to(door, judge):
    judge(door.client.post("/webhooks/rest/webhook", json={"sender": "a", "message": "पेंशन"}))
    assert "POST /webhooks/rest/webhook 200" in door.lines.getvalue()


@bounded(80)
@given(st.one_of(documents("sender", "message", "message_id", "language", "attachment"), raw))
def test_rest(door, judge, body):
    headers = {"Content-Type": "application/json"}
    judge(door.client.post("/webhooks/rest/webhook", content=body, headers=headers))


@bounded(80)
@given(texts, texts)
def test_rest_messages_that_are_well_formed(door, judge, sender, message):
    body = json.dumps({"sender": sender or "a", "message": message}).encode()
    headers = {"Content-Type": "application/json"}
    judge(door.client.post("/webhooks/rest/webhook", content=body, headers=headers))
    assert not [said for said in door.rasa.texts if found_in(said)]
    door.rasa.received.clear()


@bounded(60)
@given(
    st.sampled_from(["/webhooks/rest/webhook", "/api/widget/session", "/api/calculators/pension"]),
    st.dictionaries(
        st.sampled_from(["Content-Type", "X-Forwarded-For", "Origin", "Cookie", "X-Request-ID"]),
        st.binary(max_size=40).map(lambda one: bytes(b for b in one if b > 32 and b != 127)),
    ),
)
def test_headers(door, judge, path, headers):
    judge(door.client.post(path, content=b"{}", headers=headers))


WIDGET = {
    "session": ("language", "session"),
    "messages": ("message", "message_id", "language"),
    "feedback": ("message_id", "verdict", "reason", "comment"),
    "clear": ("x",),
}


@pytest.mark.parametrize("name", WIDGET)
def test_widget(door, judge, name):
    session = door.widget_session()

    @bounded(60)
    @given(st.one_of(documents(*WIDGET[name]), raw))
    def attack(body):
        headers = {**session, "Content-Type": "application/json"}
        judge(door.client.post(f"/api/widget/{name}", content=body, headers=headers))

    attack()


@bounded(60)
@given(st.binary(max_size=200), texts)
def test_widget_sessions_and_places_that_are_none(door, judge, token, after):
    held = bytes(b for b in token if 32 < b < 127 or b > 127)
    headers = {"Authorization": b"Bearer x" + held, "Last-Event-ID": held}
    query = quote(after.encode("utf-8", "surrogatepass"))
    judge(door.client.get(f"/api/widget/messages?after={query}", headers=headers))
    own = door.widget_session()
    judge(door.client.get(f"/api/widget/messages?after={query}", headers=own))
    judge(door.client.get("/api/widget/messages", headers={**own, "Last-Event-ID": held}))


PERSON = st.fixed_dictionaries(
    {}, optional={"id": values, "is_bot": values, "language_code": values, "username": texts}
)
CHAT = st.fixed_dictionaries({}, optional={"id": values, "type": values})
MESSAGE = st.fixed_dictionaries(
    {},
    optional={
        "message_id": values,
        "from": st.one_of(PERSON, values),
        "chat": st.one_of(CHAT, values),
        "date": values,
        "text": st.one_of(texts, values),
        "caption": values,
        "contact": values,
        "photo": values,
        "media_group_id": values,
        "reply_to_message": values,
        "reply_markup": values,
    },
)
UPDATE = st.fixed_dictionaries(
    {},
    optional={
        "update_id": values,
        "message": st.one_of(MESSAGE, values),
        "edited_message": MESSAGE,
        "callback_query": st.fixed_dictionaries(
            {}, optional={"id": values, "from": PERSON, "message": MESSAGE, "data": values}
        ),
        "my_chat_member": values,
    },
)


@bounded(100)
@given(st.one_of(UPDATE.map(lambda one: json.dumps(one).encode()), raw))
def test_telegram_updates_of_any_form(door, judge, body):
    judge(door.update(content=body))


@bounded(80)
@given(
    st.integers(1, 2**52),
    texts,
    st.one_of(st.integers(1, 2**31), values),
    st.one_of(st.none(), values),
)
def test_telegram_messages_that_are_nearly_right(door, judge, number, text, message_id, date):
    document = {
        "update_id": number,
        "message": {
            "message_id": message_id,
            "date": date,
            "from": {"id": 4242, "is_bot": False, "language_code": "hi"},
            "chat": {"id": 4242, "type": "private"},
            "text": text,
        },
    }
    judge(door.update(content=json.dumps(document).encode()))
    assert not [said for said in door.rasa.texts if found_in(said)]


def test_after_all_that_telegram_is_still_answered(door, judge):
    judge(door.update({
        "update_id": 2**53,
        "message": {
            "message_id": 1, "date": int(time.time()), "text": "पेंशन कब मिलेगी",
            "from": {"id": 777001, "is_bot": False}, "chat": {"id": 777001, "type": "private"},
        },
    }))  # fmt: skip
    deadline = time.monotonic() + 20
    while not door.telegram.sent_to(777001):
        assert time.monotonic() < deadline, door.lines.getvalue()[-3000:]
        time.sleep(0.05)
    assert any("पेंशन कब मिलेगी" in text for text in door.telegram.sent_to(777001))


@bounded(60)
@given(texts)
def test_paths(door, judge, text):
    part = quote(text.encode("utf-8", "surrogatepass"), safe="")
    for path in ("/widget/", "/static/", "/desk/static/", "/desk/", "/telegram/webhook/", "/"):
        response = door.client.get(path + part)
        if response.status_code != 200:
            judge(response)
        assert "root:" not in response.text


@bounded(40)
@given(texts, texts, texts)
def test_signing_in(door, judge, login, password, after):
    with_page = door.client.get("/desk/sign-in")
    judge(with_page)
    csrf = with_page.text.partition('name="csrf" value="')[2].partition('"')[0]
    assert len(csrf) == 64
    fields = {"csrf": csrf, "login": login, "password": password, "next": after}
    body = "&".join(
        f"{name}={quote(value.encode('utf-8', 'surrogatepass'), safe='')}"
        for name, value in fields.items()
    )
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    judge(door.client.post("/desk/sign-in", content=body, headers=kind))
    judge(door.client.get(f"/desk/sign-in?next={quote(after.encode('utf-8', 'surrogatepass'))}"))


FORM_KINDS = [
    *("application/x-www-form-urlencoded", "text/plain"),
    *("multipart/form-data", "multipart/form-data; boundary=x"),
]


@bounded(60)
@given(st.binary(max_size=120), st.sampled_from(FORM_KINDS))
def test_forms_that_are_none(door, judge, body, kind):
    for path in ("/desk/sign-in", "/desk/sign-in/code", "/desk/language"):
        judge(door.client.post(path, content=body, headers={"Content-Type": kind}))


@bounded(30)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=80))
def test_tokens_of_forms_and_sessions_that_are_none(door, judge, token):
    held = token.encode("latin-1")
    cookie = b"sahayak_desk=" + bytes(b for b in held if b not in b';,"\\ ')
    judge(door.client.post("/desk/sign-in", headers={"X-CSRF-Token": held, "Cookie": cookie}))
    form = {"csrf": token, "login": "a", "password": "b"}
    judge(door.client.post("/desk/sign-in", data=form, headers={"Cookie": cookie}))
    judge(door.client.get("/desk/", headers={"Cookie": cookie}))
