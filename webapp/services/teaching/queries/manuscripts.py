"""A question as its author edits it, with the history of its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.question import Question, Status
from webapp import models
from webapp.db import db
from webapp.services.errors import Missing
from webapp.services.teaching.queries.question_standings import Standing, standing_of
from webapp.services.teaching.questions import as_asked, load_version


@dataclass(frozen=True, slots=True)
class Edition:
    """One version in a question's history."""

    number: int
    status: Status
    stem: str
    author: str | None
    note: str
    created_at: datetime
    is_published: bool


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A question to edit: one version's content, and where the question stands."""

    id: UUID
    slug: str | None
    asked: Question
    number: int
    latest: int
    standing: Standing
    editions: tuple[Edition, ...]


def load_manuscript(course_id: UUID, question_id: UUID, number: int | None = None) -> Manuscript:
    """Return a question to edit, as its newest version or as version ``number``.

    Raises:
        Missing: there is no such question in this course, or no such version.
    """
    question = db.session.scalar(
        select(models.Question).where(
            models.Question.id == question_id, models.Question.course_id == course_id
        )
    )
    if question is None:
        raise Missing(_("There is no such question in this course."))
    newest = load_version(db.session(), question.id, question.latest)
    version = newest if number is None else load_version(db.session(), question.id, number)
    return Manuscript(
        id=question.id,
        slug=question.slug,
        asked=as_asked(version, question.slug),
        number=version.number,
        latest=question.latest,
        standing=standing_of(question, newest.status),
        editions=_editions(db.session(), question),
    )


def _editions(session: Session, question: models.Question) -> tuple[Edition, ...]:
    rows = session.execute(
        select(models.QuestionVersion, models.User.name)
        .outerjoin(models.User, models.User.id == models.QuestionVersion.author_id)
        .where(models.QuestionVersion.question_id == question.id)
        .order_by(models.QuestionVersion.number.desc())
    )
    return tuple(
        Edition(
            number=version.number,
            status=version.status,
            stem=version.stem,
            author=author,
            note=version.note,
            created_at=version.created_at,
            is_published=version.number == question.published,
        )
        for version, author in rows
    )
