"""Slow, broken, refusing networks: nothing is lost, nothing is doubled, the person is told."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.widget.talk import bubbles, field, launcher, say

STATE = "sahayak-widget .message.me .state"


def ids(site):
    return [one["message_id"] for one in site.fake.received]


def test_one_small_request_until_it_is_opened(site, visit, browser):
    context = browser.new_context()
    page = context.new_page()
    seen = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(site.add("/"), wait_until="networkidle")
    page.wait_for_timeout(300)
    assert [url for url in seen if url.startswith(site.url)] == [f"{site.url}/widget.js"]
    launcher(page).click()
    expect(bubbles(page)).to_have_count(1)
    say(page, "x")
    expect(bubbles(page)).to_have_count(2)
    assert all(url.startswith((site.url, site.host)) for url in seen), seen
    context.close()


def test_the_files_are_packed_cached_and_open_to_every_origin(site):
    answer = httpx.get(f"{site.url}/widget.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < 4096
    assert answer.headers["access-control-allow-origin"] == "*"
    again = {"If-None-Match": answer.headers["etag"]}
    assert httpx.get(f"{site.url}/widget.js", headers=again).status_code == 304
    chat = answer.text.split('"widget/chat-')[1].split('"')[0]
    loaded = httpx.get(f"{site.url}/widget/chat-{chat}", headers={"Accept-Encoding": "identity"})
    assert "immutable" in loaded.headers["cache-control"]
    assert "content-encoding" not in loaded.headers
    assert httpx.get(f"{site.url}/widget/../conftest.py").status_code == 404


def test_while_an_answer_is_slow_it_is_said_that_one_is_written(site, visit, picture):
    site.fake.delay = 1.0
    page = visit(phone=True)
    launcher(page).click()
    say(page, "धीमा")
    expect(page.locator("sahayak-widget .typing")).to_be_visible()
    picture(page, "typing-hi-phone")
    expect(bubbles(page)).to_have_count(2)
    expect(page.locator("sahayak-widget .typing")).to_be_hidden()


def test_on_a_slow_network_messages_keep_their_order(site, visit):
    page = visit(phone=True)
    session = page.context.new_cdp_session(page)
    conditions = {
        "offline": False,
        "latency": 400,
        "downloadThroughput": 30_000,
        "uploadThroughput": 10_000,
    }
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", conditions)
    launcher(page).click()
    expect(field(page)).to_be_visible(timeout=15_000)
    for text in ("एक", "दो", "तीन"):
        say(page, text)
    expect(bubbles(page)).to_have_count(4, timeout=15_000)
    assert [one["message"] for one in site.fake.received] == ["एक", "दो", "तीन"]
    assert bubbles(page).last.inner_text() == "echo तीन"


def test_offline_is_said_and_what_was_typed_goes_out_when_the_network_is_back(
    site, visit, picture
):
    page = visit()
    launcher(page).click()
    expect(bubbles(page)).to_have_count(1)
    page.context.set_offline(True)
    expect(page.locator("sahayak-widget .banner")).to_contain_text("इंटरनेट नहीं")
    say(page, "एक")
    say(page, "दो")
    expect(page.locator(STATE).first).to_contain_text("इंटरनेट आते ही")
    picture(page, "offline-hi-desktop")
    assert site.fake.received == []
    page.context.set_offline(False)
    expect(bubbles(page)).to_have_count(3)
    assert [one["message"] for one in site.fake.received] == ["एक", "दो"]
    expect(page.locator("sahayak-widget .banner")).to_be_hidden()


def test_what_was_not_sent_goes_out_after_a_reload_but_no_identifier_is_kept_for_that(site, visit):
    page = visit()
    page.route("**/api/widget/messages", lambda route: route.abort())
    launcher(page).click()
    expect(bubbles(page)).to_have_count(1)
    say(page, "पेंशन")
    say(page, "9876543210")
    expect(page.locator(STATE)).to_have_count(2)
    assert site.fake.received == []
    page.unroute("**/api/widget/messages")
    page.reload()
    expect(bubbles(page)).to_have_count(2)
    assert [one["message"] for one in site.fake.received] == ["पेंशन"]
    expect(page.locator(STATE).nth(1)).to_have_text("यह संदेश नहीं गया। कृपया फिर लिखिए।")


def test_a_lost_answer_is_fetched_under_the_same_id(site, visit):
    page = visit()
    launcher(page).click()
    expect(bubbles(page)).to_have_count(1)
    site.fake.failures = [(500, {})]
    say(page, "x")
    expect(bubbles(page)).to_have_count(2)
    assert len(ids(site)) == 2
    assert len(set(ids(site))) == 1


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_after_three_tries_the_person_may_send_again(site, visit, picture, lang):
    site.fake.failures = [(503, {"Retry-After": "1"})] * 3
    page = visit(lang=lang)
    launcher(page).click()
    say(page, "x")
    retry = page.get_by_role("button", name={"hi": "फिर भेजें", "en": "Send again"}[lang])
    expect(retry).to_be_visible()
    picture(page, f"error-{lang}-desktop")
    retry.click()
    expect(bubbles(page)).to_have_count(2)
    assert len(ids(site)) == 4
    assert len(set(ids(site))) == 1


def test_too_many_messages_wait_as_long_as_the_server_says(site, visit):
    site.fake.failures = [(429, {"Retry-After": "1"})]
    page = visit()
    launcher(page).click()
    say(page, "x")
    expect(page.locator(STATE)).to_have_text("फिर भेजा जा रहा है…")
    expect(bubbles(page)).to_have_count(2)
    assert len(ids(site)) == 2


def test_what_the_server_refuses_is_explained_in_the_page_s_language(site, visit):
    site.fake.failures = [(413, {})]
    page = visit(lang="en")
    launcher(page).click()
    say(page, "x")
    expect(page.locator(STATE)).to_have_text("Too many messages at once.")
    assert page.get_by_role("button", name="Send again").count() == 0


def test_a_session_that_is_over_is_replaced_without_a_word(site, visit):
    page = visit()
    launcher(page).click()
    say(page, "एक")
    expect(bubbles(page)).to_have_count(2)
    site.fake.sessions.clear()
    say(page, "दो")
    expect(bubbles(page)).to_have_count(3)
    assert site.fake.opened[1]["session"] == "session-1"
    assert page.locator("sahayak-widget .bad").count() == 0


def test_without_a_network_at_first_the_person_is_told_and_may_try_again(site, visit):
    page = visit(lang="en")
    page.route("**/api/widget/session", lambda route: route.abort())
    launcher(page).click()
    expect(page.locator("sahayak-widget .start")).to_contain_text("could not be started")
    page.unroute("**/api/widget/session")
    page.get_by_role("button", name="Try again").click()
    expect(bubbles(page)).to_have_count(1)


def test_when_the_chat_does_not_load_the_launcher_says_so_and_tries_again(site, visit):
    page = visit(lang="en")
    page.route("**/widget/chat-*", lambda route: route.abort())
    launcher(page).click()
    expect(page.locator("sahayak-widget .problem")).to_contain_text("1800-1800-4444")
    page.unroute("**/widget/chat-*")
    launcher(page).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_without_a_stream_the_messages_are_asked_for(site, visit):
    site.fake.answer = lambda _: [
        {
            "text": "ठहरिए",
            "lang": "hi",
            "custom": {"handoff": {"handoff": "waiting", "position": None}},
        }
    ]
    page = visit()
    page.route("**/api/widget/events*", lambda route: route.abort())
    launcher(page).click()
    say(page, "व्यक्ति")
    expect(page.locator("sahayak-widget .banner")).to_be_visible()
    page.wait_for_timeout(300)
    assert "poll" in site.fake.paths
