from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from questions.stages import Stage
from tests.webapp.racing import at_once
from tests.webapp.worlds import MORNING, World
from webapp.config import Config
from webapp.db import db, new_id, writing
from webapp.jobs import ring
from webapp.models import Document, Job, JobName, JobState, User
from webapp.queues import FILE, open_queue
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.operations import jobs
from webapp.services.operations.jobs import SILENCE, Ended, Running

LATER = MORNING + timedelta(seconds=1)
DEAD = MORNING + SILENCE + timedelta(seconds=2)


def queued(world: World) -> UUID:
    document = db.session.scalars(select(Document.id)).first()
    assert document is not None
    return jobs.queue_job(
        world.course_id,
        JobName.PROPOSE,
        MORNING,
        document_id=document,
        owner_id=world.instructor_id,
    )


def begun(world: World) -> Running:
    running = jobs.begin(queued(world), LATER)
    assert running is not None
    return running


def state(job_id: UUID) -> JobState:
    db.session.rollback()
    return db.session.get_one(Job, job_id).state


def add_person(number: int) -> Callable[[], int]:
    """What stores something and says how much."""

    def store() -> int:
        with writing() as session:
            person = User(id=new_id(LATER), email=f"x{number}@example.org", name="X")
            person.created_at = LATER
            session.add(person)
        return number

    return store


def people() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(User.id).where(User.email.like("x%@example.org"))).all())


def test_runs_and_stores_at_its_end(world: World) -> None:
    running = begun(world)
    jobs.advance(running, Stage.READ, 3, 7, LATER)
    job = db.session.get_one(Job, running.id)
    assert (job.stage, job.done, job.total, job.state) == (Stage.READ, 3, 7, JobState.RUNNING)
    assert people() == 0
    assert jobs.finish(running, add_person(4), LATER) == 4
    db.session.rollback()
    job = db.session.get_one(Job, running.id)
    assert (job.state, job.found, job.finished_at, people()) == (JobState.DONE, 4, LATER, 1)


def test_the_same_is_not_queued_twice(world: World) -> None:
    first = queued(world)
    with pytest.raises(Conflict):
        queued(world)
    jobs.begin(first, LATER)
    with pytest.raises(Conflict):
        queued(world)
    jobs.cancel_job(world.course_id, first, LATER)
    running = db.session.get_one(Job, first)
    assert running.cancel_asked
    with pytest.raises(Conflict):
        queued(world)


def test_of_many_workers_one_takes_it(app: Flask, world: World) -> None:
    job_id = queued(world)
    taken = at_once(app, [partial(jobs.begin, job_id, LATER)] * 6)
    assert sum(isinstance(each, Running) for each in taken) == 1
    assert taken.count(None) == 5


def test_of_many_instructors_one_queues_it(app: Flask, world: World) -> None:
    made = at_once(app, [partial(queued, world)] * 6, refusals=(Conflict,))
    assert sum(isinstance(each, UUID) for each in made) == 1
    assert sum(isinstance(each, Conflict) for each in made) == 5


def test_many_who_look_after_the_dead_queue_it_once(app: Flask, world: World) -> None:
    running = begun(world)
    found = at_once(app, [partial(jobs.recover, DEAD)] * 6)
    assert [running.id] in found
    assert all(each in ([running.id], []) for each in found)
    job = db.session.get_one(Job, running.id)
    assert (job.state, job.attempt) == (JobState.QUEUED, 1)


def test_finishing_at_the_moment_of_cancelling_is_one_or_the_other(
    app: Flask, world: World
) -> None:
    running = begun(world)

    finish = partial(jobs.finish, running, add_person(1), LATER)
    cancel = partial(jobs.cancel_job, world.course_id, running.id, LATER)
    found = at_once(app, [finish, cancel], refusals=(Ended,))
    ended = [each for each in found if isinstance(each, Ended)]
    assert people() == 1 - len(ended)
    assert state(running.id) is (JobState.RUNNING if ended else JobState.DONE)


def test_a_waiting_job_is_cancelled_at_once(world: World) -> None:
    job_id = queued(world)
    assert jobs.cancel_job(world.course_id, job_id, LATER) is JobState.CANCELLED
    assert jobs.begin(job_id, LATER) is None
    assert jobs.cancel_job(world.course_id, job_id, DEAD) is JobState.CANCELLED
    assert db.session.get_one(Job, job_id).finished_at == LATER


@pytest.mark.parametrize("stage", list(Stage))
def test_a_running_job_ends_when_it_next_tells_how_far_it_is(world: World, stage: Stage) -> None:
    running = begun(world)
    jobs.advance(running, stage, 0, 1, LATER)
    jobs.cancel_job(world.course_id, running.id, LATER)
    with pytest.raises(Ended):
        jobs.advance(running, stage, 1, 1, LATER)
    with pytest.raises(Ended):
        jobs.finish(running, add_person(1), LATER)
    jobs.acknowledge(running, LATER)
    assert (state(running.id), people()) == (JobState.CANCELLED, 0)


def test_what_cannot_be_stored_leaves_nothing(world: World) -> None:
    running = begun(world)

    def store() -> int:
        add_person(1)()
        raise Refusal("No.")

    with pytest.raises(Refusal):
        jobs.finish(running, store, LATER)
    assert jobs.fail(running, "No.", LATER)
    job = db.session.get_one(Job, running.id)
    assert (job.state, job.error, people()) == (JobState.FAILED, "No.", 0)


def test_one_given_up_for_dead_that_comes_back_writes_nothing(world: World) -> None:
    late = begun(world)
    assert jobs.recover(DEAD) == [late.id]
    now = jobs.begin(late.id, DEAD)
    assert now is not None
    for write in (
        lambda: jobs.advance(late, Stage.CHECK, 1, 1, DEAD),
        lambda: jobs.finish(late, add_person(1), DEAD),
    ):
        with pytest.raises(Ended):
            write()
    assert not jobs.fail(late, "Too late.", DEAD)
    jobs.acknowledge(late, DEAD)
    jobs.hand_back(late, DEAD)
    jobs.beat(late, DEAD + SILENCE)
    job = db.session.get_one(Job, late.id)
    assert (job.state, job.attempt, job.beat_at) == (JobState.RUNNING, 2, DEAD)
    assert jobs.finish(now, add_person(1), DEAD) == 1


def test_one_that_shows_life_is_left_alone(world: World) -> None:
    running = begun(world)
    jobs.beat(running, DEAD - timedelta(seconds=1))
    assert jobs.recover(DEAD) == []
    assert state(running.id) is JobState.RUNNING


def test_the_third_death_is_the_last(world: World) -> None:
    job_id, at = queued(world), MORNING
    for attempt in (1, 2, 3):
        assert jobs.begin(job_id, at) is not None
        at += SILENCE
        assert jobs.recover(at) == ([job_id] if attempt < 3 else [])
    job = db.session.get_one(Job, job_id)
    assert job.state is JobState.FAILED
    assert "begun 3 times" in job.error
    jobs.retry_job(world.course_id, job_id, at)
    job = db.session.get_one(Job, job_id)
    assert (job.state, job.attempt, job.error, job.finished_at) == (JobState.QUEUED, 0, "", None)


def test_a_dead_one_that_was_to_be_cancelled_is(world: World) -> None:
    running = begun(world)
    jobs.cancel_job(world.course_id, running.id, LATER)
    assert jobs.recover(DEAD) == []
    assert state(running.id) is JobState.CANCELLED


def test_stopping_a_worker_is_no_attempt(world: World) -> None:
    running = begun(world)
    jobs.advance(running, Stage.FIND, 1, 3, LATER)
    jobs.hand_back(running, LATER)
    job = db.session.get_one(Job, running.id)
    assert (job.state, job.attempt, job.stage, job.done) == (JobState.QUEUED, 0, None, 0)
    again = jobs.begin(running.id, LATER)
    assert again is not None
    jobs.cancel_job(world.course_id, again.id, LATER)
    jobs.hand_back(again, LATER)
    assert state(again.id) is JobState.CANCELLED


def test_only_what_failed_or_was_cancelled_is_tried_again(world: World) -> None:
    first = queued(world)
    with pytest.raises(Conflict):
        jobs.retry_job(world.course_id, first, LATER)
    jobs.cancel_job(world.course_id, first, LATER)
    second = queued(world)
    with pytest.raises(Conflict):
        jobs.retry_job(world.course_id, first, LATER)
    jobs.cancel_job(world.course_id, second, LATER)
    jobs.retry_job(world.course_id, first, LATER)
    assert state(first) is JobState.QUEUED


def test_another_course_knows_nothing_of_it(world: World) -> None:
    job_id = queued(world)
    for touch in (jobs.cancel_job, jobs.retry_job):
        with pytest.raises(Missing):
            touch(world.learner_id, job_id, LATER)
    assert state(job_id) is JobState.QUEUED


@pytest.mark.parametrize(
    "wrong",
    [
        {"done": 2, "total": 1},
        {"state": JobState.DONE},
        {"state": JobState.RUNNING},
        {"state": JobState.FAILED, "finished_at": LATER},
        {"error": "but it waits"},
        {"found": -1},
    ],
)
def test_the_table_holds_no_nonsense(world: World, wrong: dict[str, object]) -> None:
    job_id = queued(world)
    with pytest.raises(IntegrityError), writing() as session:
        job = session.get_one(Job, job_id)
        for name, value in wrong.items():
            setattr(job, name, value)


def test_a_worker_hears_of_a_job_that_a_server_rings_for(app: Flask, world: World) -> None:
    job_id = queued(world)
    ring(job_id)
    config: Config = app.extensions["recite"]
    heard: list[str] = []
    queue = open_queue(config, heard.append)
    assert queue.pending_count() == 1
    queue.execute(queue.dequeue())
    assert heard == [str(job_id)]
    assert (config.data / FILE).stat().st_mode & 0o077 == 0


def test_a_queue_that_cannot_be_reached_ends_no_request(
    app: Flask, world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).mkdir()
    app.logger.propagate = True
    ring(queued(world))
    assert "the queue of jobs cannot be reached" in caplog.text
