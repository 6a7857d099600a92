"""A browser for benchmarks: it keeps a connection and cookies, and costs little itself.

The client shares the machine with the server that is measured. So it speaks over a plain socket
and reads of an answer only what is needed; ``http.client`` takes five times as long.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass, field
from urllib.parse import urlencode

PASSWORD = "a word for measuring"
SECRET = "for measuring alone, and long enough for that"
_PATIENCE = 60.0  # seconds
_PIECE = 64 * 1024
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: ([^\r]+)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nset-cookie: ([^=]+)=([^;\r]*)", re.IGNORECASE)
_CLOSES = re.compile(rb"\r\nconnection: close", re.IGNORECASE)


@dataclass
class Learner:
    """A browser in which a learner is signed in."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    location: str = ""
    socket: socket.socket | None = None

    def ask(
        self, method: str, path: str, *, accept: str = "text/html", **fields: str
    ) -> tuple[int, str]:
        """Send a request; returns the status and the page. Raises OSError."""
        kind = "application/x-www-form-urlencoded" if method == "POST" else ""
        return self.send(method, path, kind, urlencode(fields).encode(), accept)

    def send(
        self, method: str, path: str, kind: str, body: bytes, accept: str = "text/html"
    ) -> tuple[int, str]:
        """Send a request with a body of any kind; returns the status and the page."""
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            f"Accept: {accept}",
            *([f"Content-Type: {kind}", f"Content-Length: {len(body)}"] if kind else []),
        ]
        head, page = self._exchange("\r\n".join([*lines, "", ""]).encode() + body)
        self._keep(head)
        return int(head[9:12]), page.decode()

    def close(self) -> None:
        """Let go of the connection; the next request opens another."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def sign_in(self, number: int) -> None:
        """Sign in with the password, as a person does."""
        _status, page = self.ask("GET", "/sign-in")
        given = {"email": f"learner{number}@example.org", "password": PASSWORD}
        status, page = self.ask("POST", "/sign-in", csrf_token=token(page), **given)
        assert status == 302, page

    def _exchange(self, sent: bytes) -> tuple[bytes, bytes]:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), _PATIENCE)
        self.socket.sendall(sent)
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, page = got.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        while length and len(page) < int(length[1]):
            page += self._more()
        return head, page

    def _more(self) -> bytes:
        assert self.socket is not None
        piece = self.socket.recv(_PIECE)
        if not piece:
            raise ConnectionError("the server ended the connection")
        return piece

    def _keep(self, head: bytes) -> None:
        self.cookies |= {name.decode(): value.decode() for name, value in _COOKIE.findall(head)}
        location = _LOCATION.search(head)
        self.location = location[1].decode() if location else ""
        if _CLOSES.search(head):
            self.close()


def token(page: str) -> str:
    """Return the token of the page's forms."""
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found, page
    return found[1]
