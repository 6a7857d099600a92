"""Several things done at the same moment, each in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Barrier, Thread

from flask import Flask

from webapp.db import db


def at_once(
    app: Flask,
    acts: Sequence[Callable[[], object]],
    *,
    refusals: tuple[type[Exception], ...] = (),
) -> list[object]:
    """Return what each came to, or the refusal that it raised; whatever else is raised fails."""
    ready = Barrier(len(acts))
    came_to: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        with app.app_context():
            ready.wait()
            try:
                came_to[place] = act()
            except BaseException as error:
                came_to[place] = error
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for found in came_to:
        if isinstance(found, BaseException) and not isinstance(found, refusals):
            raise found
    return came_to


def refused(came_to: Sequence[object]) -> list[Exception]:
    """Return the refusals among what came of things done at once."""
    return [found for found in came_to if isinstance(found, Exception)]
