"""Addresses of the servers that Recite works with, as settings give them.

What is wrong with one is said without it: it may hold a password.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from urllib.parse import SplitResult, urlsplit

# What each way of counting limits needs besides what is installed.
_PACKAGES = {
    "memory": None,
    "redis": "redis",
    "valkey": "valkey",
    "memcached": "pymemcache",
    "mongodb": "pymongo",
}


def read_database(text: str) -> str:
    """Return a database's address as SQLAlchemy reads it. Raises ValueError."""
    for prefix in ("postgres://", "postgresql://", "postgresql+psycopg://"):
        if text.startswith(prefix):
            return _readable("postgresql+psycopg://" + text.removeprefix(prefix))
    if text.startswith("sqlite:///"):
        return text
    raise ValueError("give a postgresql://user:password@host/name address, or leave it unset")


def _readable(address: str) -> str:
    from sqlalchemy.engine import make_url  # not needed by what never opens a database
    from sqlalchemy.exc import ArgumentError

    try:
        make_url(address)
    except (ArgumentError, ValueError):
        # Its own words may repeat the password.
        raise ValueError(
            "give postgresql://user:password@host/name, with %40 for @ and %2F for / in a password"
        ) from None
    return address


def read_limits(text: str) -> str:
    """Return the address of where limits are counted. Raises ValueError."""
    kind = re.match(r"[a-z]*", urlsplit(text).scheme.removeprefix("async+"))
    known = next((name for name in _PACKAGES if kind and kind[0].startswith(name)), None)
    if known is None:
        raise ValueError("give an address like redis://user:password@host:6379/0")
    package = _PACKAGES[known]
    if package and find_spec(package) is None:
        raise ValueError(f"it needs a package. Install it: pip install {package}")
    return text


def read_jobs(text: str) -> str:
    """Return the address of the queue of jobs. Raises ValueError."""
    parts = _split(text)
    if parts is None or parts.scheme not in {"redis", "rediss"} or not parts.hostname:
        raise ValueError("give an address like redis://user:password@host:6379/0")
    if find_spec("redis") is None:
        raise ValueError("it needs a package. Install it: pip install 'recite[redis]'")
    return text


def read_mail(text: str) -> str:
    """Return a mail server's address. Raises ValueError."""
    parts = _split(text)
    if parts is None or parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("give an address like smtp://user:password@mail.example.org:587")
    return text


def _split(text: str) -> SplitResult | None:
    """Return the parts of an address, or ``None``: the error would repeat a password."""
    try:
        parts = urlsplit(text)
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None
