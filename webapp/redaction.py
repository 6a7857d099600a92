"""Redaction: what is secret in an address, and texts without it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

_IN_FRONT = re.compile(r"://[^:/@]*:(.+)@")
_IN_QUERY = re.compile(r"(?i)[?&](?:ssl)?password=([^&]+)")
_SHORTEST = 4


def passwords(address: str | None) -> set[str]:
    """Return the passwords in an address, as they stand there and as they are meant."""
    found = {*_IN_FRONT.findall(address or ""), *_IN_QUERY.findall(address or "")}
    return found | {unquote(password) for password in found}


def redact(text: str, secrets: Iterable[str]) -> str:
    """Return ``text`` with each secret blotted out; one of a few letters would blot out words."""
    for secret in secrets:
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, "…")
    return text
