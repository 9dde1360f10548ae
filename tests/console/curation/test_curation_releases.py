"""Candidates are checked one at a time, published, rolled back; operators may not."""

from datetime import timedelta

import pytest

from console.curation.routes import routes
from console.times import now
from store import releases
from tests.console.curation.test_curation_answers import GOOD

REPORT = {
    "changed_labels": ["faq/x"],
    "examples": 40_000,
    "seconds": 101,
    "cross_validation": {
        "before": {"right": 900, "of": 1000},
        "after": {"right": 950, "of": 1000},
        "labels": 13,
    },
    "regression": {
        "before": {"right": 1990, "of": 2000},
        "after": {"right": 1989, "of": 2000},
        "worse": [
            {
                "text": "a question that gets worse",
                "wanted": "faq/above_five_lakh",
                "kind": "title",
                "before": {"outcome": "answer", "label": "faq/above_five_lakh"},
                "after": {"outcome": "refuse", "label": "faq/above_five_lakh"},
            }
        ],
        "better": [],
        "still_wrong": [],
    },
    "answers": {
        "asked": 4000,
        "changed": 1,
        "messages": 12,
        "effects": {"worse": 1, "unclear": 0, "better": 0},
        "rows": [
            {
                "text": "what changed",
                "wanted": None,
                "before": {"outcome": "disambiguate", "label": "faq/above_five_lakh"},
                "after": {"outcome": "answer", "label": "faq/above_five_lakh"},
                "effect": "unclear",
            }
        ],
    },
    "titles": {"faq/above_five_lakh": {"hi": "ऊपर का खर्च?", "en": "What about cost above?"}},
}


@pytest.fixture
def checked(desk):
    """A release whose check is over, with a model."""
    folder = desk.services.settings.data_dir / "models"
    folder.mkdir(exist_ok=True)
    (folder / "cafe.tar.gz").write_text("model")
    with desk.session() as db:
        release = releases.start_check(
            db, {"data/faq/sects/x.yml": {"text": "id: x", "base": None}}, actor="c", now=now()
        )
        releases.finish_check(
            db, release.id, report=REPORT, model="cafe.tar.gz", product="f" * 16, now=now()
        )
        return release.id


def test_a_check_begins_with_the_changes_and_runs_once(desk):
    client = desk.sign_in("curator", language="en")
    assert client.submit("/desk/curation/answers/new", **GOOD).status_code == 303
    begun = client.submit("/desk/curation/releases/start")
    assert begun.status_code == 303
    [release_id] = desk.services.checked
    assert begun.headers["location"].endswith(f"/releases/{release_id}")
    with desk.session(read_only=True) as db:
        [(path, part)] = releases.fetch_release(db, release_id).overlay.items()
    assert path == f"data/faq/sects/{GOOD['id']}.yml"
    assert part["base"] is None
    page = client.get(f"/desk/curation/releases/{release_id}").text
    assert "About to start" in page
    assert 'hx-trigger="every 2s"' in page
    client.submit("/desk/curation/releases/start")
    assert len(desk.services.checked) == 1
    assert "A check is under way" in client.get("/desk/curation/releases").text
    client.submit(f"/desk/curation/releases/{release_id}/cancel")
    page = client.get(f"/desk/curation/releases/{release_id}").text
    assert "This check was cancelled" in page
    assert (
        client.get(f"/desk/curation/releases/{release_id}/progress").headers["hx-refresh"]
        == "true"
    )


def test_without_changes_there_is_nothing_to_check(desk):
    client = desk.sign_in("curator", language="en")
    client.submit("/desk/curation/releases/start")
    assert desk.services.checked == []
    assert "nothing to check" in client.get("/desk/curation/changes").text


def test_a_check_whose_process_is_gone_is_told_as_failed(desk):
    with desk.session() as db:
        long_ago = now() - timedelta(seconds=releases.SILENT_SECONDS + 1)
        release_id = releases.start_check(db, {}, actor="c", now=long_ago).id
    for language, said in (("en", "was stopped or restarted"), ("hi", "सर्वर बंद या फिर से शुरू हुआ")):
        page = desk.sign_in("curator", language=language).get(
            f"/desk/curation/releases/{release_id}"
        )
        assert said in page.text


def test_the_report_shows_figures_harm_and_changed_answers(desk, checked):
    page = desk.sign_in("curator", language="en").get(f"/desk/curation/releases/{checked}").text
    for said in ("90.0% → <strong>95.0%", "99.5% → <strong>99.5%", "a question that gets worse"):
        assert said in page
    assert "What about cost above?" in page
    assert "offers choices" in page
    assert "12 of them asked by people" in page


def test_publish_switches_rasa_and_withdraw_goes_back(desk, checked):
    client = desk.sign_in("curator", language="en")
    model = desk.services.settings.data_dir / "models" / "cafe.tar.gz"
    assert client.submit(f"/desk/curation/releases/{checked}/publish").status_code == 303
    assert desk.services.models == [model]
    assert "Release " in client.get("/desk/curation/releases").text
    with desk.session(read_only=True) as db:
        assert releases.fetch_published(db).id == checked
    assert desk.audit_log()[-1].action == "release.published"
    client.submit("/desk/curation/releases/withdraw")
    assert "own model is missing" in client.get("/desk/curation/releases").text
    desk.services.own_model().write_text("model")
    client.submit("/desk/curation/releases/withdraw")
    assert desk.services.models == [model, desk.services.own_model()]
    with desk.session(read_only=True) as db:
        assert releases.fetch_published(db) is None
    client.submit(f"/desk/curation/releases/{checked}/publish")
    assert "This earlier release answers again" in client.get("/desk/curation").text


def test_if_rasa_does_not_take_it_the_old_one_answers_on(desk, checked):
    desk.services.takes_models = False
    client = desk.sign_in("curator", language="hi")
    client.submit(f"/desk/curation/releases/{checked}/publish")
    assert "पुराना ही उत्तर दे रहा है" in client.get(f"/desk/curation/releases/{checked}").text
    with desk.session(read_only=True) as db:
        assert releases.fetch_published(db) is None


def test_a_release_without_a_model_cannot_be_published(desk, checked):
    (desk.services.settings.data_dir / "models" / "cafe.tar.gz").unlink()
    client = desk.sign_in("curator", language="en")
    client.submit(f"/desk/curation/releases/{checked}/publish")
    assert desk.services.models == []
    assert "is not kept" in client.get("/desk/curation").text


def test_every_address_is_for_curators_only(desk):
    assert len(routes) >= 15
    operator = desk.sign_in("operator")
    for route in routes:
        for method in route.methods:
            address = f"/desk{route.example()}"
            if method == "GET":
                assert operator.get(address).status_code == 403, address
            else:
                assert operator.submit(address).status_code == 403, address
