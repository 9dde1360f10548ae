"""Every form and every address of the helpdesk, asked with what nobody means to type."""

import re
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, strategies as st

from console.registry import all_routes
from store import engine, keys, tickets, transcripts
from tests.console.conftest import (  # noqa: F401 - fixtures
    Desk,
    TestServices,
    console_template,
    desk,
    desk_settings,
)
from tests.security.conftest import lines  # noqa: F401 - a fixture
from tests.security.hostile import MARKUP, bounded, texts
from tests.security.planted import found_in

CONSOLE = Path(__file__).resolve().parents[2] / "console"
# Their answers last as long as somebody looks; they take nothing but a number.
LASTING = {"/tickets/{ticket:int}/live"}
PAIRS = sorted(
    (route.path, method)
    for route in all_routes()
    for method in route.methods
    if route.path not in LASTING
)
_READ = r'(?:form|params)(?:\.get\(|\[)"(\w+)"|(?:required|choice)\([^")]*"(\w+)"(?:, "(\w+)")?'
FIELDS = sorted(
    {
        name
        for path in CONSOLE.rglob("*.html")
        for name in re.findall(r'name="([a-z_]+)"', path.read_text("utf-8"))
    }
    | {
        name
        for path in CONSOLE.rglob("*.py")
        for names in re.findall(_READ, path.read_text("utf-8"))
        for name in names
        if name
    }
)
FINE = {200, 204, 303, 400, 401, 403, 404, 405, 409, 413, 422, 429}


@pytest.fixture(scope="module", autouse=True)
def ground(desk):  # noqa: F811
    """People who wait and who wrote markup; a lint that finds nothing, and at once."""

    async def lint(files):
        return []

    desk.services.lint = lint
    now = datetime.now(timezone.utc)
    with engine.session(desk.url) as db:
        for number in range(3):
            conversation = f"{number:032x}"
            said = {"language": "hi", "channel": "widget", "now": now}
            transcripts.append(db, conversation, "in", MARKUP, **said)
            tickets.open_handoff(
                db, conversation, channel="widget", language="en", status="waiting", now=now
            )


def test_forms_were_found():
    assert len(PAIRS) > 70
    assert len(FIELDS) > 25
    assert {route.path for route in all_routes()} >= LASTING


def fill(path, number, text):
    """The route's path with its parameters filled in."""
    part = quote(text.encode("utf-8", "surrogatepass"), safe="") or "x"
    return re.sub(
        r"\{\w+(:\w+)?\}", lambda found: str(number) if found[1] == ":int" else part, path
    )


def encode(fields):
    return urlencode(
        {name: text.encode("utf-8", "surrogatepass") for name, text in fields.items()}
    )


@bounded(500)
@given(
    st.sampled_from(PAIRS),
    st.one_of(st.integers(1, 3), st.sampled_from([0, 2**31, 2**63, 10**30])),
    texts,
    st.dictionaries(st.sampled_from(FIELDS), texts, max_size=12),
    st.booleans(),
)
def test_any_form(desk, lines, pair, number, text, fields, is_part):  # noqa: F811
    path, method = pair
    mark = len(lines.getvalue())
    who, _ = desk.make_staff("administrator")
    token = desk.open_session(who)
    client = desk.visitor()
    client.cookies.set("sahayak_desk", token, path="/desk")
    headers = {
        "X-CSRF-Token": keys.digest("desk-csrf", token),
        "Content-Type": "application/x-www-form-urlencoded",
        **({"HX-Request": "true"} if is_part else {}),
    }
    asked = f"/desk{fill(path, number, text)}"
    if method == "GET":
        asked, body = f"{asked}?{encode(fields)}", b""
    else:
        body = encode(fields).encode()
    response = client.request(method, asked, content=body, headers=headers, follow_redirects=False)
    assert response.status_code in FINE, response.text[:400]
    where = response.headers.get("location", response.headers.get("hx-redirect", "/desk"))
    assert where.startswith("/desk")
    assert not where.startswith(("//", "/desk//", "/desk\\"))
    assert "set-cookie: x=1" not in str(response.headers).lower()
    if response.headers.get("content-type", "").startswith("text/html"):
        assert "<script>alert" not in response.text
        assert "<img src=x" not in response.text
    assert not found_in(lines.getvalue()[mark:])


def test_what_a_person_wrote_is_shown_as_text(desk):  # noqa: F811
    page = desk.sign_in("administrator")
    shown = page.get("/desk/tickets/1").text
    assert "&lt;script&gt;alert" in shown
    assert "<script>alert" not in shown
