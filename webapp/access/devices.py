"""Devices: a browser that signed in to an account once is known to that account from then on.

What strangers do to an account is counted apart from what its known devices do. The browser
keeps one signed cookie that says to which accounts it is known, without naming any.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from flask import Response, after_this_request, current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

_AGE = timedelta(days=400)
_MOST_ACCOUNTS = 10


def device_for(account: str) -> str | None:
    """Return the name of this browser, if it is known to that account."""
    return _known().get(_mark(account))


def remember_device(account: str) -> None:
    """Let the account know this browser, beginning with this response."""
    known, mark = _known(), _mark(account)
    named = known.pop(mark, None) or secrets.token_urlsafe(12)
    g.devices = dict([*known.items(), (mark, named)][-_MOST_ACCOUNTS:])
    after_this_request(_give_cookie)


def cookie_name() -> str:
    """Return what the cookie is called; by https alone, no other host can set it."""
    return "__Host-recite_device" if _is_secure() else "recite_device"


def _known() -> dict[str, str]:
    if "devices" not in g:
        g.devices = _read(request.cookies.get(cookie_name(), ""))
    known: dict[str, str] = g.devices
    return known


def _read(cookie: str) -> dict[str, str]:
    try:
        return dict(_serializer().loads(cookie, max_age=int(_AGE.total_seconds())))
    except BadSignature:
        return {}


def _give_cookie(response: Response) -> Response:
    response.set_cookie(
        cookie_name(),
        _serializer().dumps(_known()),
        max_age=_AGE,
        secure=_is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_secret(), salt="known devices")


def _mark(account: str) -> str:
    """Return what stands for the account: those who hold the cookie cannot tell which it is."""
    return hmac.new(_secret(), account.encode(), hashlib.sha256).hexdigest()[:24]


def _secret() -> bytes:
    return str(current_app.secret_key).encode()


def _is_secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])
