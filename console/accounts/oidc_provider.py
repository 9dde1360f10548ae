"""Talks to the OpenID provider of the settings: authorization code with PKCE, state and nonce."""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.rfc6749.parameters import (
    parse_authorization_code_response,
    prepare_grant_uri,
)
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from store.errors import ServiceUnavailable
from store.settings import Settings

# Asymmetric only: with a shared secret the provider could not be told from ourselves.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
_SECONDS = 5.0
_LEEWAY_SECONDS = 60


class SignOnRefused(Exception):
    """The provider, or what it says of the person, is not as it must be."""


@dataclass(frozen=True)
class Attempt:
    """What is remembered of a browser between going to the provider and coming back."""

    state: str
    nonce: str
    verifier: str
    after: str

    def as_json(self) -> dict[str, str]:
        """For the sealed cookie."""
        return asdict(self)


@dataclass(frozen=True)
class Identity:
    """Whom the provider vouches for. `subject` is a digest that names issuer and person."""

    subject: str
    email: str | None


def is_configured(settings: Settings) -> bool:
    """Whether single sign-on is offered: an issuer over https, or on this machine, is set."""
    issuer = urlsplit(settings.oidc_issuer)
    is_safe = issuer.scheme == "https" or issuer.hostname in ("127.0.0.1", "localhost", "::1")
    return bool(settings.oidc_client_id) and is_safe and bool(issuer.hostname)


def new_attempt(after: str) -> Attempt:
    """State, nonce and PKCE's verifier, all unguessable."""
    state, nonce = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    return Attempt(state, nonce, secrets.token_urlsafe(48), after)


async def address(settings: Settings, attempt: Attempt, back: str) -> str:
    """Where the browser goes to sign in.

    Raises:
        ServiceUnavailable: the provider does not answer.
        SignOnRefused: it answers nonsense.
    """
    async with httpx.AsyncClient(timeout=_SECONDS) as client:
        provider = await _discover(client, settings)
    return str(
        prepare_grant_uri(
            provider["authorization_endpoint"],
            client_id=settings.oidc_client_id,
            response_type="code",
            redirect_uri=back,
            scope="openid email",
            state=attempt.state,
            nonce=attempt.nonce,
            code_challenge=create_s256_code_challenge(attempt.verifier),
            code_challenge_method="S256",
        )
    )


async def identify(settings: Settings, attempt: Attempt, back: str, returned: str) -> Identity:
    """Whom the provider vouches for.

    Args:
        settings: of the instance.
        attempt: what was remembered of the browser.
        back: our address, as the provider knows it.
        returned: that address with the provider's code and state.

    Raises:
        ServiceUnavailable: the provider does not answer.
        SignOnRefused: a wrong state, code, signature, issuer, audience, time or nonce.
    """
    try:
        code = parse_authorization_code_response(returned, state=attempt.state)["code"]
    except AuthlibBaseError as error:
        raise SignOnRefused(type(error).__name__) from None
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": attempt.verifier,
    }
    async with httpx.AsyncClient(timeout=_SECONDS) as client:
        provider = await _discover(client, settings)
        keys = await _get(client, provider["jwks_uri"])
        token = await _redeem(client, provider["token_endpoint"], form, settings)
    return _read(token, keys, settings, attempt)


async def _redeem(
    client: httpx.AsyncClient, url: str, form: dict[str, str], settings: Settings
) -> str:
    name, secret = settings.oidc_client_id, settings.oidc_client_secret
    # RFC 6749, 2.3.1: both are form-encoded before they are joined.
    if secret:
        client.auth = httpx.BasicAuth(quote_plus(name), quote_plus(secret))
    else:
        form = {**form, "client_id": name}
    try:
        response = await client.post(url, data=form)
        answer = response.json()
    except (httpx.HTTPError, ValueError):
        raise ServiceUnavailable("the provider's token endpoint does not answer") from None
    if response.status_code >= 500:
        raise ServiceUnavailable("the provider's token endpoint failed")
    if response.status_code >= 400 or not isinstance(answer, dict):
        raise SignOnRefused("the provider did not accept the code")
    return str(answer.get("id_token", ""))


async def _discover(client: httpx.AsyncClient, settings: Settings) -> dict[str, Any]:
    issuer = settings.oidc_issuer.rstrip("/")
    found = await _get(client, f"{issuer}/.well-known/openid-configuration")
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if str(found.get("issuer", "")).rstrip("/") != issuer or not all(map(found.get, wanted)):
        raise SignOnRefused("the provider describes itself wrongly")
    return found


async def _get(client: httpx.AsyncClient, url: str) -> dict[str, Any]:
    try:
        response = await client.get(url)
        response.raise_for_status()
        found = response.json()
    except (httpx.HTTPError, ValueError):
        raise ServiceUnavailable("the provider does not answer") from None
    if not isinstance(found, dict):
        raise SignOnRefused("the provider answers something else")
    return found


def _read(token: str, keys: Any, settings: Settings, attempt: Attempt) -> Identity:
    wanted = jwt.JWTClaimsRegistry(
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": settings.oidc_issuer},
        aud={"essential": True, "value": settings.oidc_client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": attempt.nonce},
    )
    try:
        claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims
        wanted.validate(claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise SignOnRefused(type(error).__name__) from None
    if isinstance(claims["aud"], list) and claims.get("azp") != settings.oidc_client_id:
        raise SignOnRefused("made for another program")
    email = str(claims.get("email", "")).lower() if claims.get("email_verified") is True else ""
    name = f"{claims['iss']}\x1f{claims['sub']}"
    return Identity(hashlib.sha256(name.encode()).hexdigest(), email or None)
