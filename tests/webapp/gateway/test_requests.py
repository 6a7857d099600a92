"""What is taken for a request, what is not, and what the application is told of it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.webapp.gateway.speaking import half_sent, rest_of, speaking

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"


def head(*lines: str, first: str = "GET / HTTP/1.1", host: str = "Host: x") -> bytes:
    return "\r\n".join([first, *([host] if host else []), *lines, "", ""]).encode("latin-1")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (head("Content-Length: 3", "Transfer-Encoding: chunked") + b"0\r\n\r\n", 400),
        (head("Transfer-Encoding: chunked", "Content-Length: 3") + b"0\r\n\r\n", 400),
        (head("Content-Length: 3", "Content-Length: 4") + b"abcd", 400),
        (head("Content-Length: +3") + b"abc", 400),
        (head("Content-Length: 3, 3") + b"abc", 400),
        (head("Content-Length: -1"), 400),
        (head("Transfer-Encoding: gzip"), 400),
        (head("Transfer-Encoding: chunked, identity") + b"0\r\n\r\n", 400),
        (head("Transfer-Encoding : chunked") + b"0\r\n\r\n", 400),
        (head("Transfer-Encoding: xchunked") + b"0\r\n\r\n", 400),
        (CHUNKED + b"\r\nzz\r\n", 400),
        (CHUNKED + b"\r\n1\r\nabc\r\n", 400),
        (b"GET / HTTP/1.1\nHost: x\n\n", 400),
        (head("X: a\0b"), 400),
        (head("X: a\rb"), 400),
        (head("a b: c"), 400),
        (head("Host: y"), 400),
        (head(host=""), 400),
        (head("Upgrade: x", "Connection: upgrade", "Content-Length: 3") + b"abc", 400),
        (head(first="CONNECT x:1 HTTP/1.1"), 400),
        (head(first="BREW / HTTP/1.1"), 400),
        (head(first="GET / HTTP/9.9"), 400),
        (head(first="GET \xff HTTP/1.1"), 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (head(first="GET /" + "a" * 9000 + " HTTP/1.1"), 414),
        (head(first="GET /?" + "a&" * 5000 + " HTTP/1.1"), 414),
        (head("X: " + "a" * 40_000), 431),
        (head(*["X: a"] * 200), 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 500_000, 431),
        (b"GET /" + b"a" * 500_000, 431),
    ],
)
def test_what_is_no_request_is_refused(request_: bytes, status: int) -> None:
    with speaking() as served:
        said = served.ask(request_)
        assert said.startswith(f"HTTP/1.1 {status} ".encode()), said[:100]
        assert b"connection: close" in said and said.count(b"HTTP/1.1 ") == 1
        assert served.asked == []
        assert served.is_alive() < 1


def test_a_body_in_chunks_is_read_to_its_end() -> None:
    with speaking() as served:
        body = (
            b"\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nX-Late: 1\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n"
        )
        assert served.ask(CHUNKED + body).endswith(b"\r\n\r\nabcdefg")
        (asked,) = served.asked
        assert asked["CONTENT_LENGTH"] == "7"
        assert not {"HTTP_X_LATE", "HTTP_X_FORWARDED_FOR", "HTTP_TRANSFER_ENCODING"} & set(asked)


def test_chunks_that_are_mostly_wrapping_are_refused() -> None:
    with speaking() as served:
        said = served.ask(CHUNKED + b"\r\n" + (b"1;" + b"x" * 10_000 + b"\r\na\r\n") * 100)
        assert said.startswith(b"HTTP/1.1 400") and served.asked == []
        said = served.ask(CHUNKED + b"\r\n" + b"1\r\na\r\n" * 200_000 + b"0\r\n\r\n")
        assert said.startswith(b"HTTP/1.1 200") and said.endswith(b"a" * 200_000)


def test_who_asks_first_is_told_to_go_on() -> None:
    ask = head("Expect: 100-continue", "Content-Length: 3", first="POST / HTTP/1.1")
    with speaking() as served, closing(served.connect()) as asking:
        asking.sendall(ask)
        assert asking.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        asking.sendall(b"abc")
        assert asking.recv(1000).endswith(b"abc")
    large = ask.replace(b"Length: 3", b"Length: 50000000")
    with speaking() as served, closing(served.connect()) as asking:
        asking.sendall(large)
        assert asking.recv(4000).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    ("kind", "most"),
    [("application/x-www-form-urlencoded; charset=utf-8", 2000), ("multipart/form-data", 8000)],
)
def test_what_is_too_large_is_told_so(kind: str, most: int) -> None:
    with speaking(form_bytes=2000, body_bytes=8000) as served:
        for size, status in ((most, b"200"), (most + 1, b"413"), (5_000_000, b"413")):
            lines = (f"Content-Type: {kind}", "Connection: close")
            whole = head(*lines, f"Content-Length: {size}", first="POST / HTTP/1.1")
            said = served.ask(whole + b"x" * size)
            assert said[9:12] == status, said[:200]
            chunked = head(*lines, "Transfer-Encoding: chunked", first="POST / HTTP/1.1")
            said = served.ask(chunked + b"%x\r\n" % size + b"x" * size + b"\r\n0\r\n\r\n")
            assert said[9:12] == status, said[:200]
        assert len(served.asked) == 2
        assert served.gateway.crowd.held == 0


def test_a_head_is_answered_without_a_body() -> None:
    with speaking() as served:
        said = served.ask(head("Connection: close", first="HEAD /long HTTP/1.1"))
        assert said.startswith(b"HTTP/1.1 200 OK") and said.endswith(b"\r\n\r\n")
        said = served.ask(head("Connection: close", first="HEAD /healthz HTTP/1.1"))
        assert said.startswith(b"HTTP/1.1 200 OK") and said.endswith(b"\r\n\r\n")


def test_what_follows_a_question_for_life_is_not_read_for_ever() -> None:
    asked = head("Content-Length: 9", first="GET /healthz HTTP/1.1")
    with speaking() as served, half_sent(served, 1, asked) as [reading]:
        said = rest_of(reading)
        assert said.startswith(b"HTTP/1.1 200") and b"connection: close" in said


def test_headers_are_counted_while_they_come() -> None:
    with (
        speaking() as served,
        half_sent(served, 1, b"GET / HTTP/1.1\r\n" + b"a:\r\n" * 200) as [one],
    ):
        assert rest_of(one).startswith(b"HTTP/1.1 431")


def test_requests_on_one_connection_are_answered_in_turn() -> None:
    with speaking() as served:
        two = head(first="GET /1 HTTP/1.1") + head("Connection: close", first="GET /2 HTTP/1.1")
        said = served.ask(two)
        assert said.count(b"HTTP/1.1 200") == 2 and said.index(b"/1") < said.index(b"/2")
        assert len(served.ask(head() * 5000)) < 5000


def test_who_closes_one_side_is_answered() -> None:
    with speaking() as served, closing(served.connect()) as asking:
        asking.sendall(head())
        asking.shutdown(1)
        assert rest_of(asking).startswith(b"HTTP/1.1 200")
    with speaking() as served, half_sent(served, 1) as [half]:
        half.shutdown(1)
        assert rest_of(half) == b""


def test_the_application_is_told_what_was_asked() -> None:
    with speaking() as served:
        first = "POST /a%2Fb/%C3%A9%00?q=%C3%A9 HTTP/1.0"
        lines = ("Cookie: a=1", "Cookie: b=2", "X_Real: no", "X-A: 1", "X-A: 2", "Proxy: evil")
        served.ask(head(*lines, "Content-Type: a/b", "Content-Length: 2", first=first) + b"hi")
        (asked,) = served.asked
    wanted = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/a/b/Ã©\0",
        "QUERY_STRING": "q=%C3%A9",
        "SERVER_PROTOCOL": "HTTP/1.0",
        "CONTENT_TYPE": "a/b",
        "CONTENT_LENGTH": "2",
        "HTTP_COOKIE": "a=1; b=2",
        "HTTP_X_A": "1,2",
        "HTTP_HOST": "x",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
    }
    assert {key: asked[key] for key in wanted} == wanted
    assert "HTTP_X_REAL" not in asked


def test_the_upgrade_that_curl_asks_for_is_passed_over() -> None:
    lines = ("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AA")
    with speaking() as served:
        said = served.ask(head(*lines))
        assert said.startswith(b"HTTP/1.1 200") and b"connection: close" in said


def broken(environment: WSGIEnvironment, start: StartResponse) -> list[bytes]:
    raise LookupError("broken")


def test_an_application_that_fails_is_no_end_of_the_server() -> None:
    with speaking(broken) as served:
        assert served.ask(head()).startswith(b"HTTP/1.1 500")
        assert served.is_alive() < 1
