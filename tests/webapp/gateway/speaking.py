"""A real server on loopback for a small application, and sockets that speak to it by hand."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import TYPE_CHECKING

from webapp.access.networks import network_of
from webapp.gateway.application import Gateway
from webapp.gateway.limits import Limits
from webapp.server import listen, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE = 10


class Speaking:
    """A server's address, and what was asked of its application."""

    def __init__(self, port: int, gateway: Gateway, asked: list[WSGIEnvironment]) -> None:
        self.port, self.gateway, self.asked = port, gateway, asked

    def connect(self) -> socket.socket:
        """Return a socket that is connected to it."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def ask(self, request: bytes) -> bytes:
        """Send a request as it is, and return whatever comes until the connection ends."""
        with closing(self.connect()) as asking:
            asking.sendall(request)
            return rest_of(asking)

    def is_alive(self) -> float:
        """Return how many seconds /healthz takes."""
        begun = time.monotonic()
        said = self.ask(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert said.startswith(b"HTTP/1.1 200"), said
        return time.monotonic() - begun


def rest_of(asking: socket.socket) -> bytes:
    """Return what comes until the connection ends."""
    said = bytearray()
    while True:
        try:
            piece = asking.recv(65536)
        except ConnectionResetError:
            return bytes(said)
        if not piece:
            return bytes(said)
        said += piece


def echo(environment: WSGIEnvironment, start: StartResponse) -> list[bytes]:
    """Answer with what was sent."""
    body = environment["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain")])
    return [body or environment["PATH_INFO"].encode("latin-1")]


@contextmanager
def speaking(
    app: WSGIApplication = echo, *, threads: int = 2, proxies: int = 0, **limits: float
) -> Iterator[Speaking]:
    """Serve ``app`` with the named limits changed."""
    asked: list[WSGIEnvironment] = []

    def noting(environment: WSGIEnvironment, start: StartResponse) -> object:
        asked.append(environment)
        return app(environment, start)

    own = Limits(**limits)  # type: ignore[arg-type]
    gateway = Gateway(noting, threads, own, network_of, proxies)  # type: ignore[arg-type]
    ready = threading.Event()
    server = make_server(gateway, ready.set)
    bound = listen("127.0.0.1", 0)
    port = bound.getsockname()[1]
    thread = threading.Thread(target=server.run, args=([bound],))
    thread.start()
    assert ready.wait(PATIENCE)
    try:
        yield Speaking(port, gateway, asked)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        gateway.close()
        assert not thread.is_alive()


@contextmanager
def half_sent(served: Speaking, count: int, head: bytes = b"") -> Iterator[list[socket.socket]]:
    """Hold requests open that announce more than they send."""
    begun = head or b"POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf"
    with ExitStack() as stack:
        opened = []
        for _number in range(count):
            asking = stack.enter_context(closing(served.connect()))
            with suppress(ConnectionError):  # it may be ended before that
                asking.sendall(begun)
            opened.append(asking)
        yield opened


_FLOODING = """
import select, socket, sys
port, count, head, piece = int(sys.argv[1]), int(sys.argv[2]), *map(bytes.fromhex, sys.argv[3:])
many = [socket.create_connection(("127.0.0.1", port)) for _number in range(count)]
sent, many_pieces = {each: 0 for each in many}, memoryview(piece * 40_000)
for each in many:
    each.sendall(head)
    each.setblocking(False)
print("begun", flush=True)
while sent:
    for each in select.select([], list(sent), [], 1)[1]:
        try:
            done = sent[each]
            sent[each] = (done + each.send(many_pieces[done:])) % len(piece)
        except OSError:
            del sent[each]
"""


@contextmanager
def flooded(served: Speaking, count: int, head: bytes, piece: bytes) -> Iterator[None]:
    """Have another process send pieces by many connections, as fast as they are taken."""
    given = [str(served.port), str(count), head.hex(), piece.hex()]
    command = [sys.executable, "-c", _FLOODING, *given]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as flooding:
        try:
            assert flooding.stdout is not None
            assert flooding.stdout.readline() == b"begun\n"
            yield
        finally:
            flooding.kill()


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)
