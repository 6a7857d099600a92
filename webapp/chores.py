"""Chores: what is to be done every minute, whether or not anybody looks."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

from flask import Flask

from webapp import clock
from webapp.db import db
from webapp.services.quizzes.closing import close_overdue

_SECONDS = 60.0
_PATIENCE_SECONDS = 10.0


def start(app: Flask, seconds: float = _SECONDS) -> Callable[[], None]:
    """Begin, in a thread of its own; returns what ends it and waits for what is under way.

    Several processes may do it at once.
    """
    stopped = Event()

    def work() -> None:
        while not stopped.wait(seconds):
            _do(app)

    def stop() -> None:
        stopped.set()
        thread.join(_PATIENCE_SECONDS)

    thread = Thread(target=work, name="chores", daemon=True)
    thread.start()
    return stop


def _do(app: Flask) -> None:
    """Do all of them once; what goes wrong is logged, and tried again the next time."""
    with app.app_context():
        try:
            close_overdue(clock.now())
        except Exception:
            app.logger.exception("chores")
        finally:
            db.session.remove()
