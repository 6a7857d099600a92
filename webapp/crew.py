"""The crew: as many processes as configured, which take turns at one address.

This one listens, starts them, and starts another when one ends; it answers nothing itself, but
does the chores. What they count together, such as tries to sign in, they count in one place.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from threading import Event

from webapp import attendant, backstage, chores
from webapp.config import Config
from webapp.server import listen

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def serve(config: Config, greeting: str) -> int:
    """Serve until SIGINT or SIGTERM, then let each finish what is under way.

    ``greeting`` is printed once all of them answer. Raises AddressTaken.
    """
    stopped = Event()
    for number in _SIGNALS:
        signal.signal(number, lambda *_: stopped.set())
    heard, told = os.pipe()
    with listen(config.host, config.port) as bound:
        ends = [
            attendant.attend_server(config, bound.fileno(), told, stopped)
            for _ in range(config.workers)
        ]
        if _wait_for_all(heard, config.workers, stopped):
            print(greeting, flush=True)
            ends += _look_after(config)
        stopped.wait()
        for end in ends:
            end()
    return 0


def _look_after(config: Config) -> list[Callable[[], None]]:
    rest = chores.start(backstage.assemble(config))
    return [rest] if config.worker_apart else [rest, attendant.attend(config)]


def _wait_for_all(heard: int, count: int, stopped: Event) -> bool:
    """Wait for a byte from each, once it answers; returns whether all did before the end."""
    os.set_blocking(heard, False)
    while count and not stopped.wait(0.05):
        try:
            count -= len(os.read(heard, count))
        except BlockingIOError:
            continue
    return not count
