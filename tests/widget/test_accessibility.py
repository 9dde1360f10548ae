"""WCAG 2.1 AA: axe-core in every state, and what axe-core cannot see."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.widget.fake_assistant import GREETING
from tests.widget.talk import TABLE, answer_with, bubbles, field, launcher, say

ROOT = "document.querySelector('sahayak-widget').shadowRoot"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


def violations(page: Any) -> list[str]:
    """What axe-core finds on the whole page, inside the widget's shadow too."""
    page.wait_for_timeout(250)  # the panel fades in, and a half-faded text has little contrast
    result = Axe().run(page, options=WCAG).response
    assert len(result["passes"]) > 10
    inside = [
        n for one in result["passes"] for n in one["nodes"] if isinstance(n["target"][0], list)
    ]
    assert inside, "axe-core did not look into the widget"
    return [f"{one['id']}: {[n['target'] for n in one['nodes']]}" for one in result["violations"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["hi", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_any_state(site, visit, picture, lang, theme, phone):
    site.fake.answer = answer_with(table=TABLE)
    page = visit(site.add("/", lang=lang, more=f'data-theme="{theme}"'), phone=phone)
    assert violations(page) == [], "closed"
    launcher(page).click()
    expect(page.locator("sahayak-widget .chip").first).to_be_visible()
    assert violations(page) == [], "open, with buttons"
    say(page, "x")
    expect(page.locator("sahayak-widget table")).to_be_visible()
    assert violations(page) == [], "table and chart"
    if theme == "dark":
        picture(page, f"dark-{lang}-{'phone' if phone else 'desktop'}")
    page.locator("sahayak-widget .tool").nth(1).click()
    expect(page.locator("sahayak-widget .reasons")).to_be_visible()
    page.locator("sahayak-widget .reasons .chip").first.click()
    assert violations(page) == [], "feedback"
    site.fake.answer = lambda body: [
        {
            "text": "?",
            "lang": body["language"],
            "custom": {"input": {"type": "date", "invalid": True}},
        }
    ]
    say(page, "y")
    expect(page.locator("sahayak-widget .day")).to_be_visible()
    assert violations(page) == [], "form"
    site.fake.failures = [(503, {"Retry-After": "0.1"})] * 3
    say(page, "z")
    expect(page.locator("sahayak-widget .retry")).to_be_visible()
    assert violations(page) == [], "error"
    page.locator("sahayak-widget header button").nth(2).click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    assert violations(page) == [], "confirm"


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_by_keyboard_alone_from_asking_to_closing(site, visit, lang):
    site.fake.answer = answer_with()
    page = visit(lang=lang)
    press = page.keyboard.press
    press("Tab")
    press("Tab")
    expect(launcher(page)).to_be_focused()
    press("Enter")
    expect(field(page)).to_be_focused()
    page.keyboard.type("limit")
    press("Enter")
    expect(bubbles(page)).to_have_count(2)
    expect(field(page)).to_be_focused()
    for _ in range(4):  # copy, down, up lie between the buttons of the answer and the field
        press("Shift+Tab")
    press("Enter")
    assert site.fake.received[1:] == [] or site.fake.received[1]["message"].startswith("/")
    focused = "document.querySelector('sahayak-widget').shadowRoot.activeElement"
    while not page.evaluate(f"{focused}?.classList.contains('tool')"):
        press("Tab")
    press("Enter")
    expect(page.locator("sahayak-widget .tool[aria-pressed=true]")).to_have_count(1)
    press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(launcher(page)).to_be_focused()


def test_the_focus_stays_in_the_dialog_both_ways_round(site, visit):
    page = visit()
    launcher(page).click()
    expect(bubbles(page)).to_have_count(1)
    inside = "document.activeElement.tagName === 'SAHAYAK-WIDGET'"
    seen = set()
    for key in ["Tab"] * 14 + ["Shift+Tab"] * 14:
        page.keyboard.press(key)
        assert page.evaluate(inside)
        seen.add(page.evaluate("document.activeElement.shadowRoot.activeElement.outerHTML"))
    assert len(seen) >= 7


def test_the_focus_is_always_visible(site, visit):
    page = visit()
    launcher(page).click()
    expect(bubbles(page)).to_have_count(1)
    for _ in range(8):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement.shadowRoot.activeElement);"
            " return [s.outlineStyle, parseFloat(s.outlineWidth)]; })()"
        )
        assert style[0] == "solid"
        assert style[1] >= 3


def test_a_screen_reader_hears_each_reply_once(site, visit):
    page = visit(lang="en")
    launcher(page).click()
    expect(page.locator("sahayak-widget .panel > [role=status]")).to_have_text(GREETING["en"])
    page.evaluate(
        f"const status = {ROOT}.querySelector('.panel > [role=status]');"
        "window.heard = []; new MutationObserver((all) => all.forEach((m) => m.addedNodes.forEach("
        "(n) => heard.push([n.lang, n.textContent])))).observe(status, {childList: true})"
    )
    say(page, "one")
    say(page, "two")
    expect(bubbles(page)).to_have_count(3)
    assert page.evaluate("heard") == [["en", "echo one"], ["en", "echo two"]]
    log = page.locator("sahayak-widget .log")
    assert log.get_attribute("aria-live") is None
    assert log.get_attribute("role") is None
    live = page.locator("sahayak-widget").locator("[aria-live], [role=log], [role=alert]")
    assert live.count() == 1


@pytest.mark.parametrize("width", [320, 360, 640])
def test_targets_are_large_and_nothing_is_cut_off(site, visit, width):
    site.fake.answer = answer_with(table=TABLE)
    page = visit(viewport={"width": width, "height": 640})
    launcher(page).click()
    say(page, "x")
    expect(page.locator("sahayak-widget table")).to_be_visible()
    small = page.evaluate(
        f"[...{ROOT}.querySelectorAll('button, textarea, input')]"
        ".map((e) => [e.getAttribute('aria-label') || e.textContent, e.getBoundingClientRect()])"
        ".filter(([, b]) => b.width && (b.width < 43.5 || b.height < 43.5)).map(([name]) => name)"
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    log = "document.querySelector('sahayak-widget').shadowRoot.querySelector('.log')"
    assert page.evaluate(f"{log}.scrollWidth <= {log}.clientWidth")


def test_at_twice_the_size_it_stays_usable(site, visit, picture):
    # 200% of a 1280 wide window is 640 of CSS pixels.
    page = visit(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    launcher(page).click()
    say(page, "x")
    expect(bubbles(page)).to_have_count(2)
    for part in ("header", ".log", ".composer"):
        box = page.locator(f"sahayak-widget {part}").bounding_box()
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= 640.5
        assert box["y"] + box["height"] <= 400.5
    assert page.locator("sahayak-widget .log").bounding_box()["height"] > 96


def test_nothing_moves_for_whom_motion_disturbs(site, visit):
    page = visit(reduced_motion="reduce")
    launcher(page).click()
    site.fake.delay = 0.5
    say(page, "x")
    expect(page.locator("sahayak-widget .typing")).to_be_visible()
    names = page.evaluate("document.getAnimations().length")
    assert names == 0


def test_in_high_contrast_controls_and_bars_keep_their_edges(site, visit, picture):
    site.fake.answer = answer_with(table=TABLE)
    page = visit(forced_colors="active")
    launcher(page).click()
    say(page, "x")
    bar = page.locator("sahayak-widget .value .bar1").first
    expect(bar).to_be_visible()
    assert bar.evaluate("(e) => getComputedStyle(e).borderTopStyle") == "solid"
    assert (
        page.locator("sahayak-widget .send").evaluate("(e) => getComputedStyle(e).borderTopStyle")
        == "solid"
    )
    picture(page, "contrast-hi-desktop")


def test_hindi_has_room_above_and_below_the_line(site, visit):
    site.fake.answer = answer_with(table=TABLE)
    page = visit()
    launcher(page).click()
    say(page, "x")
    expect(page.locator("sahayak-widget table")).to_be_visible()
    tight = page.evaluate(
        f"[...{ROOT}.querySelectorAll('p, button, td, th, h2, small, caption')]"
        ".filter((e) => e.textContent.trim())"
        ".map((e) => [e.className || e.tagName, getComputedStyle(e)])"
        ".filter(([, s]) => parseFloat(s.lineHeight) / parseFloat(s.fontSize) < 1.59)"
        ".map(([name]) => name)"
    )
    assert tight == []
