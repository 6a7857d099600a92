"""Nobody keeps the others waiting: what is slow, unfinished or too much is ended."""

from __future__ import annotations

import logging
import os
import socket
import struct
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.webapp.gateway.speaking import flooded, half_sent, rest_of, speaking, until

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

WHOLE = b"GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
HALF_A_HEAD = b"GET /slow HTTP/1.1\r\nHost: x\r\nX-A: "


def test_unfinished_bodies_take_no_thread() -> None:
    with speaking(threads=1) as served, half_sent(served, 30) as waiting:
        assert served.ask(WHOLE).endswith(b"/x")
        waiting[0].sendall(b"x" * 996)
        assert waiting[0].recv(65536).startswith(b"HTTP/1.1 200")
        assert [asked["PATH_INFO"] for asked in served.asked] == ["/x", "/slow"]


@pytest.mark.parametrize("head", [b"", HALF_A_HEAD], ids=["body", "head"])
def test_what_does_not_arrive_in_time_is_told_so(head: bytes) -> None:
    with speaking(head_seconds=0.3, body_seconds=0.3) as served, half_sent(served, 3, head) as all_:
        for waiting in all_:
            said = rest_of(waiting)
            assert said.startswith(b"HTTP/1.1 408") and b"did not arrive in time" in said
        assert served.asked == []


@pytest.mark.alone
@pytest.mark.parametrize("head", [b"", HALF_A_HEAD], ids=["body", "head"])
def test_a_byte_now_and_then_buys_no_time(head: bytes) -> None:
    with (
        speaking(head_seconds=0.4, body_seconds=0.4) as served,
        half_sent(served, 1, head) as [one],
    ):
        begun = time.monotonic()
        one.settimeout(0.05)
        said = b""
        while time.monotonic() < begun + 5:
            try:
                one.send(b"a")
                said = one.recv(1000)
                break
            except TimeoutError:
                continue
            except OSError:
                break
        assert time.monotonic() - begun < 1.5
        assert said[:12] in (b"HTTP/1.1 408", b"")


def test_what_arrives_slowly_but_steadily_is_taken() -> None:
    with speaking(body_seconds=0.2, rate=10_000) as served, closing(served.connect()) as one:
        one.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n")
        for _piece in range(10):
            one.sendall(b"x" * 1000)
            time.sleep(0.06)
        assert one.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.alone
def test_who_says_nothing_is_let_go() -> None:
    with speaking(head_seconds=0.2, idle_seconds=1) as served:
        with closing(served.connect()) as silent:
            assert rest_of(silent) == b""
        begun = time.monotonic()
        said = served.ask(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert said.startswith(b"HTTP/1.1 200") and time.monotonic() - begun < 4


def test_half_a_next_request_does_not_last() -> None:
    with speaking(head_seconds=0.3, idle_seconds=60) as served:
        said = served.ask(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT")
        assert said.startswith(b"HTTP/1.1 200") and b"HTTP/1.1 408" in said


def test_beyond_its_share_an_address_loses_the_oldest() -> None:
    with speaking(share=5) as served, half_sent(served, 5) as waiting:
        until(lambda: len(served.gateway.crowd._waiting) == 5)
        assert served.is_alive() < 1
        assert rest_of(waiting[0]).startswith(b"HTTP/1.1 503")
        waiting[4].sendall(b"x" * 996)
        assert waiting[4].recv(100).startswith(b"HTTP/1.1 200")


def test_who_moves_on_is_not_the_one_to_go() -> None:
    with speaking(share=3, rate=100) as served, half_sent(served, 3) as waiting:
        waiting[0].sendall(b"x" * 500)
        until(lambda: any(peer._moved > 500 for peer in served.gateway.crowd._waiting))  # type: ignore[attr-defined]
        served.is_alive()
        assert rest_of(waiting[1]).startswith(b"HTTP/1.1 503")
        waiting[0].sendall(b"x" * 496)
        assert waiting[0].recv(100).startswith(b"HTTP/1.1 200")


def test_connections_in_all_are_bounded() -> None:
    with speaking(connections=20) as served, half_sent(served, 30) as waiting:
        until(lambda: len(served.gateway.crowd._peers) <= 20)
        assert served.is_alive() < 1
        assert rest_of(waiting[0])[:12] in (b"", b"HTTP/1.1 503")  # it may be gone unread
    with speaking(connections=20) as served, half_sent(served, 30, WHOLE.replace(b"close", b"x")):
        until(lambda: len(served.gateway.crowd._idle) == 20)
        assert served.is_alive() < 1


def forwarded(address: str) -> bytes:
    head = f"POST / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 9.9.9.9, {address}\r\n"
    return head.encode() + b"Content-Length: 1000\r\n\r\nhalf"


def test_behind_a_proxy_each_address_has_a_share_of_its_own() -> None:
    with (
        speaking(share=4, proxies=1) as served,
        half_sent(served, 4, forwarded("192.0.2.1")) as these,
        half_sent(served, 4, forwarded("2001:db8::1")) as others,
    ):
        until(lambda: len(served.gateway.crowd._waiting) == 8)
        with half_sent(served, 1, forwarded("2001:db8::2")):
            assert rest_of(others[0]).startswith(b"HTTP/1.1 503")
        these[0].sendall(b"x" * 996)
        assert these[0].recv(100).startswith(b"HTTP/1.1 200")


def test_what_all_hold_together_is_bounded() -> None:
    with speaking(held_bytes=50_000) as served, half_sent(served, 3) as waiting:
        large = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n" + b"x" * 60_000
        with closing(served.connect()) as last:
            last.sendall(large)
            assert rest_of(waiting[0]).startswith(b"HTTP/1.1 503")
    assert served.gateway.crowd.held == 0


def large_answer(environment: WSGIEnvironment, start: StartResponse) -> list[bytes]:
    """Answer with more than a socket holds."""
    start("200 OK", [])
    return [os.urandom(1024) * 1024 for _piece in range(30)]


@pytest.mark.alone
def test_who_reads_slowly_holds_no_thread_and_is_let_go() -> None:
    with (
        speaking(large_answer, threads=1, reply_seconds=1) as served,
        half_sent(served, 5, WHOLE) as slow,
    ):
        until(lambda: len(served.asked) == 5)
        begun = time.monotonic()
        assert len(served.ask(WHOLE)) > 30 * 1024**2
        assert time.monotonic() - begun < 5
        until(lambda: not served.gateway.crowd._peers)
        assert len(rest_of(slow[0])) < 30 * 1024**2


def sleepy(environment: WSGIEnvironment, start: StartResponse) -> list[bytes]:
    """Answer after a while."""
    time.sleep(0.4)
    start("200 OK", [])
    return [b"done"]


def test_too_many_at_once_are_told_to_come_back() -> None:
    with (
        speaking(sleepy, threads=1, queue=3, queue_share=2) as served,
        half_sent(served, 5, WHOLE) as asking,
    ):
        assert served.is_alive() < 0.3
        said = [rest_of(one) for one in asking]
    assert [one[9:12] for one in said].count(b"200") == 3
    refused = [one for one in said if one[9:12] == b"503"]
    assert len(refused) == 2 and all(b"retry-after: 3" in one for one in refused)


def addressed(address: str, path: str) -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {address}\r\nConnection: close\r\n\r\n"
    ).encode()


def test_addresses_take_turns() -> None:
    with (
        speaking(sleepy, threads=1, proxies=1) as served,
        half_sent(served, 4, addressed("192.0.2.1", "/many")) as many,
    ):
        until(lambda: bool(served.asked))
        until(lambda: served.gateway._turns._count == 3)
        served.ask(addressed("192.0.2.2", "/one"))
        assert [asked["PATH_INFO"] for asked in served.asked[:3]].count("/one") == 1
        for one in many:
            assert rest_of(one).endswith(b"done")


@pytest.mark.alone
def test_stopping_waits_for_what_is_under_way_alone() -> None:
    begun = time.monotonic()
    with speaking(sleepy) as served:
        asking, slow = served.connect(), served.connect()
        asking.sendall(WHOLE)
        slow.sendall(HALF_A_HEAD)
        until(lambda: bool(served.asked))
    with closing(asking), closing(slow):
        assert rest_of(asking).endswith(b"done")
        assert rest_of(slow)[:12] in (b"", b"HTTP/1.1 503")
    assert time.monotonic() - begun < 3


def test_pipelined_requests_have_their_deadline_too() -> None:
    ask = (
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\nPOST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
    )
    with speaking(sleepy, head_seconds=0.2, body_seconds=0.2) as served:
        said = served.ask(ask)
    assert said.startswith(b"HTTP/1.1 200") and b"done" in said and b"HTTP/1.1 408" in said


def test_what_nobody_waits_for_any_more_is_not_read_for_them() -> None:
    with speaking(sleepy, threads=1) as served:
        with half_sent(served, 3, WHOLE.replace(b"/x", b"/gone")) as leaving:
            until(lambda: served.gateway._turns._count == 2)
            for one in leaving:  # at once, not waiting for an answer
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        assert served.ask(WHOLE).endswith(b"done")
        assert [asked["PATH_INFO"] for asked in served.asked] == ["/gone", "/x"]


ANNOUNCED = b"Host: x\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.alone
@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"POST / HTTP/1.1\r\n" + ANNOUNCED, b"1\r\na\r\n"),
        (b"GET /healthz HTTP/1.1\r\n" + ANNOUNCED, b"1\r\na\r\n"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", b"a:\r\n"),
    ],
)
def test_who_sends_without_end_leaves_others_their_turn(head: bytes, piece: bytes) -> None:
    with speaking() as served, flooded(served, 60, head, piece):
        assert sorted(served.is_alive() for _time in range(5))[2] < 2


def test_nobody_is_answered_who_has_gone(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("uvicorn.error")
    with speaking(sleepy) as served:
        log.addHandler(caplog.handler)
        with half_sent(served, 4, b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n" * 3) as going:
            until(lambda: bool(served.asked))
            for each in going:
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        until(lambda: not served.gateway.running)
        assert served.is_alive() < 1
        log.removeHandler(caplog.handler)
    assert [record.message for record in caplog.records] == []
