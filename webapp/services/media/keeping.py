"""Keeping: pictures and sounds come into a course, and which questions speak of which."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from questions.media import KINDS, MediaFile, names_in
from questions.media.taking import size_of
from questions.question import Question
from webapp.db import writing
from webapp.models import CourseFile, QuestionVersion, VersionFile
from webapp.services.copies import copy_row
from webapp.services.errors import Refusal, Unavailable
from webapp.services.media.queries.files import unknown_names
from webapp.services.operations.queries.quotas import check_files, hold_course
from webapp.stores import current_store


def keep_files(
    course_id: UUID, files: Iterable[MediaFile], at: datetime, owner_id: UUID | None
) -> None:
    """Let questions of a course speak of files, which were cleaned before.

    No row is there before its bytes are: whoever reads it finds them.

    Raises:
        OverQuota: the course has no room for them; then none is kept.
        Unavailable: they cannot be stored.
    """
    given = {file.name: file for file in files}
    if not given:
        return
    rows = {file.name: _row(course_id, file, at) for file in given.values()}
    with writing() as session:
        _must_fit(session, course_id, rows, owner_id)
    store = current_store()
    try:
        for file in given.values():
            store.keep(file.name, file.content)
    except OSError as error:
        raise Unavailable(
            _("Pictures and sounds cannot be stored just now. Try again in a moment.")
        ) from error
    with writing() as session:
        _add(session, course_id, rows, owner_id)


def copy_files(
    session: Session, from_id: UUID, to_id: UUID, names: Collection[str], owner_id: UUID | None
) -> None:
    """Let questions of another course speak of files of this one. Raises OverQuota."""
    if not names:
        return
    rows = session.scalars(
        select(CourseFile).where(CourseFile.course_id == from_id, CourseFile.name.in_(names))
    )
    copied = {row.name: copy_row(row, course_id=to_id, idle_since=None) for row in rows}
    _add(session, to_id, copied, owner_id)


def index_files(
    session: Session, course_id: UUID, version: QuestionVersion, asked: Question
) -> None:
    """Note which files a version speaks of, which is saved: they are idle no more."""
    names = names_in(asked)
    if names:
        session.add_all(VersionFile(version_id=version.id, name=name) for name in names)
        wake_files(session, course_id, names)


def wake_files(session: Session, course_id: UUID, names: Collection[str]) -> None:
    """Note that something speaks of files: from here on nobody clears them."""
    session.execute(
        update(CourseFile)
        .where(CourseFile.course_id == course_id, CourseFile.name.in_(names))
        .values(idle_since=None)
    )


def must_be_here(session: Session, course_id: UUID, asked: Question) -> None:
    """Raise Refusal where a question speaks of a file that its course does not have."""
    if unknown_names(session, course_id, names_in(asked)):
        raise Refusal(missing_message(), "stem")


def missing_message() -> str:
    """Return what is said of a question whose picture or sound is not in its course."""
    return str(_("A picture or sound in it is not in this course. Add that again."))


def _row(course_id: UUID, file: MediaFile, at: datetime) -> CourseFile:
    width, height = size_of(file.content) or (None, None)
    return CourseFile(
        course_id=course_id,
        name=file.name,
        mime=KINDS[PurePath(file.name).suffix],
        size=len(file.content),
        width=width,
        height=height,
        made_at=at,
        idle_since=None,
    )


def _add(
    session: Session, course_id: UUID, rows: Mapping[str, CourseFile], owner_id: UUID | None
) -> None:
    wake_files(session, course_id, rows)
    session.add_all(rows[name] for name in _must_fit(session, course_id, rows, owner_id))
    session.flush()


def _must_fit(
    session: Session, course_id: UUID, rows: Mapping[str, CourseFile], owner_id: UUID | None
) -> set[str]:
    """Return which of some files the course does not have yet. Raises OverQuota."""
    hold_course(session, course_id)  # nobody else adds the same until the end
    new = unknown_names(session, course_id, rows)
    check_files(session, course_id, owner_id, [rows[name].size for name in new])
    return new
