"""The attendant: keeps processes beside the server, each with a thread that looks after it.

It starts another when one ends, and ends them with the server.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from threading import Event, Thread

from webapp.config import Config
from webapp.gateway.limits import Limits

_COMMAND = "from webapp.cli import main; main()"
_SOON, _LATE = 1.0, 60.0  # seconds until a worker that ended is replaced
_STEADY = 5.0  # one that lived for so long did not fail at its start
_TIME_TO_END = 5.0
_TIME_TO_ANSWER = Limits().stop_seconds + 2.0  # what is under way may take so long
_Start = Callable[[], subprocess.Popen[bytes]]
_log = logging.getLogger("recite.attendant")


def attend(config: Config) -> Callable[[], None]:
    """Start a worker and keep one there, from a thread; returns what ends both."""
    stopped = Event()
    end = _keep(lambda: _start(config, "work"), stopped, _TIME_TO_END)

    def stop() -> None:
        stopped.set()
        end()

    return stop


def attend_server(config: Config, at: int, ready: int, stopped: Event) -> Callable[[], None]:
    """Start a process that serves at a socket, and keep one there until ``stopped``.

    It writes to ``ready`` once it answers. Returns what waits for its end.
    """
    arguments = ("serve", "--at", str(at), "--ready", str(ready))
    return _keep(lambda: _start(config, *arguments, passed=(at, ready)), stopped, _TIME_TO_ANSWER)


def _keep(start: _Start, stopped: Event, time_to_end: float) -> Callable[[], None]:
    thread = Thread(target=_replace, args=(start, stopped, time_to_end), daemon=True)
    thread.start()
    return lambda: thread.join(time_to_end + _SOON)


def _replace(start: _Start, stopped: Event, time_to_end: float) -> None:
    """Replace a process as often as it ends, less and less soon where it does so at once.

    The thread lasts as long as the server: on Linux a worker ends with the thread it came from.
    """
    pause = _SOON
    while not stopped.is_set():
        worker = start()
        lived = _wait(worker, stopped)
        if stopped.is_set():
            _end(worker, time_to_end)
            return
        pause = _SOON if lived > _STEADY else pause
        _log.warning("a worker ended", extra={"fields": {"code": worker.returncode}})
        stopped.wait(pause)
        pause = min(2 * pause, _LATE)


def _start(
    config: Config, *arguments: str, passed: tuple[int, ...] = ()
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-c", _COMMAND, *arguments, "--under", str(os.getpid())],
        env={
            **os.environ,
            "RECITE_DATA": str(config.data),
            "DATABASE_URL": config.database_url,
            "SECRET_KEY": config.secret_key,
            "RECITE_LOG_LEVEL": config.log_level,
        },
        stdin=subprocess.DEVNULL,
        pass_fds=passed,
        start_new_session=True,  # Ctrl-C is for the server, which ends the worker
    )


def _wait(worker: subprocess.Popen[bytes], stopped: Event) -> float:
    """Wait until the worker ends, or is to; returns for how many seconds it lived."""
    lived = 0.0
    while worker.poll() is None and not stopped.wait(_SOON / 4):
        lived += _SOON / 4
    return lived


def _end(worker: subprocess.Popen[bytes], time_to_end: float) -> None:
    worker.terminate()
    try:
        worker.wait(time_to_end)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
