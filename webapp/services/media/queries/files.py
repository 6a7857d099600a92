"""Files of courses: who sees which, and how large they are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from uuid import UUID

from flask_babel import gettext as _
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
from webapp.services.errors import Refusal, Unavailable
from webapp.stores import current_store

_TEACHING = [role for role in Role if role.reaches(Role.INSTRUCTOR)]
_MOST_KNOWN = 10_000  # a plain choice: a megabyte or so
_sizes: dict[str, tuple[int, int] | None] = {}
MOST_CARRIED = 128 << 20  # bytes; a plain choice: what one request may have in memory
_AT_ONCE = 1_000  # names in one query


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


def contents_of(
    course_ids: Collection[UUID],
    questions: Iterable[asking.Question],
    most: int | None = MOST_CARRIED,
) -> dict[str, bytes]:
    """Return the pictures and sounds that questions of courses speak of; see ``contents_named``."""
    return contents_named(course_ids, (n for asked in questions for n in names_in(asked)), most)


def contents_named(
    course_ids: Collection[UUID], names: Iterable[str], most: int | None = MOST_CARRIED
) -> dict[str, bytes]:
    """Return pictures and sounds of courses by their names, but what is gone.

    What another course has is none of theirs, whoever knows its name.

    Raises:
        Refusal: all together have over ``most`` bytes.
        Unavailable: they cannot be read.
    """
    sizes: dict[str, int] = {}
    wanted = list(dict.fromkeys(names))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        mine = CourseFile.course_id.in_(course_ids), CourseFile.name.in_(some)
        rows = db.session.execute(select(CourseFile.name, CourseFile.size).where(*mine))
        sizes.update((name, size) for name, size in rows)
    if most is not None and sum(sizes.values()) > most:
        raise Refusal(
            _(
                "Their pictures and sounds have over %(most)s MB together. Choose fewer questions.",
                most=most >> 20,
            )
        )
    store, found = current_store(), {}
    try:
        for name in sizes:
            with suppress(FileNotFoundError), store.open(name) as stream:
                found[name] = stream.read()
    except OSError as error:
        raise Unavailable(
            _("Pictures and sounds cannot be read just now. Try again in a moment.")
        ) from error
    return found


def sizes_of(names: Iterable[str]) -> Mapping[str, tuple[int, int]]:
    """Return how wide and high pictures are, where that is known; it never changes."""
    global _sizes
    known = {name: _sizes[name] for name in names if name in _sizes}
    if unknown := set(names) - known.keys():
        rows = db.session.execute(
            select(CourseFile.name, CourseFile.width, CourseFile.height).where(
                CourseFile.name.in_(unknown)
            )
        )
        found = {name: (wide, high) if wide and high else None for name, wide, high in rows}
        known |= found
        # Bound anew, and not changed: another thread may be reading it.
        _sizes = {**(_sizes if len(_sizes) < _MOST_KNOWN else {}), **found}
    return {name: size for name, size in known.items() if size is not None}
