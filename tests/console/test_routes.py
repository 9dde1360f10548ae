"""No page of any sub-package escapes the guard: this walks what Starlette really serves."""

import re

import pytest
from sqlalchemy import text
from starlette.routing import Mount, Route

from console import accounts
from console.registry import PACKAGES, all_routes, packages
from console.roles import ANYBODY, AREAS, may_enter
from console.routing import SAFE, DeskRoute
from store.models_staff import ROLES

ROUTES = all_routes()
PAIRS = [(route, method) for route in ROUTES for method in route.methods]


def show(value):
    return value.path if isinstance(value, DeskRoute) else str(value)


def served(desk):
    inner = desk.app.routes[0].app
    return [route for route in inner.routes if isinstance(route, Route)], [
        route for route in inner.routes if not isinstance(route, Route)
    ]


def test_the_routes_were_found():
    assert len(ROUTES) >= 27
    assert "console.accounts" in {package.__name__ for package in packages()}
    assert {package.__name__.partition(".")[2] for package in packages()} <= set(PACKAGES)
    assert sum(not set(route.methods) <= SAFE for route in ROUTES) >= 15


def test_what_starlette_serves_is_the_registry_and_nothing_else(desk):
    routes, others = served(desk)
    real = {(route.path, method) for route in routes for method in route.methods - {"HEAD"}}
    assert real == {(route.path, method) for route, method in PAIRS}
    assert [type(other) for other in others] == [Mount]
    assert others[0].path == "/static"
    assert {route.endpoint.__qualname__ for route in routes} == {"guarded.<locals>.serve"}
    assert [type(route) for route in desk.app.routes] == [Mount]


def test_what_is_open_to_anybody_is_signing_in_only():
    assert {route.path for route in ROUTES if route.is_public} == {
        "/language",
        "/sign-in",
        "/sign-in/code",
        "/sign-in/oidc",
        "/sign-in/oidc/back",
        "/invitation/{token}",
    }


def test_no_route_does_without_a_token_and_none_changes_things_on_get():
    assert all(route.csrf for route in ROUTES)
    for route in ROUTES:
        if re.search(r"/(end|off|on|delete|close|take|publish|reset|unlock)$", route.path):
            assert "POST" in route.methods, route.path


@pytest.mark.parametrize(("route", "method"), PAIRS, ids=show)
def test_nobody_gets_in_without_an_account(desk, route, method):
    visitor = desk.visitor()
    visitor.get("/desk/sign-in")
    asked = f"/desk{route.example()}"
    response = visitor.request(method, asked, follow_redirects=False)
    if route.is_public:
        assert response.status_code != 401
    elif method in SAFE:
        assert response.status_code == 303
        assert response.headers["location"].startswith("/desk/sign-in?next=%2Fdesk%2F")
    else:
        assert response.status_code == 401
    if not route.is_public:
        part = visitor.request(method, asked, headers={"HX-Request": "true"})
        assert part.status_code == 401
        stage = desk.open_session(desk.make_staff("administrator")[0], stage="totp")
        visitor.cookies.set("sahayak_desk", stage, path="/desk")
        half = visitor.request(method, asked, follow_redirects=False)
        assert half.status_code in (303, 401)


CLOSED = [
    (route, method, role)
    for route, method in PAIRS
    for role in ROLES
    if not may_enter(role, route.role)
]


@pytest.fixture(scope="module")
def member_of(desk):
    """One browser a role; asking pages that are closed to it changes nothing."""
    known = {}

    def find(role):
        if role not in known:
            known[role] = desk.sign_in(role)
            known[role].token = known[role].csrf
        return known[role]

    return find


def test_closed_doors_were_found():
    assert len(CLOSED) >= 40


@pytest.mark.parametrize(("route", "method", "role"), CLOSED, ids=show)
def test_a_role_gets_only_what_is_its_own(desk, member_of, route, method, role):
    client = member_of(role)
    response = client.request(
        method, f"/desk{route.example()}", headers={"X-CSRF-Token": client.token}
    )
    assert response.status_code == 403
    assert "role" in response.text
    assert desk.audit_log()[-1].action == "access.refused"


UNSAFE = [(route, method) for route, method in PAIRS if method not in SAFE]


@pytest.mark.parametrize(("route", "method"), UNSAFE, ids=show)
def test_nothing_is_changed_without_the_browsers_own_token(desk, member_of, route, method):
    client = member_of("administrator")
    other = member_of("operator").token
    asked = f"/desk{route.example()}"
    for given in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": other}):
        response = client.request(method, asked, headers=given)
        assert response.status_code == 403, given
        assert "out of date" in response.text
    assert client.request(method, asked, data={"csrf": other}).status_code == 403
    from_elsewhere = {"X-CSRF-Token": client.token, "Sec-Fetch-Site": "cross-site"}
    assert client.request(method, asked, headers=from_elsewhere).status_code == 403


def test_a_forced_password_change_comes_before_everything(desk):
    client = desk.sign_in("administrator")
    token = client.csrf
    with desk.session() as db:
        db.execute(text("UPDATE staff SET must_change_password = 1, password_hash = 'x'"))
    due = [pair for pair in PAIRS if not pair[0].is_public and not pair[0].before_password]
    assert len(due) > 20
    for route, method in due:
        asked = f"/desk{route.example()}"
        response = client.request(
            method, asked, headers={"X-CSRF-Token": token}, follow_redirects=False
        )
        assert response.status_code == 303, route.path
        assert response.headers["location"] == "/desk/password"
    assert client.get("/desk/password").status_code == 200
    with desk.session() as db:
        db.execute(text("UPDATE staff SET must_change_password = 0"))


def test_every_area_is_one_of_the_tables_and_administrators_may_all():
    assert {route.role for route in ROUTES} - {ANYBODY} <= set(AREAS)
    assert all("administrator" in roles for roles in AREAS.values())
    assert "curator" not in AREAS["operator"]
    assert "operator" not in AREAS["analytics"]


def test_a_route_of_an_unknown_area_or_twice_is_an_error(monkeypatch):
    with pytest.raises(ValueError, match="no area"):
        DeskRoute("/x", None, role="visitor")
    with pytest.raises(ValueError, match="begins with"):
        DeskRoute("x", None)
    monkeypatch.setattr(accounts, "routes", [ROUTES[-1], ROUTES[-1]])
    with pytest.raises(ValueError, match="twice"):
        all_routes()
