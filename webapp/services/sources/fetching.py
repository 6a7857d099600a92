"""Fetching what stands at an address, from nowhere but the public Internet.

Whoever teaches may name any address, so a name is looked up once, judged, and what was judged is
what is connected to: neither a redirect nor a name that answers otherwise the next time leads into
the network that the server stands in.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import unquote

import httpx2
from flask_babel import gettext as _

from questions.reading.kinds import KINDS, LARGEST_FILE, extensions
from webapp.models import lengths
from webapp.services.errors import Refusal
from webapp.wording import whole

_SECONDS = 20.0  # for all of it, as a page that a reader would wait for takes
_SECONDS_EACH = 8.0  # for one step: connecting, or waiting for the next piece
_MOST_REDIRECTS = 5
_PORTS = {"http": 80, "https": 443}
# Networks that lead to IPv4 addresses in disguise: NAT64, 6to4, Teredo.
_DISGUISES = [ipaddress.ip_network(n) for n in ("64:ff9b::/96", "2002::/16", "2001::/32")]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was there: its content, what a file of it would be called, where it was at last."""

    name: str
    content: bytes
    address: str


class Unreachable(Refusal):
    """Nothing can be fetched from an address; the message says why and what to do."""


def fetch(address: str) -> Fetched:
    """Return what stands at ``address``, within 20 seconds in all.

    Raises:
        Unreachable: it is no public address, nothing is there, or too much.
    """
    others = ThreadPoolExecutor(1, thread_name_prefix="fetch")
    try:
        with _client() as client:  # closing it ends what is still under way
            return others.submit(copy_context().run, _fetch, client, address).result(_SECONDS)
    except TimeoutError as error:
        raise _too_slow() from error
    finally:
        others.shutdown(wait=False)


def _client() -> httpx2.Client:
    return httpx2.Client(
        transport=_Public(trust_env=False),
        timeout=_SECONDS_EACH,
        follow_redirects=True,
        max_redirects=_MOST_REDIRECTS,
        trust_env=False,
        headers={"User-Agent": "Recite", "Accept": ", ".join(_media_types())},
    )


def _fetch(client: httpx2.Client, address: str) -> Fetched:
    try:
        with client.stream("GET", address) as answer:
            return _take(answer)
    except httpx2.TooManyRedirects as error:
        raise Unreachable(_("This address leads from one to another without end.")) from error
    except httpx2.TimeoutException as error:
        raise _too_slow() from error
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise Unreachable(
            _(
                "Nothing answers at this address. See in a browser whether it is right, or "
                "save the page there and choose the file."
            )
        ) from error


def _take(answer: httpx2.Response) -> Fetched:
    if answer.status_code != HTTPStatus.OK:
        raise Unreachable(
            _(
                "The server at this address says %(status)s: the page is not to be had without "
                "signing in, or is gone. Save it in a browser and choose the file.",
                status=answer.status_code,
            )
        )
    content = bytearray()
    for piece in answer.iter_bytes(64 * 1024):
        content += piece
        if len(content) > LARGEST_FILE:
            raise Unreachable(
                _(
                    "What is at this address is over %(most)s MB. Choose a smaller part.",
                    most=whole(LARGEST_FILE >> 20),
                )
            )
    if not content.strip():
        raise Unreachable(_("The page at this address is empty. Save it in a browser instead."))
    return Fetched(_name(answer), bytes(content), str(answer.url)[: lengths.ADDRESS])


def _too_slow() -> Unreachable:
    return Unreachable(_("The server at this address takes too long. Try again later."))


def _name(answer: httpx2.Response) -> str:
    """Return what a file of it is called, with the ending that its type has."""
    said = Message()
    said["Content-Disposition"] = answer.headers.get("Content-Disposition", "")
    said["Content-Type"] = answer.headers.get("Content-Type", "")
    path = unquote(answer.url.path).rstrip("/")
    name = PurePosixPath((said.get_filename() or path).replace("\\", "/")).name or answer.url.host
    kind = next((kind for kind in KINDS if said.get_content_type() in kind.media_types), None)
    if kind and not name.lower().endswith(tuple(extensions())):
        name = name[: lengths.FILE_NAME - 10] + kind.extensions[0]
    return name[-lengths.FILE_NAME :]


def _media_types() -> Iterator[str]:
    for kind in KINDS:
        yield from kind.media_types
    yield "*/*;q=0.1"


class _Public(httpx2.HTTPTransport):
    """Connects to what a name means at this moment, if that is public, and to nothing else."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request, be it the first or one that was led to."""
        url = request.url
        port = _PORTS.get(url.scheme)
        if port is None or url.userinfo or (url.port or port) not in _allowed_ports():
            raise _not_public()
        found = _look_up(url.host, url.port or port)
        inner = httpx2.Request(
            request.method,
            url.copy_with(host=found),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": url.host},
        )
        return super().handle_request(inner)


def _allowed_ports() -> set[int]:
    return set(_PORTS.values())


def _look_up(host: str, port: int) -> str:
    """Return an IP address of ``host``. Raises Unreachable where any of them is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(
            _("There is no “%(host)s”. Look at the address again.", host=host)
        ) from error
    addresses = [str(address[0]) for *_rest, address in found]
    if not all(map(_is_public, addresses)):
        raise _not_public()
    return addresses[0]


def _is_public(address: str) -> bool:
    """Whether it is of the Internet that anybody reaches, and not of a network of one's own."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _DISGUISES)


def _not_public() -> Unreachable:
    return Unreachable(
        _(
            "Only pages on the public Internet can be fetched, by http or https. Save the page in "
            "a browser and choose the file."
        )
    )
