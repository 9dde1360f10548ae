"""The portal in a browser, its widget before the real gateway: here and on another origin."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bot.gateway.app import create_app
from bot.gateway.options import Options
from tests.conftest import free_port
from tests.widget.conftest import PAGE
from tests.widget.fake_assistant import Served, host_page

SCREENSHOTS = Path(__file__).parents[2] / "docs" / "screenshots"
PLENTY = Options(sender_per_minute=6_000, sender_burst=1_000, readiness_seconds=0.0)
DEVICES = {
    "desktop": {"viewport": {"width": 1280, "height": 860}},
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
}


def picture(page, name, **more):
    if os.environ.get("SCREENSHOTS") == "1":
        page.wait_for_timeout(400)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", **more)


@pytest.fixture
def visit(browser, bench):
    contexts = []
    complaints = []

    def go(path="/", device="desktop", **options):
        context = browser.new_context(base_url=bench.gateway.url, **DEVICES[device] | options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def answers(page):
    return page.locator("sahayak-widget .message.bot .bubble")


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("lang", ["hi", "en"])
def test_a_popular_question_is_answered_in_the_widget(bench, visit, lang, device):
    text = {"hi": "एक परिवार को साल में ₹5,00,000 तक।", "en": "₹5,00,000 a year for a family."}[lang]
    bench.rasa.replies = [{"text": text, "custom": {"answer": "limit", "language": lang}}]
    page = visit(f"/?lang={lang}", device)
    picture(page, f"page-{lang}-{device}")
    if (lang, device) == ("hi", "desktop"):
        picture(page, "page-hi-desktop-whole", full_page=True)
    question = page.locator("[data-question]").nth(4)
    wanted = question.get_attribute("data-question")
    question.click()
    expect(answers(page).last).to_have_text(text)
    assert bench.rasa.received[-1]["message"] == wanted
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    picture(page, f"page-{lang}-{device}-answer")
    label = {"hi": "उत्तर काम का है", "en": "The answer helps"}[lang]
    page.get_by_role("button", name=label).click()
    expect(page.locator("sahayak-widget .said")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_axe_finds_nothing_on_the_page(visit, lang):
    for device in DEVICES:
        page = visit(f"/?lang={lang}", device)
        expect(page.locator("sahayak-widget button.launcher")).to_be_visible()
        found = Axe().run(page).response
        assert len(found["passes"]) > 20
        assert [one["id"] for one in found["violations"]] == []


def test_the_page_is_read_without_a_script(visit):
    page = visit("/", java_script_enabled=False)
    # Chromium under automation does not lay <noscript> out, but it is there.
    assert "JavaScript चालू कीजिए" in page.locator("noscript").inner_html()
    expect(page.locator("#ask")).to_be_hidden()
    expect(page.locator(".steps li").last).to_be_visible()
    expect(page.get_by_role("link", name="पत्रक खोलें").first).to_be_visible()


def test_clearing_starts_over_on_the_real_server(bench, visit):
    page = visit("/?lang=en")
    page.locator("sahayak-widget button.launcher").click()
    page.locator("sahayak-widget #field").fill("one")
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(2)
    page.get_by_role("button", name="Clear conversation").click()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(answers(page)).to_have_count(1)
    page.locator("sahayak-widget #field").fill("two")
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(2)
    first, second = bench.rasa.received[-2:]
    assert first["sender"] != second["sender"]


@pytest.mark.parametrize("is_allowed", [True, False])
def test_only_a_listed_website_may_talk_to_us(bench, browser, server_class, is_allowed):
    pages = {}
    host = Served(host_page(pages), free_port())
    origins = host.url if is_allowed else "https://portal.example"
    ours = replace(bench.settings, widget_origins=origins)
    gateway = server_class(lambda: create_app(ours, PLENTY))
    gateway.start()
    pages["/"] = (PAGE.format(lang="en", origin=gateway.url, attributes='data-lang="en"'), {})
    page = browser.new_page()
    page.goto(host.url)
    page.locator("sahayak-widget button.launcher").click()
    if is_allowed:
        page.locator("sahayak-widget #field").fill("question")
        page.keyboard.press("Enter")
        expect(answers(page).last).to_have_text("echo question")
    else:
        expect(page.locator("sahayak-widget .start")).to_be_visible()
        assert answers(page).count() == 0
    page.close()
    gateway.stop()
    host.stop()
