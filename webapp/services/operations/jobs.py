"""Jobs: queued, begun by one worker, told of, and ended; taken up again when a worker dies.

A worker that was given up for dead may come back. It holds a number that is no longer the
job's, so nothing that it writes counts, and what comes of a job is stored in the transaction that
ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Update, and_, case, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from questions.stages import Stage
from webapp.db import db, new_id, writing
from webapp.models import Job, JobName, JobState
from webapp.services.errors import Conflict, Missing, Refusal

BEAT = timedelta(seconds=3)
# A worker that gave no sign of life for so long is dead: some beats, lest a busy machine be
# taken for a stopped one.
SILENCE = timedelta(seconds=20)
MOST_ATTEMPTS = 3
_AFRESH = {"stage": None, "done": 0, "total": 0, "cancel_asked": False}


class Ended(Exception):  # noqa: N818
    """A job is no longer this worker's: it was cancelled, or somebody else has taken it up."""


@dataclass(frozen=True, slots=True)
class Running:
    """A job as the worker holds it that has begun it.

    ``attempt`` and ``started_at`` tell it from other workers.
    """

    id: UUID
    course_id: UUID
    name: JobName
    document_id: UUID | None
    owner_id: UUID | None
    proposes: bool
    paragraph: int | None
    asked_at: datetime
    attempt: int
    started_at: datetime


def queue_job(
    course_id: UUID,
    name: JobName,
    at: datetime,
    *,
    document_id: UUID,
    owner_id: UUID | None,
    paragraph: int | None = None,
) -> UUID:
    """Put a job on a document in the queue, or on one paragraph of it.

    Raises:
        Conflict: the same one waits or runs already.
    """
    with writing() as session:
        job = Job(
            id=new_id(at),
            course_id=course_id,
            document_id=document_id,
            owner_id=owner_id,
            paragraph=paragraph,
            name=name,
            created_at=at,
            beat_at=at,
        )
        try:
            with session.begin_nested():
                session.add(job)
        except IntegrityError as error:
            raise _already() from error
        return job.id


def begin(job_id: UUID, at: datetime) -> Running | None:
    """Take a queued job up; ``None`` where another worker was first, or it was cancelled."""
    begun = {"state": JobState.RUNNING, "attempt": Job.attempt + 1, "started_at": at, "beat_at": at}
    with writing() as session:
        waiting = update(Job).where(Job.id == job_id, Job.state == JobState.QUEUED)
        job = session.scalar(waiting.values({**begun, **_AFRESH}).returning(Job))
        if job is None:
            return None
        return Running(
            id=job.id,
            course_id=job.course_id,
            name=job.name,
            document_id=job.document_id,
            owner_id=job.owner_id,
            proposes=job.proposes,
            paragraph=job.paragraph,
            asked_at=job.created_at,
            attempt=job.attempt,
            started_at=at,
        )


def beat(running: Running, at: datetime) -> None:
    """Show that the worker lives."""
    with writing() as session:
        session.execute(_of(running).values(beat_at=at))


def advance(running: Running, stage: Stage, done: int, total: int, at: datetime) -> None:
    """Note how far a job is. Raises Ended when it is not to go on."""
    with writing() as session:
        asked = session.scalar(
            _of(running)
            .values(stage=stage, done=done, total=total, beat_at=at)
            .returning(Job.cancel_asked)
        )
    if asked is not False:
        raise Ended


def finish(running: Running, store: Callable[[], int], at: datetime) -> int:
    """Store what came of a job and end it, both or neither; returns how much it was.

    Raises:
        Ended: it is not to be stored.
        Refusal: ``store`` cannot do it.
    """
    with writing() as session:
        mine = _of(running).where(~Job.cancel_asked)
        ended = mine.values(state=JobState.DONE, finished_at=at, beat_at=at)
        if session.scalar(ended.returning(Job.id)) is None:
            raise Ended
        found = store()
        session.execute(update(Job).where(Job.id == running.id).values(found=found))
        return found


def keep(running: Running, store: Callable[[], UUID], at: datetime) -> UUID:
    """Store the document that a job takes in, while it goes on; returns that document's id.

    Raises:
        Ended: it is not to go on.
        Conflict: another job takes the same document in.
        Refusal: ``store`` cannot do it.
    """
    with writing() as session:
        mine = _of(running).where(~Job.cancel_asked).values(beat_at=at)
        if session.scalar(mine.returning(Job.id)) is None:
            raise Ended
        document_id = store()
        try:
            with session.begin_nested():
                session.execute(_of(running).values(document_id=document_id))
        except IntegrityError as error:
            raise _already() from error
        return document_id


def fail(running: Running, why: str, at: datetime) -> bool:
    """End a job that cannot be done; ``why`` says so in plain words, and what to do.

    Returns whether it was still this worker's to end.
    """
    failed = _of(running).values(state=JobState.FAILED, error=why, finished_at=at)
    with writing() as session:
        return session.scalar(failed.returning(Job.id)) is not None


def acknowledge(running: Running, at: datetime) -> None:
    """End a job whose cancelling was asked for, as nothing of it is done any more."""
    with writing() as session:
        ended = _of(running).where(Job.cancel_asked)
        session.execute(ended.values(state=JobState.CANCELLED, finished_at=at))


def hand_back(running: Running, at: datetime) -> None:
    """Put a job back in the queue, as its worker is told to stop: that is no attempt of its own."""
    with writing() as session:
        again = _of(running).where(~Job.cancel_asked)
        values = {"state": JobState.QUEUED, "beat_at": at, "attempt": Job.attempt - 1, **_AFRESH}
        session.execute(again.values(values))
    acknowledge(running, at)


def cancel_job(course_id: UUID, job_id: UUID, at: datetime) -> JobState:
    """Have a job not done, or no further; returns its state, which is left alone once it ended.

    Raises:
        Missing: the course has no such job.
    """
    with writing() as session:
        job = _find(session, course_id, job_id)
        if job.state is JobState.QUEUED:
            job.state, job.finished_at = JobState.CANCELLED, at
        elif job.state is JobState.RUNNING:
            job.cancel_asked = True
        return job.state


def retry_job(course_id: UUID, job_id: UUID, at: datetime) -> None:
    """Put a job that failed or was cancelled in the queue again.

    Raises:
        Missing: the course has no such job.
        Conflict: it is done, or the same waits or runs already.
    """
    with writing() as session:
        job = _find(session, course_id, job_id)
        if job.state not in (JobState.FAILED, JobState.CANCELLED):
            raise _already()
        try:
            with session.begin_nested():
                _queue_again(session, Job.id == job_id, at, attempt=0)
        except IntegrityError as error:
            raise _already() from error


def course_of_job(job_id: UUID) -> UUID:
    """Return the course that a job is of. Raises Missing."""
    course_id = db.session.scalar(select(Job.course_id).where(Job.id == job_id))
    if course_id is None:
        raise Missing(_("There is no such job, or no longer."))
    return course_id


def recover(at: datetime) -> list[UUID]:
    """Take up what dead workers left behind; returns the jobs that wait, the oldest first."""
    is_lost = and_(Job.state == JobState.RUNNING, Job.beat_at <= at - SILENCE)
    if db.session.scalar(select(Job.id).where(is_lost).limit(1)):
        with writing() as session:
            ended = update(Job).where(is_lost)
            session.execute(
                ended.where(Job.cancel_asked).values(state=JobState.CANCELLED, finished_at=at)
            )
            session.execute(
                ended.where(Job.attempt >= MOST_ATTEMPTS).values(
                    state=JobState.FAILED, finished_at=at, error=_given_up()
                )
            )
            _queue_again(session, is_lost, at)
    waiting = select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.id)
    return list(db.session.scalars(waiting))


def _queue_again(session: Session, which: ColumnElement[bool], at: datetime, **more: int) -> None:
    again = {"state": JobState.QUEUED, "beat_at": at, "error": "", "finished_at": None}
    session.execute(update(Job).where(which).values({**again, **_AFRESH, **more}))


def _of(running: Running) -> Update:
    """Return a change to a job that has an effect as long as it is this worker's."""
    return update(Job).where(
        Job.id == running.id,
        Job.state == JobState.RUNNING,
        Job.attempt == running.attempt,
        Job.started_at == running.started_at,
    )


def _find(session: Session, course_id: UUID, job_id: UUID) -> Job:
    query = select(Job).where(Job.id == job_id, Job.course_id == course_id).with_for_update()
    job = session.scalars(query).one_or_none()
    if job is None:
        raise Missing(_("There is no such job in this course."))
    return job


def _already() -> Refusal:
    return Conflict(_("This waits or runs already, or is done. Nothing was changed."))


def _given_up() -> ColumnElement[str]:
    importing = _(
        "It was begun %(most)s times, and each time the process that did it ended. Nothing was "
        "taken in. Try again; if it happens again, tick fewer, or tell the administrator.",
        most=MOST_ATTEMPTS,
    )
    proposing = _(
        "It was begun %(most)s times, and each time the process that did it ended. Nothing "
        "was proposed. Try again; if it happens again, split the document, or tell the "
        "administrator.",
        most=MOST_ATTEMPTS,
    )
    return case((Job.name == JobName.IMPORT, str(importing)), else_=str(proposing))
