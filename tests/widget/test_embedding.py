"""On other people's pages: their policy, their colours, their corner, a system without Hindi."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import CHROMIUM
from tests.widget.talk import TABLE, answer_with, bubbles, launcher, say


def test_a_strict_policy_has_nothing_against_it(site, visit):
    origin = site.url
    policy = f"default-src 'none'; script-src {origin}; connect-src {origin}; font-src {origin}"
    site.fake.answer = answer_with(table=TABLE)
    address = site.add("/strict", Content_Security_Policy=policy)
    page = visit(address, lang="hi")
    violations = []
    page.on("console", lambda message: violations.append(message.text))
    page.add_init_script(
        "window.broken = [];"
        "addEventListener('securitypolicyviolation', (e) => broken.push(e.violatedDirective));"
        "window.print = () => { top.printed = true; }"
    )
    page.reload()
    launcher(page).click()
    say(page, "x")
    expect(page.locator("sahayak-widget table")).to_be_visible()
    colour = page.locator("sahayak-widget header").evaluate(
        "(e) => getComputedStyle(e).backgroundColor"
    )
    assert colour == "rgb(18, 58, 107)"
    page.get_by_role("button", name="बातचीत प्रिंट करें").click()
    page.wait_for_function("window.printed")
    assert page.evaluate("broken") == []
    assert [text for text in violations if "favicon" not in text] == []


def test_without_constructable_sheets_a_style_with_the_nonce_does(site, visit):
    sources = f"script-src 'nonce-abc' {site.url}; connect-src {site.url}"
    policy = f"default-src 'none'; style-src 'nonce-abc'; {sources}"
    address = site.add("/old", more='nonce="abc"', Content_Security_Policy=policy)
    page = visit(address)
    page.add_init_script("delete CSSStyleSheet.prototype.replaceSync")
    page.reload()
    launcher(page).click()
    expect(bubbles(page)).to_have_count(1)
    colour = page.locator("sahayak-widget header").evaluate(
        "(e) => getComputedStyle(e).backgroundColor"
    )
    assert colour == "rgb(18, 58, 107)"


@pytest.mark.parametrize("position", ["left", "right"])
def test_the_corner_and_the_colours_are_the_page_s_choice(site, visit, position):
    page = visit(site.add("/", more=f'data-position="{position}" data-theme="light"'))
    page.evaluate("document.documentElement.style.setProperty('--sahayak-accent', '#7a1f5c')")
    box = launcher(page).bounding_box()
    assert (box["x"] < 640) == (position == "left")
    launcher(page).click()
    header = page.locator("sahayak-widget header")
    assert header.evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgb(122, 31, 92)"
    assert (header.bounding_box()["x"] < 640) == (position == "left")


def test_the_page_s_own_style_does_not_reach_in(site, visit):
    page = visit()
    page.add_style_tag(
        content="* { color: red !important; font-size: 40px !important } button { display: none }"
    )
    expect(launcher(page)).to_be_visible()
    launcher(page).click()
    size = bubbles(page).first.locator("p").evaluate("(e) => getComputedStyle(e).fontSize")
    assert size == "16px"


def test_it_may_stand_open_and_follow_the_system_s_theme(site, visit):
    page = visit(site.add("/", more="data-open"), color_scheme="dark")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("sahayak-widget .panel.dark")).to_be_visible()
    page.emulate_media(color_scheme="light")
    expect(page.locator("sahayak-widget .panel.dark")).to_have_count(0)


def test_the_script_twice_makes_one_widget(site, visit):
    address = site.add("/")
    body, headers = site.pages["/"]
    twice = body.replace("</body>", f'<script src="{site.url}/widget.js?2" defer></script></body>')
    site.pages["/"] = (twice, headers)
    page = visit(address)
    expect(page.locator("sahayak-widget")).to_have_count(1)


def test_the_font_is_loaded_only_where_the_system_has_no_devanagari(
    site, browser, tmp_path, picture
):
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{tmp_path}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    (tmp_path / "latin.ttf").write_bytes(_latin_font())
    started = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox"],
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
    )
    for which, one in (("without", started), ("with", browser)):
        page = one.new_page()
        seen = []
        page.on("request", lambda request, seen=seen: seen.append(request.url))
        page.goto(site.add("/"))
        name = launcher(page).inner_text()
        assert name.strip() == ("Sahayak" if which == "without" else "सहायक से पूछिए")
        launcher(page).click()
        expect(bubbles(page)).to_have_count(1)
        page.wait_for_timeout(300)
        fonts_asked = [url for url in seen if url.endswith(".woff2")]
        assert len(fonts_asked) == (1 if which == "without" else 0)
        if which == "without":
            picture(page, "bundled-font-hi-desktop")
            width = (
                "(letter) => { const c = document.createElement('canvas').getContext('2d');"
                " c.font = '40px \"Sahayak Devanagari\"'; return c.measureText(letter).width; }"
            )
            assert page.evaluate(width, "र") != page.evaluate(width, "झ")
        page.close()
    started.close()


def _latin_font() -> bytes:
    """Any font without Devanagari that Chromium's own packages bring along."""
    for path in sorted(Path("/usr/share/fonts").rglob("*.ttf")):
        if path.name in ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf"):
            return path.read_bytes()
    pytest.fail("there is no Latin font on this machine")
