"""Curation as people see it: each page in both languages, on a desktop and a phone."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from console.times import now
from store import releases
from tests.console.curation.test_curation_answers import GOOD
from tests.console.curation.test_curation_releases import REPORT

SCREENSHOTS = Path(__file__).parents[3] / "docs" / "screenshots"
NEAREST = {
    "id": "add_dependants_step",
    "kind": "faq",
    "confidence": 0.42,
    "title": {"hi": "आश्रित कैसे जोड़ें?", "en": "How are dependants added?"},
}
PAGES = (
    "inbox",
    "cluster",
    "answers",
    "new-answer",
    "answer",
    "changes",
    "releases",
    "checking",
    "failed",
    "release",
)


@pytest.fixture
def addresses(desk, messages):
    """A day in the middle: messages, a draft, a check under way and two that are over."""
    desk.services.understood["dependent card me bahu ka naam kaise jude"] = {
        "language": "hinglish",
        "outcome": "refuse",
        "candidates": [NEAREST],
    }
    client = desk.sign_in("curator")
    assert client.submit("/desk/curation/answers/new", **GOOD).status_code == 303
    client.submit(
        "/desk/curation/decide", item=str(messages[1]), action="assign", answer="above_five_lakh"
    )
    file = {f"data/faq/sects/{GOOD['id']}.yml": {"text": "id: x", "base": None}}
    with desk.session() as db:
        long_ago = now() - timedelta(minutes=5)
        failed = releases.start_check(db, file, actor="asha", now=long_ago).id
        releases.fail_check(db, failed, "training", detail="rasa train failed", now=long_ago)
        done = releases.start_check(db, file, actor="asha", now=long_ago).id
        over = {"report": REPORT, "model": "cafe.tar.gz", "product": "f" * 16}
        releases.finish_check(db, done, **over, now=long_ago)
        running = releases.start_check(db, file, actor="asha", now=now()).id
        progress = {"step": "training", "percent": 46}
        releases.beat(db, running, progress, now=now() + timedelta(minutes=5))
    return dict(
        zip(
            PAGES,
            (
                "",
                f"/clusters/{messages[0]}",
                "/answers?q=card",
                f"/answers/new?item={messages[0]}",
                "/answers/above_five_lakh",
                "/changes",
                "/releases",
                f"/releases/{running}",
                f"/releases/{failed}",
                f"/releases/{done}",
            ),
            strict=True,
        )
    )


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (360, 740)])
def test_every_page_is_accessible_and_fits(
    addresses, open_page, axe_violations, fits, language, width, height
):
    size = {"width": width, "height": height}
    page = open_page("/curation", role="curator", language=language, **size)
    for name, address in addresses.items():
        page.goto(f"/desk/curation{address}")
        page.wait_for_selector("h1")
        if os.environ.get("SCREENSHOTS") == "1":
            device = "phone" if width < 500 else "desktop"
            path = SCREENSHOTS / f"desk-curation-{name}-{language}-{device}.png"
            page.screenshot(path=path, full_page=True)
        assert axe_violations(page) == [], name
        assert fits(page), name


def test_answers_appear_while_one_types_and_messages_are_assigned(desk, addresses, open_page):
    page = open_page(f"/curation{addresses['cluster']}", role="curator")
    page.fill("#find", "above 5 lakh")
    page.wait_for_selector("#answer-above_five_lakh")
    page.check("#answer-above_five_lakh")
    page.click("button[value=assign]")
    page.wait_for_selector(".notice-done")
    assert "2 questions were assigned" in page.inner_text(".notice-done")


def test_a_check_is_followed_and_the_page_tells_when_it_is_over(desk, addresses, open_page):
    page = open_page(f"/curation{addresses['checking']}", role="curator")
    assert "Training 46%" in page.inner_text("#progress-label")
    running = int(addresses["checking"].rpartition("/")[2])
    with desk.session() as db:
        over = {"report": REPORT, "model": "cafe.tar.gz", "product": "f" * 16}
        releases.finish_check(db, running, **over, now=now())
    page.wait_for_selector(".figures")
    assert "95.0%" in page.inner_text(".figures")
