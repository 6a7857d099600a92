"""The provider that signs people in by OpenID Connect, as the settings name it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

_LONGEST_NAME = 40
_PRINTABLE = re.compile(r"[!-~]{1,255}")
_NEEDED = ("RECITE_OIDC_ISSUER", "RECITE_OIDC_CLIENT_ID", "RECITE_OIDC_CLIENT_SECRET")


@dataclass(frozen=True, slots=True)
class Provider:
    """Who signs people in, and as whom we are known there."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str = "single sign-on"


def read_provider(environment: Mapping[str, str], problems: list[str]) -> Provider | None:
    """Return the provider that the settings name, if any; what is wrong goes to ``problems``."""
    issuer, client_id, secret = given = [environment.get(name, "").strip() for name in _NEEDED]
    if not any(given):
        return None
    for name, text in zip(_NEEDED, given, strict=True):
        if not text:
            problems.append(f"{name} is needed with the other RECITE_OIDC settings")
        elif not _PRINTABLE.fullmatch(text):
            problems.append(f"{name} cannot be used: give at most 255 letters without white space")
    if issuer and not _is_issuer(issuer):
        problems.append(
            "RECITE_OIDC_ISSUER cannot be used: give an address like https://login.example.org"
        )
    name = " ".join(environment.get("RECITE_OIDC_NAME", "").split()) or "single sign-on"
    if len(name) > _LONGEST_NAME or not name.isprintable():
        problems.append(f"RECITE_OIDC_NAME cannot be used: give at most {_LONGEST_NAME} letters")
    return Provider(issuer, client_id, secret, name)


def is_safe_address(text: object) -> bool:
    """Return whether secrets may be sent to that address: by https, or within this machine."""
    try:
        parts = urlsplit(text if isinstance(text, str) else "")
        is_whole = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False
    is_https = parts.scheme == "https"
    return is_whole and (is_https or (parts.scheme == "http" and _is_loopback(parts.hostname)))


def _is_issuer(text: str) -> bool:
    return is_safe_address(text) and not {"?", "#"} & set(text)


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
