"""What an instructor sees first: the courses they teach, and what is in each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.db import db
from webapp.models import (
    Attempt,
    AttemptState,
    Citation,
    Course,
    Document,
    DocumentRevision,
    Enrolment,
    Passage,
    Question,
    QuestionVersion,
    Quiz,
    QuizMode,
    Review,
    Role,
    is_current,
    is_published,
    number_asked,
)
from webapp.services.teaching.queries.question_standings import Standing, count_standings


@dataclass(frozen=True, slots=True)
class Taught:
    """A course somebody teaches; ``role`` is ``None`` for the administrator of the site."""

    slug: str
    title: str
    description: str
    role: Role | None
    learners: int
    is_archived: bool


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document: how many of its sentences have a published question."""

    slug: str
    title: str
    publisher: str
    is_looked_over: bool
    is_archived: bool
    sentences: int
    covered: int


@dataclass(frozen=True, slots=True)
class QuizLine:
    """A quiz: how many questions it asks, and how many attempts were handed in."""

    id: UUID
    title: str
    mode: QuizMode
    questions: int
    handed_in: int
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What is in a course."""

    documents: tuple[DocumentLine, ...]
    quizzes: tuple[QuizLine, ...]
    standings: Counter[Standing]
    roles: Counter[Role]


@dataclass(frozen=True, slots=True)
class Contents:
    """How much would go with a course: ``reviews`` are all answers, those in quizzes as well."""

    documents: int
    questions: int
    quizzes: int
    people: int
    reviews: int


def contents_of(course_id: UUID) -> Contents:
    """Return how much there is in a course."""
    questions = select(Question.id).where(Question.course_id == course_id)
    return Contents(
        documents=_count(Document.id, Document.course_id == course_id),
        questions=_count(Question.id, Question.course_id == course_id),
        quizzes=_count(Quiz.id, Quiz.course_id == course_id),
        people=_count(Enrolment.user_id, Enrolment.course_id == course_id),
        reviews=_count(Review.id, Review.question_id.in_(questions)),
    )


def _count(of: InstrumentedAttribute[UUID], which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(of)).where(which)) or 0


def courses_taught(user_id: UUID, *, is_admin: bool) -> list[Taught]:
    """Return the courses somebody teaches, by title; the site's administrator sees all."""
    rows = db.session.execute(
        select(Course, Enrolment.role)
        .outerjoin(Enrolment, and_(Enrolment.course_id == Course.id, Enrolment.user_id == user_id))
        .order_by(Course.title, Course.slug)
    ).all()
    learners = _learners()
    return [
        Taught(
            course.slug,
            course.title,
            course.description,
            role,
            learners.get(course.id, 0),
            course.archived_at is not None,
        )
        for course, role in rows
        if is_admin or (role is not None and role.reaches(Role.INSTRUCTOR))
    ]


def _learners() -> dict[UUID, int]:
    rows = db.session.execute(
        select(Enrolment.course_id, func.count())
        .where(Enrolment.role == Role.LEARNER)
        .group_by(Enrolment.course_id)
    )
    return dict(list(rows))


def overview_of(course_id: UUID) -> Overview:
    """Return what is in a course, documents and quizzes in the order they were added."""
    roles = db.session.scalars(select(Enrolment.role).where(Enrolment.course_id == course_id))
    return Overview(
        documents=_documents(course_id),
        quizzes=_quizzes(course_id),
        standings=count_standings([course_id])[course_id],
        roles=Counter(roles),
    )


def _documents(course_id: UUID) -> tuple[DocumentLine, ...]:
    rows = db.session.execute(
        select(Document, DocumentRevision.id)
        .join(DocumentRevision, DocumentRevision.document_id == Document.id)
        .where(Document.course_id == course_id, is_current())
        .order_by(Document.id)
    )
    newest = dict(list(rows))
    sentences = _count_sentences(list(newest.values()))
    covered = _count_covered(list(newest.values()))
    return tuple(
        DocumentLine(
            slug=document.slug,
            title=document.title,
            publisher=document.publisher,
            is_looked_over=document.is_looked_over,
            is_archived=document.archived_at is not None,
            sentences=sentences.get(revision_id, 0),
            covered=covered.get(revision_id, 0),
        )
        for document, revision_id in newest.items()
    )


def _count_sentences(revision_ids: list[UUID]) -> dict[UUID, int]:
    rows = db.session.execute(
        select(Passage.revision_id, func.count())
        .where(Passage.revision_id.in_(revision_ids), Passage.number > 0)
        .group_by(Passage.revision_id)
    )
    return dict(list(rows))


def _count_covered(revision_ids: list[UUID]) -> dict[UUID, int]:
    rows = db.session.execute(
        select(Passage.revision_id, func.count(Passage.position.distinct()))
        .join(
            Citation,
            and_(
                Citation.revision_id == Passage.revision_id,
                Citation.start < Passage.end,
                Citation.end > Passage.start,
            ),
        )
        .join(QuestionVersion, QuestionVersion.id == Citation.version_id)
        .join(Question, is_published())
        .where(Passage.revision_id.in_(revision_ids), Passage.number > 0)
        .group_by(Passage.revision_id)
    )
    return dict(list(rows))


def _quizzes(course_id: UUID) -> tuple[QuizLine, ...]:
    handed_in = (
        select(func.count())
        .where(Attempt.quiz_id == Quiz.id, Attempt.state == AttemptState.SUBMITTED)
        .correlate(Quiz)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Quiz, number_asked(), handed_in).where(Quiz.course_id == course_id).order_by(Quiz.id)
    )
    return tuple(
        QuizLine(
            id=quiz.id,
            title=quiz.title,
            mode=quiz.mode,
            questions=questions,
            handed_in=count,
            opens_at=quiz.opens_at,
            closes_at=quiz.closes_at,
        )
        for quiz, questions, count in rows
    )
