"""The real command, while many keep it busy or waiting."""

from __future__ import annotations

import signal
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.webapp.browsing import forms_in
from tests.webapp.operations.running import command, started
from tests.webapp.operations.test_demonstration import free_port

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

SLOW, LONG_PASSWORDS = 100, 20
HALF = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nemail="
HALF_A_HEAD = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-"


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of `recite serve`, which is stopped by SIGTERM and must then end."""
    port = free_port()
    monkeypatch.setenv("RECITE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RECITE_PORT", str(port))
    monkeypatch.setenv("RECITE_LOG_LEVEL", "ERROR")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with started(command("serve"), until="Serving at", cwd=tmp_path) as (process, lines):
        yield port
        process.send_signal(signal.SIGTERM)
        assert process.wait(9) == 0
    assert not [line for line in lines if "Traceback" in line], lines


def seconds_of_health(port: int) -> float:
    begun = time.monotonic()
    with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        assert answer.status == 200
    return time.monotonic() - begun


def sign_in(port: int, password: str) -> int:
    """Try to sign in with a long password; returns the status."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", "/sign-in")
        answer = connection.getresponse()
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        page = answer.read().decode()
        (token,) = next(form for form in forms_in(page) if "password" in form.values).values[
            "csrf_token"
        ]
        fields = {"csrf_token": token, "email": "a@example.org", "password": password}
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        connection.request("POST", "/sign-in", urlencode(fields), kind)
        return connection.getresponse().status


def upload(port: int) -> int:
    """Send a megabyte, a bit at a time; returns the status."""
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        + b"a" * 1_000_000
        + b"\r\n--x--\r\n"
    )
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.putrequest("POST", "/sign-in")
        connection.putheader("Content-Type", "multipart/form-data; boundary=x")
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        for start in range(0, len(body), 50_000):
            connection.send(body[start : start + 50_000])
            time.sleep(0.05)
        return connection.getresponse().status


@pytest.mark.alone
def test_it_answers_within_a_second_whatever_else_is_under_way(port: int) -> None:
    with ExitStack() as stack:
        threads = stack.enter_context(ThreadPoolExecutor(LONG_PASSWORDS + 1))
        for number in range(SLOW):
            slow = socket.create_connection(("127.0.0.1", port), timeout=10)
            stack.enter_context(closing(slow))
            slow.sendall(HALF if number % 2 else HALF_A_HEAD)
        uploading = threads.submit(upload, port)
        trying = [threads.submit(sign_in, port, "ḿ" * 150) for _n in range(LONG_PASSWORDS)]
        taken = []
        while not (uploading.done() and all(one.done() for one in trying)):
            taken.append(seconds_of_health(port))
            time.sleep(0.02)
        assert len(taken) > 5 and max(taken) < 1, taken
        assert {one.result() for one in trying} <= {400, 422}
        assert uploading.result() in {400, 422}
        assert seconds_of_health(port) < 1


@pytest.mark.alone
def test_more_from_one_address_than_its_share_keep_nobody_waiting(port: int) -> None:
    with ExitStack() as stack:
        for _number in range(400):
            slow = socket.create_connection(("127.0.0.1", port), timeout=10)
            stack.enter_context(closing(slow))
            slow.sendall(HALF)
        begun = time.monotonic()
        assert seconds_of_health(port) < 1
        assert sign_in(port, "a long password") in {400, 422}
        assert time.monotonic() - begun < 5


def test_it_listens_on_an_address_of_ipv6(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("RECITE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RECITE_HOST", "::1")
    monkeypatch.setenv("RECITE_PORT", str(port))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with started(command("serve"), until="Serving at", cwd=tmp_path) as (process, lines):
        address = f"http://[::1]:{port}"
        assert f"{address}/" in lines[-1]
        assert [line for line in lines if line.startswith(f"{address}/one-time")]
        with urlopen(f"{address}/sign-in", timeout=20) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(9) == 0
