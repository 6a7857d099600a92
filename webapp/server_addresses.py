"""Addresses of the servers that Recite works with, as settings give them.

What is wrong with one is said without it: it may hold a password.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import SplitResult, parse_qs, urlsplit

# What each way of counting limits needs besides what is installed.
_PACKAGES = {
    "memory": None,
    "redis": "redis",
    "valkey": "valkey",
    "memcached": "pymemcache",
    "mongodb": "pymongo",
}
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")  # what Amazon lets one be called
_REGION = re.compile(r"[a-z0-9-]{1,40}")


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


@dataclass(frozen=True, slots=True)
class BucketAddress:
    """A bucket of storage that speaks S3; without an endpoint it is Amazon's."""

    bucket: str
    prefix: str
    endpoint: str | None
    region: str | None


def read_bucket(text: str) -> BucketAddress:
    """Return where files are kept, with what else its server needs. Raises ValueError."""
    parts = _split(text)
    if parts is None or parts.scheme != "s3" or parts.port or not _BUCKET.fullmatch(parts.netloc):
        raise ValueError("give an address like s3://bucket/prefix?endpoint=https://s3.example.org")
    given = parse_qs(parts.query, keep_blank_values=True)
    if given.keys() - {"endpoint", "region"} or any(len(each) > 1 for each in given.values()):
        raise ValueError("after the ? it takes endpoint=… and region=…, each once, parted by &")
    endpoint, region = (given.get(name, [None])[0] for name in ("endpoint", "region"))
    if endpoint is not None and not _is_plain_web_address(endpoint):
        raise ValueError("its endpoint is an address like https://s3.example.org, nothing else")
    if region is not None and not _REGION.fullmatch(region):
        raise ValueError("its region is a name like eu-central-1")
    if find_spec("boto3") is None:
        raise ValueError("it needs a package. Install it: pip install 'recite[s3]'")
    folder = parts.path.strip("/")
    return BucketAddress(parts.netloc, f"{folder}/" if folder else "", endpoint, region)


def _is_plain_web_address(text: str) -> bool:
    parts = _split(text)
    return bool(
        parts
        and parts.scheme in {"http", "https"}
        and parts.hostname
        and "@" not in parts.netloc
        and not parts.query
        and not parts.fragment
    )


def _split(text: str) -> SplitResult | None:
    """Return the parts of an address, or ``None``: the error would repeat a password."""
    try:
        parts = urlsplit(text)
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None
