"""The page as people see it."""

import os
from pathlib import Path

import pytest

from tests.console.analytics.conftest import FIRST, LAST

SCREENSHOTS = Path(__file__).parents[3] / "docs" / "screenshots"


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (360, 740)])
def test_the_page_is_accessible_and_fits(
    used, open_page, axe_violations, fits, language, width, height
):
    page = open_page(
        f"/analytics?from={FIRST}&to={LAST}",
        role="supervisor",
        language=language,
        width=width,
        height=height,
    )
    page.wait_for_selector(".chart canvas")
    assert axe_violations(page) == []
    assert fits(page)
    page.click("details > summary")
    assert axe_violations(page) == []
    if os.environ.get("SCREENSHOTS") == "1":
        page.click("details > summary")
        page.evaluate("scrollTo(0, 0)")
        name = f"desk-analytics-{language}-{'phone' if width < 500 else 'desktop'}.png"
        page.screenshot(path=SCREENSHOTS / name, full_page=width > 500)


def test_the_chart_shows_what_the_table_says(used, open_page):
    page = open_page(f"/analytics?from={FIRST}&to={LAST}", role="supervisor")
    page.wait_for_selector(".chart canvas")
    heads = page.locator("#days-table thead th").all_inner_texts()
    labels = page.locator(".chart .u-legend .u-label").all_inner_texts()
    assert labels == page.locator("#days-table thead th").all_text_contents()
    assert len(heads) == len(labels)
