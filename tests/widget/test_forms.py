"""The keyboard that suits what is asked for; figures as a table and as bars."""

import pytest
from playwright.sync_api import expect

from tests.widget.talk import TABLE, answer_with, bubbles, field, launcher, say


@pytest.mark.parametrize(
    ("custom", "attributes"),
    [
        ({"input": {"type": "money"}}, {"inputmode": "decimal"}),
        ({"input": {"type": "integer"}}, {"inputmode": "numeric"}),
        ({"wants": "mobile"}, {"inputmode": "tel", "autocomplete": "tel-national"}),
        ({"wants": "otp"}, {"inputmode": "numeric", "autocomplete": "one-time-code"}),
        ({"wants": "number"}, {"autocapitalize": "characters"}),
    ],
    ids=["money", "integer", "mobile", "otp", "application-number"],
)
def test_what_is_asked_for_brings_its_keyboard(site, visit, custom, attributes):
    site.fake.answer = lambda _: [{"text": "?", "lang": "hi", "custom": custom}]
    page = visit(phone=True)
    launcher(page).click()
    say(page, "मेरा स्टेटस")
    for name, value in attributes.items():
        expect(field(page)).to_have_attribute(name, value)
    site.fake.answer = lambda _: [{"text": "ठीक", "lang": "hi"}]
    say(page, "123")
    expect(bubbles(page)).to_have_count(3)
    expect(page.locator("sahayak-widget textarea#field")).to_be_visible()


def test_a_pad_of_digits_can_be_left_for_letters(site, visit):
    site.fake.answer = lambda _: [{"text": "OTP?", "lang": "hi", "custom": {"wants": "otp"}}]
    page = visit(phone=True)
    launcher(page).click()
    say(page, "x")
    page.locator("sahayak-widget .letters").click()
    expect(field(page)).to_have_attribute("inputmode", "text")
    expect(field(page)).to_be_focused()


def test_a_date_may_be_picked_or_written(site, visit, picture):
    site.fake.answer = lambda _: [
        {
            "text": "आपकी जन्मतिथि? जैसे 15-01-1968",
            "lang": "hi",
            "custom": {"input": {"type": "date", "invalid": True}},
            "buttons": [{"title": "रहने दें", "payload": "/stop"}],
        }
    ]
    page = visit(phone=True)
    launcher(page).click()
    say(page, "मैं रिटायर कब होऊँगा")
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    picture(page, "form-hi-phone")
    page.locator("sahayak-widget .day").fill("1968-08-15")
    expect(field(page)).to_have_value("15-08-1968")
    page.locator("sahayak-widget .send").click()
    expect(bubbles(page)).to_have_count(3)
    assert site.fake.received[-1]["message"] == "15-08-1968"


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_figures_come_as_a_table_with_a_caption_and_as_bars(site, visit, picture, lang):
    site.fake.answer = answer_with(table=TABLE)
    page = visit(lang=lang)
    launcher(page).click()
    say(page, "आगरा")
    table = page.locator("sahayak-widget table")
    expect(table.locator("caption")).to_have_text(TABLE["caption"][lang])
    assert table.locator("thead th").all_inner_texts() == [c[lang] for c in TABLE["columns"]]
    assert table.locator("tbody tr").nth(2).locator("td").all_inner_texts() == ["13,600", "11,338"]
    chart = page.locator("sahayak-widget .chart")
    assert TABLE["caption"][lang] in chart.get_attribute("aria-label")
    bars = chart.locator(".value .bar")
    assert bars.count() == 6
    widths = [bars.nth(i).bounding_box()["width"] for i in (0, 1, 4)]
    assert widths[0] / widths[2] == pytest.approx(4655 / 13600, rel=0.02)
    chart.scroll_into_view_if_needed()
    picture(page, f"chart-{lang}-desktop")
