import dataclasses
import json
import logging
import stat

import httpx
import pytest

from store import sms
from store.settings import settings

MOBILE, TEXT = "6000012345", 'कोड 123456 "{mobile}" & more'
HEADERS = '{"Authorization": "planted-key"}'


def sender(answers, **changes):
    """An HTTP sender whose provider gives these answers; also the requests and the pauses."""
    asked, pauses, left = [], [], list(answers)

    def provider(request):
        asked.append(request)
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer)

    values = {"sms_sender": "http", "sms_http_url": "https://sms.invalid/send", **changes}
    made = sms.HttpSender(
        dataclasses.replace(settings, **values),
        transport=httpx.MockTransport(provider),
        pause=pauses.append,
    )
    return made, asked, pauses


def test_a_json_body_is_filled_and_escaped():
    body = '{"to": "91{mobile}", "text": "{text}", "template": "{template_id}"}'
    made, asked, _ = sender([200], sms_http_body=body, sms_http_headers=HEADERS)
    made.send(MOBILE, TEXT, template_id="T1")
    (request,) = asked
    assert json.loads(request.content) == {"to": f"91{MOBILE}", "text": TEXT, "template": "T1"}
    assert request.headers["Authorization"] == "planted-key"
    assert request.headers["Content-Type"] == "application/json"


def test_a_form_body_is_filled_and_escaped():
    made, asked, _ = sender([200], sms_http_body="to={mobile}&text={text}")
    made.send(MOBILE, TEXT)
    sent = httpx.QueryParams(asked[0].content.decode())
    assert dict(sent) == {"to": MOBILE, "text": TEXT}
    assert asked[0].method == "POST"


def test_without_a_body_the_url_is_filled_and_fetched():
    url = "https://sms.invalid/send?to={mobile}&text={text}&id={template_id}"
    made, asked, _ = sender([200], sms_http_url=url, sms_dlt_template_id="D7")
    made.send(MOBILE, TEXT)
    assert asked[0].method == "GET"
    assert dict(asked[0].url.params) == {"to": MOBILE, "text": TEXT, "id": "D7"}


def test_lost_connections_and_server_errors_are_tried_again_more_slowly():
    made, asked, pauses = sender([httpx.ConnectError("no"), 503, 200], sms_retries=2)
    made.send(MOBILE, TEXT)
    assert len(asked) == 3
    assert pauses == [0.5, 1.0]


def test_the_last_failure_is_told():
    made, asked, _ = sender([500, 429, httpx.ReadTimeout("slow")], sms_retries=2)
    with pytest.raises(sms.SmsFailed, match="ReadTimeout"):
        made.send(MOBILE, TEXT)
    assert len(asked) == 3


def test_a_refusal_is_not_tried_again():
    made, asked, pauses = sender([401], sms_retries=2)
    with pytest.raises(sms.SmsFailed, match="401"):
        made.send(MOBILE, TEXT)
    assert (len(asked), pauses) == (1, [])


def test_no_log_and_no_error_holds_number_text_or_key(caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    url = "https://sms.invalid/send?to={mobile}&text={text}"
    made, _, _ = sender([500, 200, 400], sms_http_url=url, sms_http_headers=HEADERS)
    made.send(MOBILE, "123456")
    with pytest.raises(sms.SmsFailed) as caught:
        made.send(MOBILE, "123456")
    sms.ConsoleSender(tmp_path / "sms.jsonl").send(MOBILE, "123456")
    assert len(caplog.records) >= 3
    for planted in (MOBILE, "123456", "planted-key"):
        assert planted not in caplog.text
        assert planted not in str(caught.value)


def test_the_console_keeps_whole_messages_in_a_private_file(tmp_path):
    outbox = tmp_path / "outbox" / "sms.jsonl"
    made = sms.ConsoleSender(outbox)
    made.send(MOBILE, TEXT, template_id="T1")
    made.send(MOBILE, "second")
    lines = [json.loads(line) for line in outbox.read_text(encoding="utf-8").splitlines()]
    assert [line["text"] for line in lines] == [TEXT, "second"]
    assert lines[0]["mobile"] == MOBILE
    assert stat.S_IMODE(outbox.stat().st_mode) == 0o600


def test_an_outbox_that_cannot_be_written_is_a_failed_message(tmp_path):
    (tmp_path / "outbox").write_text("a file where a folder should be")
    with pytest.raises(sms.SmsFailed, match="outbox"):
        sms.ConsoleSender(tmp_path / "outbox" / "sms.jsonl").send(MOBILE, TEXT)


def test_the_settings_choose_the_sender():
    assert isinstance(sms.make_sender(settings), sms.ConsoleSender)
    http = dataclasses.replace(settings, sms_sender="http", sms_http_url="https://sms.invalid")
    assert isinstance(sms.make_sender(http), sms.HttpSender)


@pytest.mark.parametrize(("changes", "words"), [
    ({"sms_sender": "pigeon"}, "console or http"),
    ({"sms_sender": "http"}, "SMS_HTTP_URL"),
    ({"sms_sender": "http", "sms_http_url": "https://x", "sms_http_headers": "A: b"}, "JSON"),
])  # fmt: skip
def test_settings_that_cannot_work_are_named(changes, words):
    with pytest.raises(ValueError, match=words):
        sms.make_sender(dataclasses.replace(settings, **changes))
