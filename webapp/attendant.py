"""The attendant: keeps one worker beside the server, in a process of its own.

It starts another when that one ends, and ends it with the server.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from threading import Event, Thread

from webapp.config import Config

_COMMAND = "from webapp.cli import main; main()"
_SOON, _LATE = 1.0, 60.0  # seconds until a worker that ended is replaced
_STEADY = 5.0  # one that lived for so long did not fail at its start
_TIME_TO_END = 5.0
_log = logging.getLogger("recite.attendant")


def attend(config: Config) -> Callable[[], None]:
    """Start a worker and keep one there, from a thread; returns what ends both."""
    stopped = Event()
    thread = Thread(target=_keep, args=(config, stopped), name="attendant", daemon=True)
    thread.start()

    def stop() -> None:
        stopped.set()
        thread.join(_TIME_TO_END + _SOON)

    return stop


def _keep(config: Config, stopped: Event) -> None:
    """Replace the worker as often as it ends, less and less soon where it does so at once.

    The thread lasts as long as the server: on Linux a worker ends with the thread it came from.
    """
    pause = _SOON
    while not stopped.is_set():
        worker = _start(config)
        lived = _wait(worker, stopped)
        if stopped.is_set():
            _end(worker)
            return
        pause = _SOON if lived > _STEADY else pause
        _log.warning("a worker ended", extra={"fields": {"code": worker.returncode}})
        stopped.wait(pause)
        pause = min(2 * pause, _LATE)


def _start(config: Config) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-c", _COMMAND, "work", "--under", str(os.getpid())],
        env={
            **os.environ,
            "RECITE_DATA": str(config.data),
            "DATABASE_URL": config.database_url,
            "SECRET_KEY": config.secret_key,
            "RECITE_LOG_LEVEL": config.log_level,
        },
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the server, which ends the worker
    )


def _wait(worker: subprocess.Popen[bytes], stopped: Event) -> float:
    """Wait until the worker ends, or is to; returns for how many seconds it lived."""
    lived = 0.0
    while worker.poll() is None and not stopped.wait(_SOON / 4):
        lived += _SOON / 4
    return lived


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(_TIME_TO_END)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
