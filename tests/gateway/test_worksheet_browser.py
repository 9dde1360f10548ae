"""The worksheet in a real browser: on a screen, on a phone, on paper, without a script."""

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml

from store.links import seal_link

RULES = Path(__file__).parents[2] / "actions" / "rules"
FIRST_CASES = {
    path.parent.name: next(
        case["input"] for case in yaml.safe_load(path.read_text("utf-8")) if "expect" in case
    )
    for path in sorted(RULES.glob("*/*/cases.yaml"))
}


def sealed(name: str) -> str:
    values = {key: _plain(value) for key, value in FIRST_CASES[name].items()}
    document = {"calculator": name, "values": values, "on": "2026-11-22"}
    until = datetime.now(timezone.utc) + timedelta(hours=1)
    return f"/worksheets/{seal_link('worksheet', document, expires_at=until)}"


def _plain(value):
    return value if isinstance(value, (int, float, str, bool, list)) else str(value)


def num_pages(pdf: bytes) -> int:
    """Pages of a PDF as Chromium writes it: one object each."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.fixture
def page(browser, desk):
    context = browser.new_context(
        base_url=str(desk.base_url), viewport={"width": 1100, "height": 900}
    )
    opened = context.new_page()
    complaints = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert not complaints
    context.close()


def test_the_print_button_prints_without_a_complaint_of_the_policy(page):
    page.add_init_script("window.print = () => { document.title = 'printed'; }")
    page.goto(sealed("pension"))
    button = page.get_by_role("button", name="Print")
    assert button.is_visible()
    button.click()
    assert page.title() == "printed"
    assert page.evaluate("getComputedStyle(document.querySelector('.result')).fontWeight") == "600"


def test_both_languages_stand_side_by_side_on_a_screen_and_below_on_a_phone(page):
    page.goto(sealed("commutation"))
    hindi, english = (page.locator(f".steps .pair p[lang={x}]").first for x in ("hi", "en"))
    left, right = hindi.bounding_box(), english.bounding_box()
    assert left["x"] + left["width"] <= right["x"]
    assert abs(left["y"] - right["y"]) < 8
    page.set_viewport_size({"width": 360, "height": 740})
    upper, lower = hindi.bounding_box(), english.bounding_box()
    assert upper["y"] + upper["height"] <= lower["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.get_by_role("button", name="Print").bounding_box()["height"] >= 44


def test_devanagari_is_set_in_a_font_that_has_it(page):
    page.goto(sealed("pension"))
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    query = {"nodeId": root, "selector": ".result p[lang=hi]"}
    node = session.send("DOM.querySelector", query)["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert any("Devanagari" in font["familyName"] for font in fonts)


def test_without_a_script_the_page_says_how_to_print(browser, desk):
    context = browser.new_context(base_url=str(desk.base_url), java_script_enabled=False)
    opened = context.new_page()
    opened.goto(sealed("pension"))
    assert not opened.locator("#print").is_visible()
    assert opened.get_by_text("Ctrl+P").first.is_visible()
    context.close()


def test_the_first_case_of_every_calculator_fits_on_one_page_of_a4(page):
    assert len(FIRST_CASES) > 40
    longer = []
    for name in FIRST_CASES:
        page.goto(sealed(name))
        pdf = page.pdf(prefer_css_page_size=True)
        box = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf)
        assert [round(float(side) / 72 * 25.4) for side in box.groups()] == [210, 297]
        if num_pages(pdf) != 1:
            longer.append(name)
    assert not longer
