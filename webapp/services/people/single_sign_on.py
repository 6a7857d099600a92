"""Asking the provider who somebody is: authorisation code, PKCE, and an ID token that is checked.

Everything asked of the provider goes to addresses in the discovery document of the issuer that
the settings name, with limits of time and size; a redirect is not followed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx2
from flask_babel import lazy_gettext as _l

from webapp.providers import Provider, is_safe_address
from webapp.services.people.id_tokens import Claims, Distrusted, check_id_token
from webapp.services.people.sign_ins import FRESH
from webapp.services.people.untold import Untold

_SCOPES = "openid email profile"
_SECONDS_EACH = 5.0
_LONGEST = 512 * 1024
_KEPT = timedelta(minutes=10)
# However slow the provider is, threads are left for everybody else.
_asking = threading.BoundedSemaphore(4)
_SECONDS_FOR_A_TURN = 2.0
_discovered: dict[str, tuple[datetime, Mapping[str, Any]]] = {}


class Away(Untold):
    """The provider does not answer, or not as one does."""

    status = 503
    told = _l(
        "The provider that signs you in does not answer as it should. Nothing is lost. "
        "Try again in a moment; if it stays so, tell the administrator of this site."
    )


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must be the same when somebody comes back from the provider."""

    nonce: str
    verifier: str


def draw_secrets() -> Secrets:
    """Return new secrets for one way to the provider and back."""
    return Secrets(nonce=secrets.token_urlsafe(32), verifier=secrets.token_urlsafe(48))


def find_entrance(provider: Provider, at: datetime) -> str:
    """Return where at the provider one signs in. Raises Away when it does not answer."""
    return str(_discover(provider, at)["authorization_endpoint"])


def ask(
    provider: Provider, drawn: Secrets, state: str, back: str, *, anew: bool = False
) -> dict[str, str]:
    """Return what is asked there; ``anew`` has those sign in once more who are."""
    digest = hashlib.sha256(drawn.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": _SCOPES,
        "state": state,
        "nonce": drawn.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    if anew:
        asked |= {"prompt": "login", "max_age": "0"}
    return asked


def with_query(address: str, asked: Mapping[str, str]) -> str:
    """Return an address with what is asked there."""
    return address + ("&" if urlsplit(address).query else "?") + urlencode(asked)


def redeem(
    provider: Provider, drawn: Secrets, code: str, back: str, at: datetime, *, anew: bool = False
) -> Claims:
    """Return what the provider says of whoever brings ``code``.

    Raises:
        Away: the provider does not answer.
        Distrusted: what it answers does not prove who somebody is.
    """
    described = _discover(provider, at)
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": drawn.verifier,
    }
    answer = _ask(described["token_endpoint"], **_as_client(provider, described, fields))
    keys = _ask(described["jwks_uri"]).get("keys")
    claims = check_id_token(
        answer.get("id_token"), keys, provider.issuer, provider.client_id, drawn.nonce, at
    )
    if anew and not claims.is_fresh(at - FRESH):
        raise Distrusted("auth_time")
    return claims if claims.email else _with_userinfo(claims, described, answer)


def _with_userinfo(
    claims: Claims, described: Mapping[str, Any], answer: Mapping[str, Any]
) -> Claims:
    """Ask for what the ID token leaves out, which must be said of the same person."""
    address, token = described.get("userinfo_endpoint"), answer.get("access_token")
    if not is_safe_address(address) or not isinstance(token, str):
        return claims
    said = _ask(address, headers={"Authorization": f"Bearer {token}"})
    if said.get("sub") != claims.subject:
        raise Distrusted("sub of userinfo")
    return claims.added(said)


def _as_client(
    provider: Provider, described: Mapping[str, Any], fields: dict[str, str]
) -> dict[str, Any]:
    """Return the request by which we show who we are, in the way the provider knows."""
    ways = described.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if "client_secret_basic" in ways or "client_secret_post" not in ways:
        names = (quote(provider.client_id, safe=""), quote(provider.client_secret, safe=""))
        return {"fields": fields, "auth": names}
    return {
        "fields": fields
        | {"client_id": provider.client_id, "client_secret": provider.client_secret}
    }


def _discover(provider: Provider, at: datetime) -> Mapping[str, Any]:
    """Return the provider's own description, which is asked for again after some minutes."""
    since, described = _discovered.get(provider.issuer, (None, {}))
    if since is not None and timedelta(0) <= at - since < _KEPT:
        return described
    described = _ask(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if described.get("issuer") != provider.issuer:
        raise Away("issuer")
    if not all(is_safe_address(described.get(name)) for name in needed):
        raise Away("addresses")
    _discovered[provider.issuer] = (at, described)
    return described


def _ask(
    address: Any,
    *,
    fields: dict[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> Mapping[str, Any]:
    """Return the JSON object that is at ``address``, or that ``fields`` are answered with."""
    method = "GET" if fields is None else "POST"
    try:
        with _turn(), httpx2.Client(timeout=_SECONDS_EACH, trust_env=False) as client:
            asked = {"Accept": "application/json", **(headers or {})}
            with client.stream(method, address, data=fields, auth=auth, headers=asked) as answer:
                body = _read(answer)
                status = answer.status_code
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise Away(type(error).__name__) from error
    return _understand(status, body, is_code=fields is not None)


def _read(answer: httpx2.Response) -> bytes:
    body, until = b"", time.monotonic() + _SECONDS_EACH
    for part in answer.iter_bytes():
        body += part
        if len(body) > _LONGEST or time.monotonic() > until:
            raise Away("too long")
    return body


def _understand(status: int, body: bytes, *, is_code: bool) -> Mapping[str, Any]:
    if is_code and status in {400, 401, 403}:
        raise Distrusted("code")
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Away("not JSON") from error
    if status != 200 or not isinstance(said, dict):
        raise Away(f"status {status}")
    return said


@contextmanager
def _turn() -> Iterator[None]:
    if not _asking.acquire(timeout=_SECONDS_FOR_A_TURN):
        raise Away("busy")
    try:
        yield
    finally:
        _asking.release()
