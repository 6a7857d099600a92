"""Uploads: files and addresses that wait for a worker to read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.db import db, new_id, writing
from webapp.models import Job, JobName, Upload
from webapp.services.errors import Conflict
from webapp.services.operations.queries.quotas import check_uploads
from webapp.services.texts import refuse_unfit

_KEPT = timedelta(days=7)  # for another try, after a job has failed


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave to be taken in: the content of a file, or an address to fetch."""

    name: str
    content: bytes | None = None
    address: str = ""


def queue_uploads(
    course_id: UUID,
    given: Sequence[Given],
    at: datetime,
    *,
    owner_id: UUID,
    document_id: UUID | None = None,
    proposes: bool = True,
) -> list[UUID]:
    """Put a job for each in the queue, or none; as a new text of ``document_id`` where given.

    Raises:
        OverQuota: too much waits to be read already, or the course is full.
        Conflict: a new text of the document is being read already.
        Refusal: a name has characters that are no text.
    """
    for one in given:
        refuse_unfit(one.name, one.address, field="files")
    with writing() as session:
        _forget_old(session, course_id, at)
        check_uploads(session, course_id, owner_id, [len(one.content or b"") for one in given])
        queued = []
        for one in given:
            job = Job(
                id=new_id(at),
                course_id=course_id,
                document_id=document_id,
                owner_id=owner_id,
                name=JobName.REVISE if document_id else JobName.TAKE_IN,
                about=one.name,
                proposes=proposes,
                created_at=at,
                beat_at=at,
            )
            try:
                with session.begin_nested():
                    session.add(job)
            except IntegrityError as error:
                raise Conflict(
                    _("A new text of this document is being read already."), "files"
                ) from error
            session.add(
                Upload(job_id=job.id, name=one.name, web_address=one.address, content=one.content)
            )
            queued.append(job.id)
        return queued


def load_upload(job_id: UUID) -> Given | None:
    """Return what a job is to take in, unless it has; no transaction is left open."""
    upload = db.session.get(Upload, job_id)
    given = Given(upload.name, upload.content, upload.web_address) if upload else None
    db.session.rollback()
    return given


def _forget_old(session: Session, course_id: UUID, at: datetime) -> None:
    ended = select(Job.id).where(Job.course_id == course_id, Job.finished_at < at - _KEPT)
    session.execute(delete(Upload).where(Upload.job_id.in_(ended)))


def drop_upload(job_id: UUID) -> None:
    """Let go of what a job has taken in."""
    with writing() as session:
        session.execute(delete(Upload).where(Upload.job_id == job_id))
