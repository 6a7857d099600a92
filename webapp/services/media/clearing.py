"""Clearing: files that no question speaks of go after a week, and then what they held."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, tuple_, update
from sqlalchemy.orm import Session

from questions.media import REFERENCE
from webapp.db import db, writing
from webapp.models import CourseFile, Question, QuestionDraft, QuestionVersion, VersionFile
from webapp.stores import current_store

# A plain choice; files that are looked over before they are taken in are kept for less.
KEPT = timedelta(days=7)
_AT_ONCE = 1_000  # files in one statement


def clear_files(at: datetime) -> int:
    """Let go of files that were found idle for ``KEPT``; returns how many. Several may do it.

    What somebody's draft speaks of stays. What lies in the store and belongs to no course is
    removed once nothing touched it for as long; never where there is no file at all, as in a
    database that was set up anew beside an old store.

    Raises OSError.
    """
    with writing() as session:
        idle = CourseFile.idle_since
        session.execute(
            update(CourseFile).where(idle.is_(None), ~_is_spoken()).values(idle_since=at)
        )
        session.execute(
            update(CourseFile).where(idle.is_not(None), _is_spoken()).values(idle_since=None)
        )
        due = _due(session, at)
        key = tuple_(CourseFile.course_id, CourseFile.name)
        for start in range(0, len(due), _AT_ONCE):
            some = due[start : start + _AT_ONCE]
            session.execute(delete(CourseFile).where(key.in_(some), idle <= at - KEPT))
    _sweep(at)
    return len(due)


def _is_spoken() -> ColumnElement[bool]:
    return (
        select(VersionFile.name)
        .join(QuestionVersion, QuestionVersion.id == VersionFile.version_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(Question.course_id == CourseFile.course_id, VersionFile.name == CourseFile.name)
        .exists()
    )


def _due(session: Session, at: datetime) -> list[tuple[UUID, str]]:
    rows = session.execute(
        select(CourseFile.course_id, CourseFile.name).where(CourseFile.idle_since <= at - KEPT)
    ).all()
    courses = {course_id for course_id, _name in rows}
    drafts = session.execute(
        select(QuestionDraft.course_id, QuestionDraft.typed).where(
            QuestionDraft.course_id.in_(courses)
        )
    )
    kept = {
        (course_id, found["name"])
        for course_id, typed in drafts
        for found in REFERENCE.finditer(json.dumps(typed, ensure_ascii=False))
    }
    return [(course_id, name) for course_id, name in rows if (course_id, name) not in kept]


def _sweep(at: datetime) -> None:
    known = set(db.session.scalars(select(CourseFile.name).distinct()))
    db.session.rollback()
    store = current_store()
    for name, touched_at in store.list() if known else ():
        if name not in known and touched_at <= at - KEPT and not _is_known(name):
            store.remove(name)


def _is_known(name: str) -> bool:
    """Return whether a course has a file by now: removing many takes its time."""
    found = db.session.scalar(select(CourseFile.name).where(CourseFile.name == name).limit(1))
    db.session.rollback()
    return found is not None
