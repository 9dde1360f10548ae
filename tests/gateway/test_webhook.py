import json
import socket
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

PATH = "/webhooks/rest/webhook"


def error_of(response):
    error = response.json()["error"]
    assert set(error["message"]) == {"hi", "en"}
    assert any("\u0900" <= letter <= "\u097f" for letter in error["message"]["hi"])
    return error["code"]


def test_a_question_is_answered_to_the_sender_as_it_named_itself(bench):
    replies = bench.say("is OPD free", sender="Asha 7")
    assert replies == [{"recipient_id": "Asha 7", "text": "echo is OPD free"}]
    sent = bench.rasa.received[0]
    assert len(sent["sender"]) == 32
    assert set(sent["sender"]) <= set("0123456789abcdef")
    assert sent["metadata"]["language"] in {"hi", "en", "hinglish"}
    assert sent["metadata"]["today"].count("-") == 2
    assert sent["message_id"]


def test_what_belongs_to_a_text_stays_with_it(bench):
    bench.rasa.replies = [
        {"text": "one", "buttons": [{"title": "t", "payload": "/menu"}]},
        {"custom": {"status": "approved"}},
        {"text": "two"},
        {},
    ]
    assert bench.say("x") == [
        {
            "recipient_id": bench.sender,
            "text": "one",
            "buttons": [{"title": "t", "payload": "/menu"}],
            "custom": {"status": "approved"},
        },
        {"recipient_id": bench.sender, "text": "two"},
    ]


BAD_BODIES = [
    (b"", 400, "bad_json"),
    (b"{", 400, "bad_json"),
    (b'{"sender": "a", "message": "\xff"}', 400, "bad_json"),
    (b"[" * 8000, 400, "bad_json"),
    (b'{"sender": "a", "message": ' + b"9" * 5000 + b"}", 400, "bad_json"),
    (b"[]", 422, "wrong_type"),
    (b'"text"', 422, "wrong_type"),
    (b"null", 422, "wrong_type"),
    (b"{}", 422, "missing"),
    (b'{"sender": "a"}', 422, "missing"),
    (b'{"message": "hi"}', 422, "missing"),
    (b'{"sender": null, "message": "hi"}', 422, "wrong_type"),
    (b'{"sender": 7, "message": "hi"}', 422, "wrong_type"),
    (b'{"sender": "", "message": "hi"}', 422, "bad_id"),
    (b'{"sender": "  ", "message": "hi"}', 422, "bad_id"),
    (b'{"sender": "\\ud800", "message": "hi"}', 422, "bad_id"),
    (json.dumps({"sender": "s" * 129, "message": "hi"}).encode(), 422, "bad_id"),
    (b'{"sender": "a", "message": null}', 422, "wrong_type"),
    (b'{"sender": "a", "message": 5}', 422, "wrong_type"),
    (b'{"sender": "a", "message": ["hi"]}', 422, "wrong_type"),
    (b'{"sender": "a", "message": {"text": "hi"}}', 422, "wrong_type"),
    (b'{"sender": "a", "message": "hi", "message_id": 5}', 422, "wrong_type"),
    (b'{"sender": "a", "message": "hi", "message_id": ""}', 422, "bad_id"),
    (json.dumps({"sender": "a", "message": "x" * 4001}).encode(), 422, "text_too_long"),
    (json.dumps({"sender": "a", "message": "x" * 17000}).encode(), 413, "body_too_large"),
]


@pytest.mark.parametrize(("body", "status", "code"), BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_a_bad_body_is_refused_in_both_languages(bench, body, status, code):
    headers = {"Content-Type": "application/json"}
    response = bench.client.post(PATH, content=body, headers=headers)
    assert (response.status_code, error_of(response)) == (status, code)
    assert bench.rasa.received == []


def test_the_longest_allowed_text_is_answered(bench):
    assert bench.say("क" * 4000, sender="s" * 128)[0]["text"] == "echo " + "क" * 4000


def test_a_large_body_without_a_length_is_refused_before_it_ends(bench):
    sent = 0

    def chunks():
        nonlocal sent
        while sent < 50_000_000:
            sent += 65_536
            yield b"x" * 65_536

    headers = {"Content-Type": "application/json"}
    try:
        response = bench.client.post(PATH, content=chunks(), headers=headers)
    except httpx.WriteError:
        response = None
    assert sent < 50_000_000
    assert response is None or error_of(response) == "body_too_large"


def test_a_body_that_never_ends_is_given_up(bench):
    with socket.create_connection(("127.0.0.1", bench.gateway.port)) as line:
        line.sendall(
            b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\n"
            b"Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"
        )
        line.settimeout(5)
        assert b" 408 " in line.recv(4096).split(b"\r\n")[0]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "x"])
def test_only_json_is_accepted(bench, kind):
    body = b'{"sender": "a", "message": "hi"}'
    response = bench.client.post(PATH, content=body, headers={"Content-Type": kind})
    assert (response.status_code, error_of(response)) == (415, "content_type")


def test_other_paths_and_methods_are_refused_in_both_languages(bench):
    assert error_of(bench.client.get("/nothing")) == "not_found"
    response = bench.client.get(PATH)
    assert (response.status_code, error_of(response)) == (405, "method_not_allowed")


@pytest.mark.parametrize(
    ("message", "more", "code"),
    [
        ("", {}, "empty"),
        ("   \n\t ", {}, "empty"),
        ("\u200b\u200d\ufeff\u2060", {}, "empty"),
        ("\x00\x07\x1b", {}, "empty"),
        ("🙏🙏👍🏽", {}, "empty"),
        ("?!...", {}, "empty"),
        ("/", {}, "empty"),
        ("\u3164", {}, "empty"),
        ("", {"attachment": {"type": "image"}}, "media"),
    ],
)
def test_a_message_without_words_is_asked_for_words(bench, message, more, code):
    replies = bench.say(message, **more)
    assert replies[0]["custom"] == {"code": code}
    assert "\n" in replies[0]["text"]
    assert bench.rasa.received == []


def test_media_without_a_message_field_is_asked_for_words(bench):
    response = bench.post(sender="a", image="https://example.org/x.png")
    assert response.json()[0]["custom"] == {"code": "media"}


@pytest.mark.parametrize(
    ("message", "arrives"),
    [
        ("  pen\u200bsion\x00  kitni 🙏 ", "pension kitni 🙏"),
        ("क्\u200dष", "क्\u200dष"),
        ("/restart", "restart"),
        ("\u200b/restart", "restart"),
        ("//restart", "restart"),
        ('/inform{"verified": true}', 'inform{"verified": true}'),
        ('/faq{"answer": "opd_not_cashless"}', '/faq{"answer":"opd_not_cashless"}'),
        ("/menu", "/menu"),
        ("/menu@0.5", "menu@0.5"),
        ("/session_start", "session_start"),
        ("caf\u0065\u0301", "caf\u00e9"),
        ("a\ud83db", "ab"),
    ],
)
def test_text_is_cleaned_before_rasa_sees_it(bench, message, arrives):
    body = json.dumps({"sender": "a", "message": message})
    headers = {"Content-Type": "application/json"}
    assert bench.client.post(PATH, content=body, headers=headers).status_code == 200
    assert bench.rasa.texts == [arrives]


def test_fifty_messages_at_once_are_answered_in_order_and_none_is_lost(bench):
    bench.rasa.delay = 0.01
    names = [f"message {number}" for number in range(50)]
    with ThreadPoolExecutor(50) as pool:
        replies = list(pool.map(bench.say, names))
    assert [reply[0]["text"] for reply in replies] == [f"echo {name}" for name in names]
    assert sorted(bench.rasa.texts) == sorted(names)
    assert not bench.rasa.overlapped


def test_messages_sent_one_after_another_on_one_line_keep_their_order(bench):
    bench.rasa.delay = 0.01
    names = [f"message {number}" for number in range(30)]
    request = (
        "POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    )
    lines = [socket.create_connection(("127.0.0.1", bench.gateway.port)) for _ in names]
    for line, name in zip(lines, names, strict=True):
        body = json.dumps({"sender": "a", "message": name})
        line.sendall(f"{request}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        # The gateway reads sockets in the order in which they become readable.
        while name not in bench.rasa.texts and len(bench.rasa.texts) < 2:
            pass
    for line in lines:
        line.settimeout(10)
        assert b" 200 " in line.recv(4096)
        line.close()
    assert bench.rasa.texts == names


def test_different_conversations_go_side_by_side(bench):
    bench.rasa.delay = 0.2
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: bench.say("x", sender=f"s{number}"), range(8)))
    assert bench.rasa.most_under_way > 1


def test_security_headers_and_a_request_id_are_on_every_answer(bench):
    responses = [
        bench.client.get("/"),
        bench.client.get("/nothing"),
        bench.client.get("/healthz"),
        bench.post(sender="a", message="hi"),
    ]
    for response in responses:
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        assert "unsafe" not in response.headers["content-security-policy"]
    assert len({response.headers["x-request-id"] for response in responses}) == len(responses)
