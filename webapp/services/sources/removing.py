"""Putting a document away, and removing one that nobody has learned from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import ngettext
from sqlalchemy import Select, delete, func, or_, select

from webapp.db import db, writing
from webapp.models import (
    Citation,
    Document,
    DocumentRevision,
    Question,
    QuestionAttempt,
    QuestionVersion,
    QuizSection,
    Review,
    SectionPassage,
)
from webapp.services.errors import Conflict


@dataclass(frozen=True, slots=True)
class Dependents:
    """What hangs on a document.

    How many questions cite it, in any version, how many of them were answered, and how many
    quizzes show a passage of it, now or in an attempt.
    """

    questions: int
    answered: int
    quizzes: int


def dependents_of(document_id: UUID) -> Dependents:
    """Return what hangs on a document."""
    return Dependents(
        questions=_count(_citing(document_id)),
        answered=_count(_answered(document_id)),
        quizzes=_count(_showing(document_id)),
    )


def archive_document(document_id: UUID, at: datetime | None) -> None:
    """Put a document away at a moment, or bring it back with ``None``; its questions stay."""
    with writing() as session:
        session.get_one(Document, document_id).archived_at = at


def remove_document(document_id: UUID) -> int:
    """Remove a document with the questions that cite it; returns how many those were.

    Raises:
        Conflict: learners have answered some of them, or a quiz shows a passage of it.
    """
    with writing() as session:
        session.get_one(Document, document_id, with_for_update=True)
        if answered := _count(_answered(document_id)):
            raise Conflict(
                ngettext(
                    "One of its questions was answered, so it stays. Archive it instead.",
                    "%(num)s of its questions were answered, so it stays. Archive it instead.",
                    answered,
                )
            )
        if showing := _count(_showing(document_id)):
            raise Conflict(
                ngettext(
                    "A quiz shows a passage of it, so it stays. Archive it instead.",
                    "%(num)s quizzes show a passage of it, so it stays. Archive it instead.",
                    showing,
                )
            )
        removed = list(session.scalars(_citing(document_id)))
        session.execute(delete(Question).where(Question.id.in_(removed)))
        session.execute(delete(Document).where(Document.id == document_id))
        return len(removed)


def _citing(document_id: UUID) -> Select[UUID]:
    return (
        select(QuestionVersion.question_id)
        .join(Citation, Citation.version_id == QuestionVersion.id)
        .join(DocumentRevision, DocumentRevision.id == Citation.revision_id)
        .where(DocumentRevision.document_id == document_id)
        .distinct()
    )


def _answered(document_id: UUID) -> Select[UUID]:
    reviewed = select(Review.question_id).where(Review.question_id == Question.id).exists()
    attempted = (
        select(QuestionAttempt.question_id)
        .where(QuestionAttempt.question_id == Question.id)
        .exists()
    )
    return select(Question.id).where(
        Question.id.in_(_citing(document_id)), or_(reviewed, attempted)
    )


def _showing(document_id: UUID) -> Select[UUID]:
    return (
        select(QuizSection.quiz_id)
        .join(SectionPassage, SectionPassage.section_id == QuizSection.id)
        .join(DocumentRevision, DocumentRevision.id == SectionPassage.revision_id)
        .where(DocumentRevision.document_id == document_id)
        .distinct()
    )


def _count(which: Select[UUID]) -> int:
    return db.session.scalar(select(func.count()).select_from(which.subquery())) or 0
