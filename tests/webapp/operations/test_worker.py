"""One worker, in this process: how each way of ending is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text, update

from questions.stages import Stage, Tell
from tests.webapp.operations.test_jobs import queued
from tests.webapp.worlds import World
from webapp import jobs
from webapp.clock import now
from webapp.db import db, writing
from webapp.models import Job, JobName, JobState
from webapp.services.errors import Refusal
from webapp.services.operations.jobs import SILENCE, Running, begin, cancel_job
from webapp.services.operations.queries.quotas import SECONDS
from webapp.services.operations.spending import computing
from webapp.worker import Worker

Store = Callable[[datetime], int]


def do(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    hands: Worker,
    work: Callable[[Running, Tell], Store],
) -> Job:
    """Have the worker do a job that is ``work``; returns how it ended."""
    monkeypatch.setitem(jobs.JOBS, JobName.PROPOSE, work)
    job_id = queued(world)
    hands.perform(str(job_id))
    return found(job_id)


def found(job_id: UUID) -> Job:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Job, job_id)


def test_what_was_not_foreseen_is_said_and_logged(
    hands: Worker, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hands._app.logger.propagate = True

    def work(_running: Running, _tell: Tell) -> Store:
        raise RuntimeError("boom")

    job = do(monkeypatch, world, hands, work)
    assert job.state is JobState.FAILED
    assert job.error.startswith("Something went wrong that was not foreseen. Nothing was proposed.")
    assert "boom" in caplog.text


def test_a_refusal_is_what_is_said(
    hands: Worker, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(_running: Running, _tell: Tell) -> Store:
        def store(_at: datetime) -> int:
            raise Refusal("It is full. Make room.")

        return store

    job = do(monkeypatch, world, hands, work)
    assert (job.state, job.error) == (JobState.FAILED, "It is full. Make room.")


def test_one_told_to_stop_hands_its_job_back(
    hands: Worker, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(_running: Running, tell: Tell) -> Store:
        hands._consumer.stop_flag.set()
        tell(Stage.READ, 0, 1)
        raise AssertionError

    job = do(monkeypatch, world, hands, work)
    assert (job.state, job.attempt) == (JobState.QUEUED, 0)


def test_a_cancelled_job_goes_no_further(
    hands: Worker, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(running: Running, tell: Tell) -> Store:
        tell(Stage.READ, 0, 2)
        cancel_job(world.course_id, running.id, now())
        tell(Stage.READ, 1, 2)  # too soon after the first to be noted
        tell(Stage.FIND, 0, 1)
        raise AssertionError

    assert do(monkeypatch, world, hands, work).state is JobState.CANCELLED


def test_how_far_it_is_may_fail_to_be_noted(
    hands: Worker, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(running: Running, tell: Tell) -> Store:
        tell(Stage.READ, 2, 1)  # more than all of it: the table refuses
        return lambda _at: 3

    job = do(monkeypatch, world, hands, work)
    assert (job.state, job.found) == (JobState.DONE, 3)


def test_its_time_is_counted_for_whoever_asked(
    hands: Worker, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with computing(world.instructor_id, now(), reserve=SECONDS):
        job = do(monkeypatch, world, hands, lambda _running, _tell: lambda _at: 1)
    assert job.state is JobState.FAILED
    assert "seconds of computing" in job.error


def test_it_shows_life_and_rings_for_what_was_left(app: Flask, hands: Worker, world: World) -> None:
    job_id = queued(world)
    hands._look_after()
    hands._look_after()
    assert hands._queue.pending_count() == 1
    hands._queue.dequeue()
    with writing() as session:
        running = begin(job_id, now() - SILENCE)
        assert running is not None
        session.execute(update(Job).values(beat_at=now() - SILENCE / 2))
    hands._running = running
    hands._look_after()
    assert now() - found(job_id).beat_at < SILENCE / 4
    assert hands._queue.pending_count() == 0


def test_a_database_that_is_away_does_not_end_it(
    hands: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    hands._app.logger.propagate = True
    with writing() as session:
        session.execute(text("ALTER TABLE jobs RENAME TO elsewhere"))
    hands._look_after()
    assert "worker" in caplog.text
