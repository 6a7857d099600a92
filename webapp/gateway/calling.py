"""Calling the WSGI application (PEP 3333), whole request in, whole answer out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from webapp.gateway.answers import Headers, Reply
from webapp.gateway.bodies import Body
from webapp.gateway.messages import Scope

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

# The machine's own address and port that a connection came in by, which no header can change.
REACHED_AT = "recite.reached_at"

_IN_MEMORY = 1024 * 1024
_PASSED_APART = {"content-length", "content-type", "transfer-encoding"}
# These are between two machines alone, and ours to say.
_HOP_BY_HOP = {b"connection", b"keep-alive", b"transfer-encoding", b"upgrade"}
_WITHOUT_BODY = {204, 304}
_Error = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


def describe(scope: Scope, body: Body) -> WSGIEnvironment:
    """Return the environment for one request."""
    server, client = scope["server"] or ("", None), scope["client"] or ("", 0)
    return {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "CONTENT_LENGTH": str(body.length),
        REACHED_AT: (server[0].removeprefix("::ffff:"), server[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body.file,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **_headers(scope["headers"]),
    }


def _headers(headers: Headers) -> dict[str, str]:
    environment: dict[str, str] = {}
    for raw, value in headers:
        name = raw.decode("latin-1")
        # With an underscore it would pass for one that only a proxy may set.
        if "_" in name or (name in _PASSED_APART and name != "content-type"):
            continue
        prefix = "" if name == "content-type" else "HTTP_"
        key, text = prefix + name.upper().replace("-", "_"), value.decode("latin-1")
        glue = "; " if name == "cookie" else ","
        environment[key] = f"{environment[key]}{glue}{text}" if key in environment else text
    return environment


def call(app: WSGIApplication, environment: WSGIEnvironment) -> Reply:
    """Return what the application answers, read to its end."""
    body = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    with ExitStack() as stack:
        stack.callback(body.close)
        reply = _call(app, environment, body)
        stack.pop_all()
    return reply


def _call(app: WSGIApplication, environment: WSGIEnvironment, body: IO[bytes]) -> Reply:
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _error: _Error | None = None, /) -> Any:
        begun[:] = [(status, headers)]
        return body.write

    with ExitStack() as stack:
        pieces: Iterable[bytes] = app(environment, start)
        if hasattr(pieces, "close"):
            stack.callback(pieces.close)
        for piece in pieces:
            body.write(piece)
    length = body.tell()
    body.seek(0)
    [(status, headers)] = begun
    code = int(status.split(" ", 1)[0])
    return Reply(code, _answered(code, headers, length, environment), body, length)


def _answered(
    code: int, headers: list[tuple[str, str]], length: int, environment: WSGIEnvironment
) -> Headers:
    """Return the headers; the length is counted, but for answers that leave the body out."""
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    kept = [(name, value) for name, value in raw if name not in _HOP_BY_HOP]
    if environment["REQUEST_METHOD"] == "HEAD" or code in _WITHOUT_BODY:
        return kept
    counted = [(name, value) for name, value in kept if name != b"content-length"]
    return [*counted, (b"content-length", str(length).encode())]
