"""A worker: a process that does one job after another, apart from the answers to people."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Thread
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from questions.stages import Stage
from webapp import backstage, clock
from webapp.config import Config
from webapp.db import db
from webapp.jobs import JOBS, queue_of
from webapp.logs import record_event
from webapp.models import JobName, User
from webapp.services.errors import Refusal
from webapp.services.operations import jobs
from webapp.services.operations.jobs import Ended, Running
from webapp.services.operations.spending import computing
from webapp.services.quizzes.rolling_up import roll_up_due
from webapp.services.teaching.ranking import learn_ranking

if TYPE_CHECKING:
    from huey.consumer import Consumer

_TICK = 1.0  # seconds
_TELL_EACH = 0.4
_LONGEST_PAUSE = 0.5  # between two looks at a queue that is a file
_TIME_TO_HAND_BACK = 3.0
_LEARN_EACH = 60  # ticks
_ROLL_UP_EACH = 15.0  # seconds: figures may be that much behind what was handed in
_IDLE = 60.0  # after which what a job has loaded is let go of


class Stopping(Exception):  # noqa: N818
    """The worker is told to end."""


def work(config: Config, parent: int | None = None) -> None:
    """Do jobs until a signal, or until the process ``parent`` ends; does not return."""
    worker = Worker(backstage.assemble(config), parent)
    worker.run()
    sys.stdout.flush()
    sys.stderr.flush()
    if worker.is_full:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606
    os._exit(0)


class Worker:
    """What takes jobs from the queue, and looks after those that other workers left."""

    def __init__(self, app: Flask, parent: int | None = None) -> None:
        self.is_full = False
        self._app = app
        self._parent = parent
        self._running: Running | None = None
        self._told: tuple[Stage | None, float] = (None, 0.0)
        self._idle_since = time.monotonic()
        self._has_worked = False
        self._aside = self._aside_rolling_up = 0.0
        self._is_rolling_up = False
        self._queue = queue_of(app, self.perform)
        self._consumer: Consumer = self._queue.create_consumer(
            workers=1, periodic=False, max_delay=_LONGEST_PAUSE, scheduler_interval=60
        )

    def run(self) -> None:
        """Work until told to stop; what is under way then is handed back."""
        Thread(target=self._watch, name="watch", daemon=True).start()
        Thread(target=self._roll_up, name="roll-ups", daemon=True).start()
        self._consumer.run()
        for _worker, thread in self._consumer.worker_threads:
            thread.join(_TIME_TO_HAND_BACK)

    def perform(self, job_id: str) -> None:
        """Do one job, unless another worker has it or it is not to be done."""
        with self._in_the_app():
            running = jobs.begin(UUID(job_id), clock.now())
            if running is not None:
                self._running, self._has_worked = running, True
                try:
                    self._do(running)
                finally:
                    self._running, self._idle_since = None, time.monotonic()

    def _do(self, running: Running) -> None:
        try:
            with self._counted(running.owner_id):
                store = JOBS[running.name](running, self._tell)
            found = jobs.finish(running, lambda: store(clock.now()), clock.now())
        except Ended:
            jobs.acknowledge(running, clock.now())
        except Stopping:
            jobs.hand_back(running, clock.now())
        except Refusal as refusal:
            db.session.rollback()
            self._fail(running, str(refusal.message))
        except Exception:
            self._app.logger.exception("job", extra={"fields": {"job": str(running.id)}})
            db.session.rollback()
            self._fail(running, _unforeseen(running.name))
        else:
            _record("job done", running, found=found)

    def _fail(self, running: Running, why: str) -> None:
        if jobs.fail(running, why, clock.now()):
            _record("job failed", running)

    def _tell(self, stage: Stage, done: int, total: int) -> None:
        """Note how far the job is, not too often. Raises Stopping and Ended."""
        if self._consumer.stop_flag.is_set():
            raise Stopping
        now, (told, at) = time.monotonic(), self._told
        if self._running is None or (stage is told and now - at < _TELL_EACH):
            return
        self._told = stage, now
        try:
            jobs.advance(self._running, stage, done, total, clock.now())
        except SQLAlchemyError:  # it is told again; whether the job is still ours, finish asks
            self._app.logger.warning("how far a job is cannot be noted", exc_info=True)
            db.session.rollback()

    def _watch(self) -> None:
        ticks = 0
        while not self._consumer.stop_flag.is_set():
            if ticks % jobs.BEAT.seconds == 0:
                self._look_after()
            if ticks % _LEARN_EACH == 0:
                self._learn()
            if self._parent is not None and os.getppid() != self._parent:
                break
            if self._has_worked and self._is_idle():
                self.is_full = True
                break
            ticks += 1
            self._aside = time.thread_time()
            self._consumer.stop_flag.wait(_TICK)
        self._consumer.stop_flag.set()

    def _is_idle(self) -> bool:
        if self._running or self._is_rolling_up:
            return False
        return time.monotonic() - self._idle_since > _IDLE

    def _look_after(self) -> None:
        """Show that the job under way is, and take up what has been lost."""
        with self._in_the_app():
            if running := self._running:
                jobs.beat(running, clock.now())
            waiting = jobs.recover(clock.now())
            if waiting and not self._running and not self._queue.pending_count():
                self._queue.perform(str(waiting[0]))

    def _learn(self) -> None:
        """Learn from what was decided about proposals, where enough was."""
        with self._in_the_app():
            if learn_ranking(clock.now()):
                self._has_worked, self._idle_since = True, time.monotonic()

    def _roll_up(self) -> None:
        """Find what was handed in comes to; apart from the watch, as it may take long."""
        while not self._consumer.stop_flag.wait(_ROLL_UP_EACH):
            self._is_rolling_up = True
            with self._in_the_app():
                if roll_up_due(clock.now()):
                    self._has_worked, self._idle_since = True, time.monotonic()
            self._is_rolling_up = False
            self._aside_rolling_up = time.thread_time()

    def _counted(self, owner_id: UUID | None) -> AbstractContextManager[None]:
        """Count the time that a job takes for whoever asked for it. Entering raises TooMany."""
        owner = db.session.get(User, owner_id) if owner_id else None
        if owner is None:
            return nullcontext()
        return computing(owner.id, clock.now(), is_exempt=owner.is_admin, spent=self._spent)

    def _spent(self) -> float:
        """Return the seconds of all threads and of processes that read files, but those aside."""
        return sum(os.times()[:4]) - self._aside - self._aside_rolling_up

    @contextmanager
    def _in_the_app(self) -> Iterator[None]:
        with self._app.app_context():
            try:
                yield
            except Exception:
                self._app.logger.exception("worker")
            finally:
                db.session.remove()


def _record(event: str, running: Running, **fields: object) -> None:
    """Log how a job ended, as done by whoever asked for it."""
    asked = {"actor": running.owner_id, "course": running.course_id, "job": running.id}
    record_event(event, **asked, name=running.name, **fields)


def _unforeseen(name: JobName) -> str:
    if name is JobName.IMPORT:
        return str(
            _(
                "Something went wrong that was not foreseen. Nothing was taken in. Try again, and "
                "tell the administrator if it happens again."
            )
        )
    return str(
        _(
            "Something went wrong that was not foreseen. Nothing was proposed. Try again, and tell "
            "the administrator if it happens again."
        )
    )
