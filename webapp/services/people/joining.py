"""Enrolments: people join courses by code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.characters import code_as_kept
from webapp.db import db, writing
from webapp.models import Course, Enrolment, Role
from webapp.services.errors import Missing
from webapp.services.operations import demonstration
from webapp.services.teaching.courses import enrol

_LINK = re.compile(r"/join/([^/?#]+)(?:/quizzes/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?")


@dataclass(frozen=True, slots=True)
class Joinable:
    """A course as somebody sees it who has its code; ``is_joined`` when they are in it."""

    code: str
    title: str
    description: str
    is_joined: bool


def show_code(code: str) -> str:
    """Return a join code as people read it out: ``4KD-9TX``."""
    return f"{code[:3]}-{code[3:]}"


def find_joinable(typed: str, user_id: UUID | None) -> Joinable:
    """Return the course that has this code, as that person or a visitor may join it.

    Raises:
        Missing: no course has it, or it is archived.
    """
    course = _course_of(db.session(), typed)
    is_joined = user_id is not None and db.session.get(Enrolment, (user_id, course.id)) is not None
    if not is_joined:
        _refuse_archived(course)
    return Joinable(course.join_code, course.title, course.description, is_joined)


def join(user_id: UUID, typed: str, at: datetime) -> str:
    """Join the course that has this code, as a learner; returns its title.

    A role one has in it already stays.

    Raises:
        Missing: no course has that code, or it is archived.
    """
    with writing() as session:
        return enrol_by_code(session, user_id, typed, at)


def code_of(path: str | None) -> str | None:
    """Return the code in the path of a course's link, or ``None`` where it is no such path."""
    found = _LINK.fullmatch(path or "")
    return found[1] if found else None


def quiz_of(path: str | None) -> UUID | None:
    """Return the quiz that a course's link leads to, if it leads to one."""
    found = _LINK.fullmatch(path or "")
    return UUID(found[2]) if found and found[2] else None


def course_of_code(typed: str) -> UUID:
    """Return the course that has this code, by id. Raises Missing."""
    return _course_of(db.session(), typed).id


def enrol_by_code(session: Session, user_id: UUID, typed: str, at: datetime) -> str:
    """Do what :func:`join` does, inside a transaction."""
    course = _course_of(session, typed)
    if session.get(Enrolment, (user_id, course.id)) is None:
        _refuse_archived(course)
    enrol(session, user_id, course.id, Role.LEARNER, at)
    return course.title


def enrol_in_demonstration(session: Session, user_id: UUID, at: datetime) -> None:
    """Enrol somebody in the demonstration course, where there is one."""
    course = session.scalar(select(Course).where(Course.slug == demonstration.SLUG))
    if course is not None:
        enrol(session, user_id, course.id, Role.LEARNER, at)


def _refuse_archived(course: Course) -> None:
    if course.archived_at is not None:
        raise Missing(
            _(
                "“%(title)s” is archived: nobody can join it any more. Ask its instructor which "
                "course to join instead.",
                title=course.title,
            ),
            "code",
        )


def _course_of(session: Session, typed: str) -> Course:
    course = session.scalar(select(Course).where(Course.join_code == code_as_kept(typed)))
    if course is None:
        raise Missing(_("No course uses that code. Codes have no I, O, 0 or 1."), "code")
    return course
