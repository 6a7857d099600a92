"""Many questions of a file are taken in by a job: checked first, then saved all or none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from questions.stages import Stage, Tell
from webapp.db import db, new_id, writing
from webapp.models import Job, JobName, QuestionImport
from webapp.services.errors import Refusal
from webapp.services.operations.jobs import Running
from webapp.services.teaching.importing import hold_import, is_under_way
from webapp.services.teaching.taking_ticked import make_ticked_ready, store_ticked

# Plain choice: 1,000 took half a second on two cores, and much slower machines keep to a second.
MANY = 200


def queue_taking(
    course_id: UUID, user_id: UUID, import_id: UUID, at: datetime, *, as_drafts: bool
) -> UUID | None:
    """Have a job take in what is ticked, if that is much; returns the job that does, or ``None``.

    It waits or runs already where somebody asks twice.

    Raises:
        Missing: there is no such import of this person.
    """
    with writing() as session:
        row = hold_import(session, course_id, user_id, import_id, at)
        if row.taken_at is not None or len(row.chosen or ()) <= MANY:
            return None
        if is_under_way(row):
            return row.job_id
        job = Job(
            id=new_id(at),
            course_id=course_id,
            owner_id=user_id,
            name=JobName.IMPORT,
            about=row.name,
            proposes=False,
            created_at=at,
            beat_at=at,
        )
        session.add(job)
        session.flush()
        row.job_id, row.as_drafts = job.id, as_drafts
        return job.id


def take_in_ticked(running: Running, tell: Tell) -> Callable[[datetime], int]:
    """Check what is ticked in the file that a job takes in; returns what saves it.

    Nothing is stored before that is called, and no transaction is open meanwhile.

    Raises:
        Refusal: the file is gone, or nothing in it can be taken in.
    """
    row = db.session.scalar(_of(running))
    if row is None or row.taken_at is not None:
        raise _gone()
    ticked = make_ticked_ready(
        row,
        running.started_at,
        as_drafts=row.as_drafts,
        tell=lambda done, total: tell(Stage.CHECK, done, total),
    )

    def store(at: datetime) -> int:
        session = db.session()
        return store_ticked(session, _held(session, running, at), ticked, at)

    return store


def _held(session: Session, running: Running, at: datetime) -> QuestionImport:
    found = session.scalar(_of(running))
    if found is None or found.taken_at is not None:
        raise _gone()
    return hold_import(session, running.course_id, found.user_id, found.id, at)


def _of(running: Running) -> Select[QuestionImport]:
    return select(QuestionImport).where(
        QuestionImport.job_id == running.id, QuestionImport.course_id == running.course_id
    )


def _gone() -> Refusal:
    return Refusal(_("The file is not kept any more, or it was taken in. Give it again."))
