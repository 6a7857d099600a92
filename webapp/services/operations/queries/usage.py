"""Usage: how much there is on the site, how much goes on, and what goes wrong."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import InstrumentedAttribute

from webapp.db import db
from webapp.models import (
    UNDER_WAY,
    Attempt,
    Course,
    Document,
    Fault,
    Job,
    JobState,
    Question,
    Review,
    ReviewKind,
    User,
)

_MOST = 50


@dataclass(frozen=True, slots=True)
class Usage:
    """Figures of the whole site."""

    accounts: int
    guests: int
    locked: int
    courses: int
    archived: int
    documents: int
    questions: int


@dataclass(frozen=True, slots=True)
class Lately:
    """What went on within so many days."""

    days: int
    reviews: int
    learners: int
    handed_in: int
    new_people: int


@dataclass(frozen=True, slots=True)
class JobOfSite:
    """A job of any course, with what it is about."""

    job: Job
    course: str
    course_title: str
    title: str


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes: of the database, and of the disk that the data folder is on."""

    database: int
    free: int
    disk: int


def usage() -> Usage:
    """Return how much there is."""
    return Usage(
        accounts=_count(User.id, User.is_guest.is_(False)),
        guests=_count(User.id, User.is_guest.is_(True)),
        locked=_count(User.id, User.locked_at.is_not(None)),
        courses=_count(Course.id, Course.archived_at.is_(None)),
        archived=_count(Course.id, Course.archived_at.is_not(None)),
        documents=_count(Document.id),
        questions=_count(Question.id, Question.published.is_not(None)),
    )


def lately(at: datetime, days: int) -> Lately:
    """Return what went on in the days before that moment."""
    since = at - timedelta(days=days)
    is_given_here = Review.kind != ReviewKind.IMPORT
    return Lately(
        days=days,
        reviews=_count(Review.id, Review.answered_at > since, is_given_here),
        learners=_count(Review.user_id.distinct(), Review.answered_at > since, is_given_here),
        handed_in=_count(Attempt.id, Attempt.submitted_at > since),
        new_people=_count(User.id, User.created_at > since),
    )


def _count(of: InstrumentedAttribute[Any] | ColumnElement[Any], *which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(of)).where(*which)) or 0


def jobs_of_site() -> list[JobOfSite]:
    """Return what waits, runs or failed: what is under way first, then the newest."""
    shown = [*UNDER_WAY, JobState.FAILED]
    rows = db.session.execute(
        select(Job, Course.slug, Course.title, func.coalesce(Document.title, Job.about))
        .join(Course, Course.id == Job.course_id)
        .outerjoin(Document, Document.id == Job.document_id)
        .where(Job.state.in_(shown))
        .order_by(Job.state == JobState.FAILED, Job.id.desc())
        .limit(_MOST)
    )
    return [JobOfSite(job, slug, course, title) for job, slug, course, title in rows]


def count_jobs() -> dict[JobState, int]:
    """Return how many jobs there are in each state."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state))
    return dict(list(rows))


def latest_faults() -> Sequence[Fault]:
    """Return the errors that were logged last."""
    return db.session.scalars(select(Fault).order_by(Fault.id.desc()).limit(_MOST)).all()


def room_in(folder: Path) -> Room:
    """Return how much room the database takes, and how much the disk has."""
    disk = shutil.disk_usage(folder)
    return Room(database=_size_of_database(), free=disk.free, disk=disk.total)


def _size_of_database() -> int:
    if db.engine.dialect.name == "postgresql":
        return int(db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    file = Path(db.engine.url.database or "")
    beside = (file.with_name(file.name + end) for end in ("", "-wal", "-shm"))
    return sum(each.stat().st_size for each in beside if each.is_file())
