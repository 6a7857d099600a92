"""What is answered before the application is asked: short pages that need nothing of it.

They are English only: the language of a page is known to the application alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import IO

Headers = list[tuple[bytes, bytes]]

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · Recite</title>
<link rel="stylesheet" href="/static/-/css/tokens.css">
<link rel="stylesheet" href="/static/-/css/components.css">
<link rel="stylesheet" href="/static/-/css/app.css">
</head>
<body>
<header class="bar plain"><a class="logo" href="/" aria-label="Recite, home">\
Re<span>cite</span></a></header>
<main id="main" class="wrap">
<section class="empty stack">
<p class="note">Error {status}</p>
<h1>{title}</h1>
<p>{message}</p>
<p class="row go"><a class="btn primary" href="/">Go to your first page</a></p>
</section>
</main>
</body>
</html>
"""
_TEXTS = {
    400: ("That did not work", "The request could not be understood. Go back and try again."),
    408: (
        "That took too long",
        "What was sent did not arrive in time, and nothing was changed. Go back and try again.",
    ),
    413: (
        "Too large",
        "What was sent is over the limit. Send less at once; nothing was changed.",
    ),
    414: ("Too long", "This address is too long. Go back and use the forms on the page."),
    431: (
        "Too large",
        "The browser sent too much along with the request. Delete the cookies of this site, "
        "then try again.",
    ),
    500: (
        "Something went wrong on our side",
        "Nothing you have done is lost. Try again in a moment.",
    ),
    503: (
        "One moment",
        "Too much is asked of Recite just now. Nothing was changed. Try again in a few seconds.",
    ),
}
_SECONDS_TO_RETRY = b"3"


@dataclass(slots=True)
class Reply:
    """A whole answer: its status, its headers, and what it says."""

    status: int
    headers: Headers
    body: IO[bytes]
    length: int


class Answers:
    """The pages, with the headers that every answer has."""

    def __init__(self, headers: Iterable[tuple[str, str]]) -> None:
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers]

    def affirm(self, *, keep: bool = True) -> Reply:
        """Return what says that the process lives.

        ``keep`` the connection, unless more is to come of a body that nobody reads.
        """
        reply = self._reply(200, b"application/json", b'{"status":"ok"}\n')
        if not keep:
            reply.headers.append((b"connection", b"close"))
        return reply

    def refuse(self, status: int) -> Reply:
        """Return the page for a status; what was sent is not read to its end."""
        title, message = _TEXTS[status]
        page = _PAGE.format(status=status, title=title, message=message).encode()
        reply = self._reply(status, b"text/html; charset=utf-8", page)
        reply.headers.append((b"connection", b"close"))
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            reply.headers.append((b"retry-after", _SECONDS_TO_RETRY))
        return reply

    def _reply(self, status: int, kind: bytes, body: bytes) -> Reply:
        own = [
            (b"content-type", kind),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
        ]
        return Reply(status, [*self._headers, *own], BytesIO(body), len(body))


def written(reply: Reply) -> bytes:
    """Return an answer as it goes over the wire, where no request is at hand to answer."""
    phrase = HTTPStatus(reply.status).phrase
    lines = [f"HTTP/1.1 {reply.status} {phrase}".encode()]
    lines += [name + b": " + value for name, value in reply.headers]
    return b"\r\n".join([*lines, b"", reply.body.read()])
