"""The server: uvicorn behind our own way in, one process, as many threads as configured.

``webapp/crew.py`` has several processes serve at one address.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial

import uvicorn
from flask import Flask

from webapp import attendant, chores, create_app, headers
from webapp.access.networks import network_of
from webapp.config import Config
from webapp.gateway.application import Gateway
from webapp.gateway.limits import Limits
from webapp.gateway.reading import PacedProtocol

_BACKLOG = 1024
# Files that are open for other reasons: the database's, logs, the application's own.
_OTHER_FILES = 256
# A connection has a socket, and for a large request or answer a temporary file.
_FILES_EACH = 3


class AddressTaken(Exception):  # noqa: N818
    """The address cannot be listened on; the message says why."""


class Server(uvicorn.Server):
    """A server that greets once it answers."""

    def __init__(self, config: uvicorn.Config, greeting: Callable[[], None]) -> None:
        super().__init__(config)
        self._greet = greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        if self.started:
            self._greet()


def serve(config: Config, greeting: str) -> int:
    """Serve until SIGINT or SIGTERM, then finish the requests under way; returns the exit code.

    ``greeting`` is printed once the address answers. Raises AddressTaken.
    """
    app = create_app(config)
    rest = chores.start(app)
    workers: list[Callable[[], None]] = []

    def greet() -> None:
        print(greeting, flush=True)
        if not config.worker_apart:  # and not before, so that it delays no start
            workers.append(attendant.attend(config))

    def stop() -> None:
        for each in (rest, *workers):
            each()

    return answer(config, app, listen(config.host, config.port), greet, stop)


def answer(
    config: Config,
    app: Flask,
    bound: socket.socket,
    greet: Callable[[], None],
    stop: Callable[[], None] = lambda: None,
) -> int:
    """Answer at a socket until SIGINT or SIGTERM; ``greet`` at the start, ``stop`` at the end."""
    gateway = build(config, app, Limits(connections=_connections()))
    server = make_server(gateway, greet)
    # uvicorn passes the signal on once it has stopped; by then there is nothing left to end.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    server.run([bound])
    stop()
    if gateway.close():
        # A request that did not end within its time would keep the process from ending.
        logging.shutdown()
        sys.stdout.flush()
        os._exit(0)
    return 0


def build(config: Config, app: Flask, limits: Limits) -> Gateway:
    """Return the application behind the way in."""
    own = headers.fixed(https=config.https).items()
    return Gateway(app, config.threads, limits, network_of, config.proxies, own)


def make_server(gateway: Gateway, greet: Callable[[], None]) -> Server:
    """Return a server for it, to be run with a socket that listens."""
    log = logging.getLogger("uvicorn.error")
    log.handlers[:], log.propagate = logging.getLogger("recite").handlers, False
    log.setLevel(logging.ERROR)
    limits = gateway.limits
    config = uvicorn.Config(
        gateway,
        http=partial(PacedProtocol, gateway=gateway),  # type: ignore[arg-type]
        interface="asgi3",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=limits.idle_seconds,
        timeout_graceful_shutdown=limits.stop_seconds,
    )
    return Server(config, greet)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to the address. Raises AddressTaken."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind, protocol)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
        except OSError:
            bound.close()
            raise
    except OSError as error:
        raise AddressTaken(f"{host}:{port} cannot be listened on: {error.strerror}.") from error
    return bound


def check_address(host: str, port: int) -> None:
    """Make sure that nobody listens there yet. Raises AddressTaken."""
    listen(host, port).close()


def _connections() -> int:
    """Return how many connections there can be, with as many open files as are allowed."""
    try:
        import resource
    except ImportError:  # not on Windows
        return 128
    most = Limits().connections
    wanted = most * _FILES_EACH + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY:
        return most
    return max(16, min(most, (soft - _OTHER_FILES) // _FILES_EACH))
