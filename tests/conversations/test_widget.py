"""The widget before the whole assistant: figures, a form with its keyboard, a worksheet."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.serial

SECONDS = 20_000
FIELD = "sahayak-widget #field"


@pytest.fixture
def page(assistant: Any, browser: Any) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 860})
    opened.set_default_timeout(SECONDS)
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(f"{assistant.url}/?lang=en")
    opened.locator("sahayak-widget button.launcher").click()
    yield opened
    opened.close()
    assert complaints == []


def say(page: Page, text: str) -> None:
    """Types a message and waits for what is answered."""
    replies = page.locator("sahayak-widget .message.bot")
    before = replies.count()
    page.locator(FIELD).fill(text)
    page.locator(FIELD).press("Enter")
    expect(replies).not_to_have_count(before, timeout=SECONDS)
    expect(page.locator("sahayak-widget .typing")).to_be_hidden(timeout=SECONDS)


def test_figures_of_a_district_come_as_a_table_and_bars(page: Page) -> None:
    expect(page.locator("sahayak-widget .greeting")).to_be_visible()
    say(page, "how many applications were approved in Agra district")
    expect(page.locator("sahayak-widget caption")).to_contain_text("Agra")
    cells = page.locator("sahayak-widget tbody tr").last.locator("td").all_inner_texts()
    assert cells == ["13,600", "11,338", "2,262"]
    expect(page.locator("sahayak-widget .chart")).to_be_visible()


def test_a_calculation_asks_with_the_right_keyboard_and_ends_in_a_worksheet(page: Page) -> None:
    expect(page.locator("sahayak-widget .greeting")).to_be_visible()
    say(page, '/calculate{"calculator": "pension"}')
    expect(page.locator("sahayak-widget input#field")).to_have_attribute("inputmode", "decimal")
    say(page, "90000")
    expect(page.locator("sahayak-widget input#field")).to_have_attribute("inputmode", "numeric")
    say(page, "30")  # years, and then the months beyond them
    say(page, "0")
    expect(page.locator("sahayak-widget .bubble").last).to_contain_text("₹45,000")
    page.get_by_role("button", name="Print / PDF").click()
    sheet = page.locator("sahayak-widget a.sheet")
    expect(sheet).to_be_visible()
    with page.expect_popup() as opened:
        sheet.click()
    expect(opened.value.locator(".result")).to_contain_text("₹45,000")


def test_the_way_to_the_status_offers_the_keyboards_of_a_telephone_and_an_otp(page: Page) -> None:
    expect(page.locator("sahayak-widget .greeting")).to_be_visible()
    say(page, "show the status of my application")
    field = page.locator("sahayak-widget input#field")
    expect(field).to_have_attribute("autocapitalize", "characters")
    say(page, "UP2024-12345678")
    expect(field).to_have_attribute("autocomplete", "tel-national")
    say(page, "9876543210")
    expect(field).to_have_attribute("autocomplete", "one-time-code")
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert "9876543210" not in kept
    assert "12345678" not in kept
