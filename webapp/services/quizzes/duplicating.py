"""Duplicating a quiz: the same places and rules, without dates and without what was answered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.db import new_id, writing
from webapp.models import Quiz, QuizSlot, lengths
from webapp.services.copies import copy_row
from webapp.services.errors import Missing
from webapp.services.operations.queries.quotas import check_quiz
from webapp.services.quizzes.sectioning import copy_sections


def duplicate_quiz(course_id: UUID, quiz_id: UUID, at: datetime, author_id: UUID | None) -> UUID:
    """Make a quiz that asks the same by the same rules; returns its id.

    It has no dates, and nobody has attempted it.

    Raises:
        Missing: there is no such quiz in this course.
        OverQuota: there is no room for another.
    """
    with writing() as session:
        quiz = session.scalar(select(Quiz).where(Quiz.id == quiz_id, Quiz.course_id == course_id))
        if quiz is None:
            raise Missing(_("There is no such quiz in this course."))
        check_quiz(session, course_id, author_id)
        copied = copy_quiz(
            session, quiz, at, slug=None, title=title_of_copy(quiz.title), course_id=course_id
        )
        session.add_all(copy_row(slot, quiz_id=copied.id) for slot in slots_of(session, quiz_id))
        copy_sections(session, quiz_id, copied.id, at)
        return copied.id


def copy_quiz(
    session: Session,
    quiz: Quiz,
    at: datetime,
    *,
    slug: str | None,
    title: str,
    course_id: UUID,
) -> Quiz:
    """Add a quiz with the rules of another, without its dates and its places."""
    copied = copy_row(
        quiz,
        id=new_id(at),
        course_id=course_id,
        slug=slug,
        title=title,
        opens_at=None,
        closes_at=None,
        created_at=at,
    )
    session.add(copied)
    session.flush()
    return copied


def slots_of(session: Session, quiz_id: UUID) -> list[QuizSlot]:
    """Return the places of a quiz in order."""
    return list(
        session.scalars(
            select(QuizSlot).where(QuizSlot.quiz_id == quiz_id).order_by(QuizSlot.position)
        )
    )


def title_of_copy(title: str) -> str:
    """Return the title of a copy, cut where it would be too long."""
    whole = str(_("%(title)s copy", title=title))
    over = max(len(whole) - lengths.TITLE, 0)
    return str(_("%(title)s copy", title=title[: len(title) - over].rstrip())) if over else whole
