import csv
import io
import re

import pytest

from console.analytics.tables import TABLES
from tests.console.analytics.conftest import FIRST, LAST

PERIOD = f"from={FIRST}&to={LAST}"
ESCAPED = PERIOD.replace("&", "&amp;")


@pytest.mark.parametrize("language", ["hi", "en"])
def test_every_table_stands_on_the_page(used, language):
    client = used.sign_in("supervisor", language=language)
    page = client.get(f"/desk/analytics?{PERIOD}").text
    assert len(TABLES) >= 10
    for name in TABLES:
        assert f'id="{name}-title"' in page
        assert f"/desk/analytics/{name}.csv?{ESCAPED}" in page
    assert page.count('class="empty"') == 0


def test_the_tiles_add_up(used):
    page = used.sign_in("curator").get(f"/desk/analytics?{PERIOD}").text
    tiles = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))
    assert tiles["Messages"] == "700"
    shares = [float(tiles[name].rstrip("%")) for name in
              ("Questions answered", "Asked back with choices", "Refused")]  # fmt: skip
    assert sum(shares) == pytest.approx(100, abs=0.2)
    assert tiles["Satisfied (share of 👍)"] == "80.0%"


def test_each_table_comes_as_csv(used):
    client = used.sign_in("administrator")
    for name in TABLES:
        answer = client.get(f"/desk/analytics/{name}.csv?{PERIOD}")
        assert answer.headers["content-disposition"].endswith(f'{name}-{FIRST}-{LAST}.csv"')
        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert len(rows) > 1
        assert {len(row) for row in rows} == {len(rows[0])}
    days = client.get(f"/desk/analytics/days.csv?{PERIOD}").text
    assert len(days.splitlines()) == 15


def test_a_cell_is_never_a_formula(used, desk):
    from store.models_curation import CurationItem
    from tests.console.analytics.conftest import NOON

    with desk.session() as db:
        db.add(CurationItem(origin="test:formula", text="=1+1", language="en", reason="refused",
                            asked_at=NOON, status="new"))  # fmt: skip
    text = used.sign_in("supervisor").get(f"/desk/analytics/unanswered.csv?{PERIOD}").text
    assert "'=1+1" in text


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=22-11-2026", "from"),
        ("from=2026-11-22&to=2026-11-01", "to"),
        ("from=2020-01-01&to=2026-11-01", "from"),
    ],
)
def test_a_period_without_sense_is_explained(used, query, field):
    answer = used.sign_in("supervisor").get(f"/desk/analytics?{query}")
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


def test_an_unknown_table_is_not_found(used):
    assert used.sign_in("supervisor").get("/desk/analytics/secrets.csv").status_code == 404


def test_operators_do_not_see_it(used):
    assert used.sign_in("operator").get("/desk/analytics").status_code == 403


def test_an_empty_period_says_so(used):
    page = used.sign_in("supervisor").get("/desk/analytics?from=2020-01-01&to=2020-01-02").text
    assert "Nothing in this period." in page
