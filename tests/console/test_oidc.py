"""Single sign-on against a small real provider on loopback, made with joserfc."""

import base64
import dataclasses
import hashlib
import re
import socket
import threading
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from store import staff, staff_totp

CLIENT, SECRET = "sahayak-desk", "client-secret"


class Provider:
    """Authorisation and token endpoints, discovery and keys; `claims` and the rest can be bent."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.key = RSAKey.generate_key(2048, {"kid": "k1"}, auto_kid=False)
        self.other_key = RSAKey.generate_key(2048, {"kid": "k1"}, auto_kid=False)
        self.reset()
        routes = [
            Route("/.well-known/openid-configuration", self.describe),
            Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]),
            Route("/keys", self.keys),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes), host="127.0.0.1", port=self.port, log_config=None, ws="none"
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        deadline = time.monotonic() + 10
        while not self.server.started:
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def reset(self):
        self.person = {"sub": "person-1", "email": "asha@example.in", "email_verified": True}
        self.changes, self.signing_key, self.codes, self.refuses = {}, None, {}, False
        self.algorithm, self.described_issuer = "RS256", None

    async def describe(self, _):
        return JSONResponse(
            {
                "issuer": self.described_issuer or self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
        )

    async def authorize(self, request):
        asked = dict(request.query_params)
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["scope"].split() == ["openid", "email"]
        back = {"state": asked["state"]}
        if self.refuses:
            back["error"] = "access_denied"
        else:
            back["code"] = f"code-{len(self.codes)}-{asked['nonce']}"
            self.codes[back["code"]] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}")

    async def token(self, request):
        form = await request.form()
        basic = base64.b64decode(request.headers["authorization"].split()[1]).decode()
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or basic != f"{CLIENT}:{SECRET}"
            or challenge != asked["code_challenge"]
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300}
        claims.update(self.person, nonce=asked["nonce"])
        claims.update(self.changes)
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "k1"}
        token = jwt.encode(
            header, claims, self.signing_key or self.key, algorithms=[self.algorithm]
        )
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": token})

    async def keys(self, _):
        return JSONResponse(KeySet([self.key]).as_dict(private=False))


@pytest.fixture(scope="module")
def running():
    made = Provider()
    yield made
    made.server.should_exit = True
    made.thread.join(10)


@pytest.fixture
def provider(running):
    running.reset()
    return running


@pytest.fixture(scope="module")
def desk_settings(desk_settings, running):
    return dataclasses.replace(
        desk_settings,
        oidc_issuer=running.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
    )


@pytest.fixture
def account(desk, provider):
    """An account known by the person's address, new for each test."""
    staff_id, login = desk.make_staff("operator")
    provider.person["email"] = f"{login}@example.in"
    provider.person["sub"] = f"sub-{login}"
    with desk.session() as db:
        staff.save_email(db, staff_id, provider.person["email"])
    return staff_id, login


def go(client, after=""):
    """To the provider, as far as its answer: where it sends the browser."""
    start = client.get(f"/desk/sign-in/oidc?next={after}", follow_redirects=False)
    assert start.status_code == 303, start.text
    sent = httpx.get(start.headers["location"], follow_redirects=False)
    return sent.headers["location"].removeprefix("http://testserver")


def come_back(client, path):
    return client.get(path, follow_redirects=False)


def sign_on(desk, after=""):
    client = desk.visitor()
    return client, come_back(client, go(client, after))


def refused(desk, said):
    client, response = sign_on(desk)
    assert response.headers["location"] == "/desk/sign-in"
    page = client.get("/desk/sign-in").text
    assert client.get("/desk/account", follow_redirects=False).status_code == 303
    assert said in page, page


def test_the_sign_in_page_offers_it(desk, provider):
    assert 'href="/desk/sign-in/oidc?next="' in desk.visitor().get("/desk/sign-in").text


def test_a_linked_person_enters_and_goes_on(desk, provider, account):
    client, response = sign_on(desk, "/desk/account")
    assert response.headers["location"] == "/desk/account"
    assert client.get("/desk/account").status_code == 200
    assert "Change the password" not in client.get("/desk/account").text
    assert (
        client.get("/desk/password", follow_redirects=False).headers["location"] == "/desk/account"
    )
    actions = [line.action for line in desk.audit_log()[-2:]]
    assert actions == ["staff.sign_on_linked", "session.started"]
    assert sign_on(desk)[1].headers["location"] == "/desk/"
    assert desk.audit_log()[-1].action == "session.started"


def test_after_the_first_time_the_subject_counts_not_the_address(desk, provider, account):
    sign_on(desk)
    provider.person["email"] = "married@example.in"
    assert sign_on(desk)[1].headers["location"] == "/desk/"
    provider.person.update(sub="somebody-else", email=f"{account[1]}@example.in")
    refused(desk, "not linked to a helpdesk account")


def test_whom_nobody_linked_stays_outside(desk, provider):
    provider.person.update(sub="stranger", email="stranger@example.in")
    refused(desk, "not linked to a helpdesk account")


def test_an_address_that_nobody_checked_links_nothing(desk, provider, account):
    for value in (False, None, "true"):
        provider.person["email_verified"] = value
        refused(desk, "not linked to a helpdesk account")


def test_an_account_that_is_off_stays_outside(desk, provider, account):
    with desk.session() as db:
        staff.save_active(db, account[0], is_active=False)
    refused(desk, "not linked to a helpdesk account")


def test_the_second_step_is_asked_for_here_too(desk, provider, account):
    with desk.session() as db:
        made = staff_totp.switch_on(db, account[0], "SECRET", 1)
    client, response = sign_on(desk)
    assert response.headers["location"] == "/desk/sign-in/code"
    assert client.get("/desk/account", follow_redirects=False).status_code == 303
    page = client.get("/desk/sign-in/code").text
    token = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)[1]
    client.post("/desk/sign-in/code", data={"csrf": token, "code": made[0]})
    assert client.get("/desk/account", follow_redirects=False).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-program"},
        {"aud": [CLIENT, "another-program"]},
        {"exp": 1_000_000_000},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": None},
        {"exp": None},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_is_refused(desk, provider, account, changes):
    provider.changes = changes
    refused(desk, "was not completed")


def test_a_token_of_another_key_is_refused(desk, provider, account):
    provider.signing_key = provider.other_key
    refused(desk, "was not completed")


def test_a_token_signed_with_the_shared_secret_is_refused(desk, provider, account):
    provider.algorithm, provider.signing_key = "HS256", OctKey.import_key(SECRET * 4)
    refused(desk, "was not completed")


def test_a_state_of_another_browser_is_refused(desk, provider, account):
    ours, theirs = desk.visitor(), desk.visitor()
    mixed = go(theirs)
    go(ours)
    response = come_back(ours, mixed)
    assert response.headers["location"] == "/desk/sign-in"
    assert "was not completed" in ours.get("/desk/sign-in").text
    nobody = desk.visitor()
    assert come_back(nobody, mixed).headers["location"] == "/desk/sign-in"
    assert "start again" in nobody.get("/desk/sign-in").text


def test_an_answer_counts_once(desk, provider, account):
    client = desk.visitor()
    path = go(client)
    assert come_back(client, path).headers["location"] == "/desk/"
    assert come_back(client, path).headers["location"] == "/desk/sign-in"


def test_a_code_somebody_stole_is_useless_without_the_verifier(desk, provider, account):
    victim, thief = desk.visitor(), desk.visitor()
    stolen = parse_qs(urlsplit(go(victim)).query)["code"][0]
    own = parse_qs(urlsplit(go(thief)).query)
    path = f"/desk/sign-in/oidc/back?{urlencode({'code': stolen, 'state': own['state'][0]})}"
    assert come_back(thief, path).headers["location"] == "/desk/sign-in"


def test_whoever_says_no_at_the_provider_is_told_so(desk, provider, account):
    provider.refuses = True
    refused(desk, "was not completed")


def test_a_provider_that_describes_another_is_refused(desk, provider, account):
    provider.described_issuer = "https://evil.example"
    client = desk.visitor()
    response = client.get("/desk/sign-in/oidc", follow_redirects=False)
    assert response.headers["location"] == "/desk/sign-in"
    assert "does not answer" in client.get("/desk/sign-in").text


def test_a_provider_that_is_away_leaves_the_password(desk, provider, account, monkeypatch):
    away = dataclasses.replace(desk.services.settings, oidc_issuer="http://127.0.0.1:1")
    monkeypatch.setattr(desk.services, "settings", away)
    page = desk.visitor().get("/desk/sign-in/oidc")
    assert page.url.path == "/desk/sign-in"
    assert "sign in with your password" in page.text


@pytest.mark.parametrize("issuer", ["", "http://id.example", "ftp://id.example"])
def test_without_a_safe_issuer_it_is_not_offered(desk, monkeypatch, issuer):
    without = dataclasses.replace(desk.services.settings, oidc_issuer=issuer)
    monkeypatch.setattr(desk.services, "settings", without)
    assert "/sign-in/oidc" not in desk.visitor().get("/desk/sign-in").text
    assert desk.visitor().get("/desk/sign-in/oidc").status_code == 404
