"""Fetching: from public addresses alone, whatever redirects and names say; bounded in all."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask import Flask

from webapp.services.sources import fetching
from webapp.services.sources.fetching import Unreachable, fetch

PAGE = b"<!doctype html><title>Rivers</title><p>The Kura is long.</p>"


class Site:
    """A server on loopback: what it answers by path, and what was asked of it."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, str]] = []
        self.port = 0


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, self.headers["Host"]))
            if self.path == "/letter-by-letter":
                self._trickle()
                return
            status, headers, body = site.answers.get(self.path, (404, {}, b"none"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _trickle(self) -> None:
            with suppress(OSError):
                for letter in b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100:
                    self.wfile.write(bytes([letter]))
                    time.sleep(0.05)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def lenient(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The site, to which alone the way is open, by the name ``rivers.example``."""
    look_up = socket.getaddrinfo

    def resolve(host: str, port: int, *given: Any, **named: Any) -> Any:
        host = "127.0.0.1" if host == "rivers.example" else host
        return look_up(host, port, *given, **named)

    is_public = fetching._is_public
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(fetching, "_allowed_ports", lambda: {site.port})
    monkeypatch.setattr(fetching, "_is_public", lambda ip: ip == "127.0.0.1" or is_public(ip))
    return site


def at(site: Site, path: str = "/") -> str:
    return f"http://rivers.example:{site.port}{path}"


def test_fetches_a_page_under_its_own_name(app: Flask, lenient: Site) -> None:
    lenient.answers["/kura"] = (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE)
    found = fetch(at(lenient, "/kura"))
    assert (found.name, found.content, found.address) == ("kura.html", PAGE, at(lenient, "/kura"))
    assert lenient.asked == [("/kura", f"rivers.example:{lenient.port}")]


@pytest.mark.parametrize(
    ("path", "headers", "name"),
    [
        ("/a/paper.pdf", {"Content-Type": "application/pdf"}, "paper.pdf"),
        ("/get?id=4", {"Content-Type": "application/pdf"}, "get.pdf"),
        ("/", {"Content-Type": "text/html"}, "rivers.example.html"),
        ("/x", {"Content-Disposition": 'attachment; filename="../../a.txt"'}, "a.txt"),
        ("/x", {"Content-Disposition": "attachment; filename*=utf-8''K%C3%BCr.md"}, "Kür.md"),
    ],
)
def test_a_file_is_named_as_it_is_said_to_be(
    app: Flask, lenient: Site, path: str, headers: dict[str, str], name: str
) -> None:
    lenient.answers[path] = (200, headers, b"The Kura is long.")
    assert fetch(at(lenient, path)).name == name


def test_follows_redirects_that_stay_public(app: Flask, lenient: Site) -> None:
    lenient.answers["/old"] = (302, {"Location": "/new"}, b"")
    lenient.answers["/new"] = (200, {}, b"The Kura is long.")
    assert fetch(at(lenient, "/old")).address == at(lenient, "/new")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://0.0.0.0/",
        "http://0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://224.0.0.1/",
        "http://example.org:22/",
        "http://user:secret@example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
    ],
)
def test_what_is_not_public_is_refused(app: Flask, address: str) -> None:
    with pytest.raises(Unreachable, match=r"public Internet|Nothing answers"):
        fetch(address)


@pytest.mark.parametrize(
    "elsewhere", ["http://10.0.0.1/", "http://[::1]/", "file:///etc/passwd", "//192.168.0.1/"]
)
def test_a_redirect_does_not_lead_inside(app: Flask, lenient: Site, elsewhere: str) -> None:
    lenient.answers["/"] = (302, {"Location": elsewhere}, b"")
    with pytest.raises(Unreachable, match=r"public Internet|Nothing answers"):
        fetch(at(lenient))


def test_a_name_that_answers_otherwise_the_second_time_is_judged_and_used_once(
    app: Flask, lenient: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up, answers = socket.getaddrinfo, ["10.0.0.1", "127.0.0.1"]

    def resolve(host: str, port: int, *given: Any, **named: Any) -> Any:
        host = answers.pop() if host == "rivers.example" else host
        return look_up(host, port, *given, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    lenient.answers["/"] = (200, {}, b"The Kura is long.")
    assert fetch(at(lenient)).content == b"The Kura is long."
    with pytest.raises(Unreachable, match="public Internet"):
        fetch(at(lenient))


def test_a_name_with_one_private_address_among_others_is_refused(
    app: Flask, lenient: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [(2, 1, 6, "", (ip, lenient.port)) for ip in ("127.0.0.1", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_given, **_named: both)
    with pytest.raises(Unreachable, match="public Internet"):
        fetch(at(lenient))


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((404, {}, b"none"), "says 404"),
        ((401, {}, b"who?"), "signing in"),
        ((200, {}, b" \n"), "is empty"),
        ((302, {"Location": "/"}, b""), "without end"),
        ((200, {}, b"x" * 5_000), "MB"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 10**6)), "MB"),
        ((200, {"Content-Encoding": "gzip"}, b"not packed"), "Nothing answers"),
    ],
)
def test_says_why_nothing_can_be_fetched(
    app: Flask,
    lenient: Site,
    monkeypatch: pytest.MonkeyPatch,
    answer: tuple[int, dict[str, str], bytes],
    why: str,
) -> None:
    monkeypatch.setattr(fetching, "LARGEST_FILE", 4_000)
    lenient.answers["/"] = answer
    with pytest.raises(Unreachable, match=why):
        fetch(at(lenient))


def test_a_slow_server_is_not_waited_for(
    app: Flask, lenient: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even one that sends a letter now and then, so that no single step takes long."""
    monkeypatch.setattr(fetching, "_SECONDS", 0.5)
    begun = time.monotonic()
    with pytest.raises(Unreachable, match="too long"):
        fetch(at(lenient, "/letter-by-letter"))
    assert time.monotonic() - begun < 3


def test_a_name_that_there_is_not(app: Flask) -> None:
    with pytest.raises(Unreachable, match=r"There is no “nowhere\.invalid”"):
        fetch("http://nowhere.invalid/")
