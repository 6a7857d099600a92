"""Files of courses: who sees which, and how large they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from questions import question as asking
from questions.media import names_in
from questions.question import Status
from webapp.db import db
from webapp.models import (
    CourseFile,
    Enrolment,
    Question,
    QuestionAttempt,
    QuestionVersion,
    Role,
    VersionFile,
)
from webapp.stores import current_store

_TEACHING = [role for role in Role if role.reaches(Role.INSTRUCTOR)]
_MOST_KNOWN = 10_000  # a plain choice: a megabyte or so
_sizes: dict[str, tuple[int, int]] = {}


def find_file(name: str, viewer_id: UUID, *, is_admin: bool) -> CourseFile | None:
    """Return the file of that name of a course that shows it to somebody; else ``None``.

    This is the one rule. Those who teach a course see all of its files. Whoever learns in it sees
    what a question speaks of in a version that learners got once, or that they were asked.
    """
    of_course = Enrolment.course_id == CourseFile.course_id
    enrolled = exists().where(of_course, Enrolment.user_id == viewer_id)
    may_see = or_(
        enrolled.where(Enrolment.role.in_(_TEACHING)),
        enrolled & _is_shown(viewer_id),
    )
    query = select(CourseFile).where(CourseFile.name == name).limit(1)
    return db.session.scalar(query if is_admin else query.where(may_see))


def _is_shown(viewer_id: UUID) -> ColumnElement[bool]:
    asked = exists().where(
        QuestionAttempt.version_id == QuestionVersion.id, QuestionAttempt.user_id == viewer_id
    )
    speaking = (
        select(VersionFile.name)
        .join(QuestionVersion, QuestionVersion.id == VersionFile.version_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(
            Question.course_id == CourseFile.course_id,
            VersionFile.name == CourseFile.name,
            or_(QuestionVersion.status == Status.PUBLISHED, asked),
        )
    )
    return speaking.exists()


def unknown_names(session: Session, course_id: UUID, names: Iterable[str]) -> set[str]:
    """Return those names by which the course has no file."""
    wanted = set(names)
    if not wanted:
        return set()
    return wanted - set(
        session.scalars(
            select(CourseFile.name).where(
                CourseFile.course_id == course_id, CourseFile.name.in_(wanted)
            )
        )
    )


def contents_of(questions: Iterable[asking.Question]) -> dict[str, bytes]:
    """Return the pictures and sounds that questions speak of, by name, but what is gone."""
    return contents_named(name for question in questions for name in names_in(question))


def contents_named(names: Iterable[str]) -> dict[str, bytes]:
    """Return pictures and sounds by their names, but what is gone."""
    store, found = current_store(), {}
    for name in dict.fromkeys(names):
        with suppress(FileNotFoundError), store.open(name) as stream:
            found[name] = stream.read()
    return found


def sizes_of(names: Iterable[str]) -> Mapping[str, tuple[int, int]]:
    """Return how wide and high pictures are, where that is known; it never changes."""
    wanted = set(names)
    if unknown := wanted - _sizes.keys():
        if len(_sizes) > _MOST_KNOWN:
            _sizes.clear()
        rows = db.session.execute(
            select(CourseFile.name, CourseFile.width, CourseFile.height).where(
                CourseFile.name.in_(unknown), CourseFile.width.is_not(None)
            )
        )
        _sizes.update({name: (width or 0, height or 0) for name, width, height in rows})
    return {name: _sizes[name] for name in wanted & _sizes.keys()}
