"""The server: granian, one process, as many threads as configured."""

from __future__ import annotations

import os
import socket
import time
from functools import partial
from threading import Thread

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from webapp import create_app
from webapp.config import Config

_SECONDS_TO_FINISH = 10
_ATTEMPTS, _BETWEEN, _SETTLE = 1000, 0.01, 0.05
# What listens on every address is reached on its own machine's.
_REACHED = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


class AddressTaken(Exception):  # noqa: N818
    """The address cannot be listened on; the message says why."""


def serve(config: Config, greeting: str) -> int:
    """Serve until SIGINT or SIGTERM, then finish the requests under way; returns the exit code.

    ``greeting`` is printed once the address answers. Raises AddressTaken.
    """
    check_address(config.host, config.port)
    server = Server(
        "webapp",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        blocking_threads=config.threads,
        workers_kill_timeout=_SECONDS_TO_FINISH,
        websockets=False,
        log_level=LogLevels.error,
    )
    try:
        server.serve(target_loader=partial(build, config, greeting), wrap_loader=False)
    except SystemExit as stop:
        # A worker that was stopped by somebody else counts as lost, even while stopping.
        return 0 if server.interrupt_signal else int(stop.code or 0)
    return 0


def build(config: Config, greeting: str) -> Flask:
    """Return the application; called in the process that serves, just before it listens."""
    # Ctrl-C is for the parent alone, which then stops this process: told twice within a
    # millisecond, granian's worker can wait for itself.
    os.setpgid(0, 0)
    app = create_app(config)
    Thread(target=_greet, args=(config, greeting), daemon=True).start()
    return app


def _greet(config: Config, greeting: str) -> None:
    address = (_REACHED.get(config.host, config.host), config.port)
    for _attempt in range(_ATTEMPTS):
        try:
            socket.create_connection(address, timeout=1).close()
        except OSError:
            time.sleep(_BETWEEN)
        else:
            # Told to stop just as it begins to wait, the worker would not hear it.
            time.sleep(_SETTLE)
            print(greeting, flush=True)
            return


def check_address(host: str, port: int) -> None:
    """Make sure that nobody listens there yet. Raises AddressTaken.

    The server shares its port with others that do the same, and so would not notice.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise AddressTaken(f"{host}:{port} cannot be listened on: {error.strerror}.") from error
