"""Chores: what is to be done every minute or every hour, whether or not anybody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from threading import Event, Thread

from flask import Flask

from webapp import clock
from webapp.db import db
from webapp.services.media.clearing import clear_files
from webapp.services.quizzes.closing import close_overdue

_SECONDS = 60.0
_SELDOM = 60  # minutes
_PATIENCE_SECONDS = 10.0


def start(app: Flask, seconds: float = _SECONDS) -> Callable[[], None]:
    """Begin, in a thread of its own; returns what ends it and waits for what is under way.

    Several processes may do it at once.
    """
    stopped = Event()

    def work() -> None:
        for minute in count():
            if stopped.wait(seconds):
                return
            _do(app, _OFTEN if minute % _SELDOM else (*_OFTEN, _clear_files))

    def stop() -> None:
        stopped.set()
        thread.join(_PATIENCE_SECONDS)

    thread = Thread(target=work, name="chores", daemon=True)
    thread.start()
    return stop


def _close_overdue() -> None:
    close_overdue(clock.now())


def _clear_files() -> None:
    clear_files(clock.now())


_OFTEN = (_close_overdue,)


def _do(app: Flask, chores: Iterable[Callable[[], object]]) -> None:
    """Do each once; what goes wrong is logged, and tried again the next time."""
    for chore in chores:
        with app.app_context():
            try:
                chore()
            except Exception:
                app.logger.exception("chores")
            finally:
                db.session.remove()
