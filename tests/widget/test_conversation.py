"""Asking, answering, buttons, feedback, clearing: on a page of another origin."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.widget.talk import TABLE, answer_with, bubbles, launcher, say


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desktop"])
@pytest.mark.parametrize("lang", ["hi", "en"])
def test_a_question_is_answered_with_links_source_and_buttons(site, visit, picture, lang, phone):
    site.fake.answer = answer_with()
    page = visit(lang=lang, phone=phone)
    device = "phone" if phone else "desktop"
    picture(page, f"closed-{lang}-{device}")
    launcher(page).click()
    expect(page.locator("sahayak-widget .chips .chip")).to_have_count(2)
    picture(page, f"open-{lang}-{device}")
    page.locator("sahayak-widget .chip").first.click()
    answer = bubbles(page).nth(1)
    expect(answer).to_be_visible()
    assert answer.get_attribute("lang") == lang
    link = answer.locator("a").first
    assert link.get_attribute("href") == "https://sects.up.gov.in/"
    assert "noopener" in link.get_attribute("rel")
    assert answer.locator("a[href^='tel:']").get_attribute("href") == "tel:180018004444"
    expect(answer.locator(".source")).to_be_visible()
    expect(page.locator("sahayak-widget .chips .chip")).to_have_count(2)
    picture(page, f"answer-{lang}-{device}")
    assert site.fake.received[0]["language"] == lang
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_button_sends_its_payload_and_shows_its_title(site, visit):
    site.fake.answer = answer_with()
    page = visit()
    launcher(page).click()
    say(page, "सीमा?")
    page.get_by_role("button", name="कैसे निकाला?").click()
    expect(bubbles(page)).to_have_count(3)
    assert [one["message"] for one in site.fake.received] == ["सीमा?", "/show_steps"]
    assert page.locator("sahayak-widget .message.me .bubble").last.inner_text() == "कैसे निकाला?"


def test_markup_in_a_reply_is_shown_as_text(site, visit):
    site.fake.answer = lambda _: [
        {"text": "<img src=x onerror=alert(1)> https://evil.example/ javascript:x", "lang": "en"}
    ]
    page = visit(lang="en")
    launcher(page).click()
    say(page, "x")
    expect(bubbles(page).nth(1)).to_contain_text("<img src=x")
    assert bubbles(page).nth(1).locator("img, a").count() == 0


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_feedback_may_carry_a_reason_and_a_comment(site, visit, picture, lang):
    page = visit(lang=lang)
    launcher(page).click()
    say(page, "x")
    expect(bubbles(page)).to_have_count(2)
    labels = {
        "hi": ("उत्तर काम का नहीं", "समझ नहीं आया", "राय भेजें"),
        "en": ("The answer does not help", "It is not clear", "Send feedback"),
    }
    down, reason, send = labels[lang]
    page.get_by_role("button", name=down).click()
    page.get_by_role("button", name=reason).click()
    page.locator("sahayak-widget #comment").fill("समझाइए")
    picture(page, f"feedback-{lang}-desktop")
    page.get_by_role("button", name=send).click()
    expect(page.locator("sahayak-widget .said")).to_be_visible()
    identifier = site.fake.received[0]["message_id"]
    assert site.fake.feedback == [
        {"message_id": identifier, "verdict": "down"},
        {"message_id": identifier, "verdict": "down", "reason": "unclear", "comment": "समझाइए"},
    ]
    expect(page.get_by_role("button", name=down)).to_have_attribute("aria-pressed", "true")


def test_an_answer_is_copied_even_where_the_clipboard_is_closed(site, visit):
    page = visit()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    page.evaluate("document.addEventListener('copy', () => { window.copied = true; })")
    launcher(page).click()
    say(page, "x")
    page.get_by_role("button", name="उत्तर कॉपी करें").click()
    expect(page.locator("sahayak-widget [role=status]").last).to_contain_text("कॉपी हो गया")
    assert page.evaluate("window.copied")


def test_the_conversation_alone_is_printed(site, visit):
    page = visit(lang="en")
    page.add_init_script("window.print = () => { top.printed = document.body.innerText; }")
    page.reload()
    launcher(page).click()
    say(page, "my question")
    expect(bubbles(page)).to_have_count(2)
    page.get_by_role("button", name="Print the conversation").click()
    page.wait_for_function("window.printed")
    printed = page.evaluate("window.printed")
    assert "my question" in printed
    assert "echo my question" in printed
    assert "Host" not in printed
    assert "The answer helps" not in printed


def test_the_conversation_survives_a_reload_and_a_following_page(site, visit):
    site.fake.answer = answer_with(table=TABLE)
    page = visit()
    launcher(page).click()
    say(page, "सीमा 9876543210")
    expect(bubbles(page)).to_have_count(2)
    page.goto(site.add("/next"))
    expect(bubbles(page)).to_have_count(2)
    expect(page.locator("sahayak-widget table")).to_be_visible()
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert "9876543210" not in kept
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"
    assert page.locator("sahayak-widget .message.me .bubble").inner_text() == "सीमा ••••••••••"
    assert len(site.fake.opened) == 1
    assert len(site.fake.received) == 1


def test_clearing_asks_first_and_erases_on_the_server_too(site, visit, picture):
    page = visit()
    launcher(page).click()
    say(page, "x")
    expect(bubbles(page)).to_have_count(2)
    page.get_by_role("button", name="बातचीत मिटाएँ").click()
    picture(page, "clear-hi-desktop")
    page.get_by_role("button", name="रहने दें").click()
    assert site.fake.cleared == 0
    page.get_by_role("button", name="बातचीत मिटाएँ").click()
    page.get_by_role("button", name="मिटा दें", exact=True).click()
    expect(bubbles(page)).to_have_count(1)
    assert site.fake.cleared == 1
    assert len(site.fake.opened) == 2
    kept = json.loads(page.evaluate("sessionStorage.getItem('sahayak')"))
    assert kept["messages"] == []
    say(page, "नया")
    expect(bubbles(page)).to_have_count(2)


def test_the_language_is_switched_for_labels_and_for_what_follows(site, visit):
    page = visit()
    launcher(page).click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("dialog", name="Sahayak")).to_be_visible()
    assert page.locator("sahayak-widget .panel").get_attribute("lang") == "en"
    say(page, "limit?")
    expect(bubbles(page)).to_have_count(2)
    assert site.fake.received[0]["language"] == "en"
    page.reload()
    expect(page.get_by_role("dialog", name="Sahayak")).to_be_visible()
    page.get_by_role("button", name="हिंदी").click()
    page.goto(site.add("/english", lang="en"))
    expect(page.get_by_role("dialog", name="Sahayak")).to_be_visible()


def test_the_page_opens_closes_and_asks(site, visit):
    page = visit()
    page.evaluate("document.querySelector('sahayak-widget').ask('पेंशन कितनी बनेगी?')")
    expect(bubbles(page).nth(1)).to_have_text("echo पेंशन कितनी बनेगी?")
    page.evaluate("document.querySelector('sahayak-widget').close()")
    expect(launcher(page)).to_be_visible()
    page.evaluate("document.querySelector('sahayak-widget').open()")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_person_of_the_help_desk_takes_over_and_hands_back(site, visit, picture):
    site.fake.answer = lambda _: [
        {
            "text": "व्यक्ति को बता दिया है।",
            "lang": "hi",
            "custom": {"handoff": {"handoff": "waiting", "position": 2}},
        }
    ]
    page = visit()
    launcher(page).click()
    say(page, "किसी व्यक्ति से बात करनी है")
    expect(page.locator("sahayak-widget .banner")).to_contain_text("2")
    site.fake.handoff("open")
    site.fake.operator_says("m1", "नमस्ते, मैं रीना। बताइए?")
    expect(page.locator("sahayak-widget .message.operator .bubble")).to_have_text(
        re.compile("रीना")
    )
    expect(page.locator("sahayak-widget .banner")).to_contain_text("व्यक्ति से बात")
    picture(page, "handoff-hi-desktop")
    page.reload()
    expect(page.locator("sahayak-widget .message.operator")).to_have_count(1)
    expect(page.locator("sahayak-widget .banner")).to_contain_text("व्यक्ति से बात")
    page.reload()
    expect(page.locator("sahayak-widget .message.operator")).to_have_count(1)
    site.fake.handoff("none")
    expect(page.locator("sahayak-widget .banner")).to_be_hidden()
    assert set(site.fake.paths) == {"events"}
