"""The call screen in Chromium, by keyboard alone, and its accessibility."""

import pytest

from store.models_tickets import Ticket

SIZES = [(1280, 720), (360, 740)]


def type_question(page, text):
    page.keyboard.type(text, delay=8)
    page.wait_for_selector("#answer-1", timeout=5_000)


def test_a_call_by_keyboard_alone(desk, open_page, assistant_says, application):
    page = open_page("/call", role="operator", language="en")
    assert page.evaluate("document.activeElement.id") == "q"
    type_question(page, assistant_says)
    assert page.locator("#answer-1").inner_text().count("पाँच लाख") == 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "answer-1"
    page.keyboard.press("2")
    assert page.locator("#answer-2").is_visible()
    assert not page.locator("#answer-1").is_visible()
    page.keyboard.press("/")
    page.keyboard.press("Alt+3")
    assert page.locator("#answer-3").is_visible()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
    page.keyboard.press("v")
    page.keyboard.type(application)
    page.keyboard.press("Tab")
    page.keyboard.type("Dist")
    page.keyboard.press("Tab")
    page.keyboard.type("Kanpur Nagar")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=pending for 23 days")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.type("asked about the limit")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=The call was logged as ticket")
    with desk.session() as db:
        last = db.query(Ticket).order_by(Ticket.id.desc()).first()
        assert (last.status, last.disposition) == ("closed", "answered")


def test_escape_clears_and_a_late_answer_does_not_come_back(desk, open_page, assistant_says):
    page = open_page("/call", role="operator", language="en")
    type_question(page, assistant_says)
    page.keyboard.press("Escape")
    page.wait_for_selector("#answer-1", state="detached")
    assert page.locator("#q").input_value() == ""


def test_a_calculation_stands_below_the_answer_and_links_a_worksheet(open_page, assistant_says):
    page = open_page("/call", role="operator", language="en")
    type_question(page, assistant_says)
    page.get_by_role("button", name="Work it out").first.click()
    page.wait_for_selector("#estimated_cost")
    page.select_option("#hospital_type", "private_empanelled")
    page.select_option("#care", "ipd")
    page.fill("#estimated_cost", "6,20,000")
    page.locator("#estimated_cost").press("Enter")
    page.wait_for_selector("#result")
    assert "5,00,000" in page.locator("#result").inner_text()
    assert page.locator("#result a[href^='/worksheets/']").count() == 1


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("language", ["hi", "en"])
def test_the_screen_has_no_barriers(
    open_page, axe_violations, fits, assistant_says, application, language, width, height
):
    page = open_page("/call", role="operator", language=language, width=width, height=height)
    assert axe_violations(page) == []
    type_question(page, assistant_says)
    page.locator("[data-open='1']").click()
    page.locator("#answer-1 [hx-get*='/call/calculators/']").click()
    page.wait_for_selector("#estimated_cost")
    assert axe_violations(page) == []
    page.fill("#estimated_cost", "620000")
    page.select_option("#hospital_type", "private_empanelled")
    page.select_option("#care", "ipd")
    page.locator("#estimated_cost").press("Enter")
    page.wait_for_selector("#result")
    assert axe_violations(page) == []
    page.fill("#number", application)
    page.select_option("#fact", "birth_year")
    page.fill("#fact_value", "2014")
    page.locator("#fact_value").press("Enter")
    page.wait_for_selector(".timeline")
    assert axe_violations(page) == []
    assert fits(page)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("language", ["hi", "en"])
def test_the_callback_list_has_no_barriers(
    open_page, axe_violations, fits, language, width, height
):
    page = open_page("/callbacks", role="operator", language=language, width=width, height=height)
    assert axe_violations(page) == []
    assert fits(page)
