"""Hosts: by which names this site may be asked for.

A page that is asked for by another name belongs to somebody else's site: a browser was led here
by a name of theirs, or somebody makes up a Host to get it into a link.
"""

from __future__ import annotations

import re
import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_babel import gettext as _

from webapp.config import EVERY_ADDRESS, Config
from webapp.services.errors import Refusal

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?", re.IGNORECASE)
# These answer nothing but whether all is well, and load balancers ask by address.
_ASKED_BY_MACHINES = {"health.live", "health.ready"}


def register(app: Flask, config: Config) -> None:
    """Refuse what is asked for by another name, before anything else is done with it."""
    names = known_names(config)
    takes_addresses = _is_open(config) and config.host in EVERY_ADDRESS

    def refuse_unknown_host() -> None:
        if request.endpoint in _ASKED_BY_MACHINES:
            return
        name = name_in(request.environ.get("HTTP_HOST", ""))
        if name not in names and not (takes_addresses and _is_address(name)):
            raise Refusal(
                _("This site is not known by that name. Use the address you were given for it.")
            )

    app.before_request(refuse_unknown_host)
    app.after_request(_name_no_host)


def _name_no_host(response: Response) -> Response:
    """Redirect within the site by path alone, not by the host that was asked for."""
    if response.location and response.location.startswith(request.host_url):
        response.location = "/" + response.location.removeprefix(request.host_url).lstrip("/")
    return response


def known_names(config: Config) -> frozenset[str]:
    """Return the names and addresses it is known by, whatever the port."""
    if config.demonstration:
        return _LOOPBACK
    if config.url:
        return frozenset({_plain(urlsplit(config.url).hostname or "")})
    return _LOOPBACK | {_plain(config.host), _plain(socket.gethostname())}


def name_in(host: str) -> str | None:
    """Return the name in a Host header, without its port; nothing where it is none."""
    found = _HOST.fullmatch(host)
    return _plain(found[1]) if found else None


def _is_open(config: Config) -> bool:
    return not config.demonstration and not config.url


def _is_address(name: str | None) -> bool:
    try:
        ip_address(name or "")
    except ValueError:
        return False
    return True


def _plain(name: str) -> str:
    return name.strip("[]").removesuffix(".").lower()
