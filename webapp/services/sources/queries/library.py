"""The library: what there is to read and to answer in the courses somebody has joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, distinct, func, select
from sqlalchemy.orm import aliased

from webapp.db import db
from webapp.models import (
    Attempt,
    AttemptStep,
    Card,
    Citation,
    Course,
    Document,
    DocumentRevision,
    Enrolment,
    Question,
    QuestionAttempt,
    QuestionVersion,
    Quiz,
    QuizMode,
    Role,
    is_current,
    is_published,
    number_asked,
)
from webapp.services.quizzes.queries.attempts import is_over
from webapp.services.quizzes.queries.secrecy import unmarked
from webapp.services.quizzes.queries.terms import SetApart, terms_for
from webapp.services.sources.queries.citations import date_label
from webapp.services.sources.queries.reader import reading_minutes


@dataclass(frozen=True, slots=True)
class QuizProgress:
    """How far somebody's newest attempt at a quiz is.

    ``mark`` of ``max_mark`` is what it came to, and ``None`` until it is handed in and as long as
    it is kept back, since it would tell of a test under way; ``is_over`` says that its time has
    run out before that.
    """

    attempt_id: UUID
    answered: int
    asked: int
    mark: float | None
    max_mark: float
    submitted_at: datetime | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class ShelvedDocument:
    """A document, how many published questions cite it, and how many of them are remembered."""

    slug: str
    title: str
    publisher: str
    published: str
    minutes: int
    questions: int
    in_memory: int


@dataclass(frozen=True, slots=True)
class ShelvedQuiz:
    """A quiz, and how far its reader is with it; ``None`` before the first attempt."""

    id: UUID
    title: str
    mode: QuizMode
    questions: int
    opens_at: datetime | None
    closes_at: datetime | None
    progress: QuizProgress | None

    def is_upcoming(self, at: datetime) -> bool:
        """Whether it is still to open."""
        return self.opens_at is not None and at < self.opens_at

    def is_closed(self, at: datetime) -> bool:
        """Whether nobody can begin it any more."""
        return self.closes_at is not None and at >= self.closes_at


@dataclass(frozen=True, slots=True)
class Shelf:
    """A course with its documents and quizzes."""

    slug: str
    title: str
    description: str
    teaches: bool
    is_archived: bool
    documents: tuple[ShelvedDocument, ...]
    quizzes: tuple[ShelvedQuiz, ...]


def load_library(user_id: UUID, at: datetime) -> tuple[Shelf, ...]:
    """Return the courses somebody has joined, by title; five queries, however much there is."""
    joined = db.session.execute(
        select(Course, Enrolment.role)
        .join(Enrolment, Enrolment.course_id == Course.id)
        .where(Enrolment.user_id == user_id)
        .order_by(Course.title, Course.id)
    ).all()
    course_ids = [course.id for course, _role in joined]
    documents = _documents(course_ids, user_id)
    quizzes = _quizzes(course_ids, user_id, at)
    return tuple(
        Shelf(
            slug=course.slug,
            title=course.title,
            description=course.description,
            teaches=role.reaches(Role.INSTRUCTOR),
            is_archived=course.archived_at is not None,
            documents=tuple(documents[course.id]),
            quizzes=tuple(quizzes[course.id]),
        )
        for course, role in joined
    )


def _documents(course_ids: Collection[UUID], user_id: UUID) -> Mapping[UUID, list[ShelvedDocument]]:
    rows = db.session.execute(
        select(Document, func.length(DocumentRevision.text))
        .join(DocumentRevision, DocumentRevision.document_id == Document.id)
        .where(Document.course_id.in_(course_ids), is_current())
        .where(Document.archived_at.is_(None))
        .order_by(Document.title, Document.id)
    )
    counts = _counts(course_ids, user_id)
    shelved: defaultdict[UUID, list[ShelvedDocument]] = defaultdict(list)
    for document, length in rows:
        questions, in_memory = counts.get(document.id, (0, 0))
        shelved[document.course_id].append(
            ShelvedDocument(
                slug=document.slug,
                title=document.title,
                publisher=document.publisher,
                published=date_label(document.published),
                minutes=reading_minutes(length),
                questions=questions,
                in_memory=in_memory,
            )
        )
    return shelved


def _counts(course_ids: Collection[UUID], user_id: UUID) -> dict[UUID, tuple[int, int]]:
    """Return for each document how many published questions cite it, and how many of those
    somebody has a card of."""
    rows = db.session.execute(
        select(
            DocumentRevision.document_id,
            func.count(distinct(Question.id)),
            func.count(distinct(Card.question_id)),
        )
        .select_from(Question)
        .join(QuestionVersion, is_published())
        .join(Citation, Citation.version_id == QuestionVersion.id)
        .join(DocumentRevision, DocumentRevision.id == Citation.revision_id)
        .outerjoin(Card, and_(Card.user_id == user_id, Card.question_id == Question.id))
        .where(Question.course_id.in_(course_ids))
        .group_by(DocumentRevision.document_id)
    )
    return {document_id: (questions, known) for document_id, questions, known in rows}


def _quizzes(
    course_ids: Collection[UUID], user_id: UUID, at: datetime
) -> Mapping[UUID, list[ShelvedQuiz]]:
    set_apart = SetApart(Quiz, user_id)
    rows = db.session.execute(
        set_apart.joined_to(
            select(Quiz, number_asked(), set_apart.own, set_apart.groups).select_from(Quiz)
        )
        .where(Quiz.course_id.in_(course_ids))
        .order_by(Quiz.created_at, Quiz.id)
    ).all()
    begun = _progress([quiz.id for quiz, _asked, _own, _groups in rows], user_id, at)
    shelved: defaultdict[UUID, list[ShelvedQuiz]] = defaultdict(list)
    for quiz, questions, own, groups in rows:
        terms = terms_for(quiz, own, groups=groups)
        shelved[quiz.course_id].append(
            ShelvedQuiz(
                id=quiz.id,
                title=quiz.title,
                mode=quiz.mode,
                questions=int(questions),
                opens_at=terms.opens_at,
                closes_at=terms.closes_at,
                progress=begun.get(quiz.id),
            )
        )
    return shelved


def _progress(quiz_ids: Collection[UUID], user_id: UUID, at: datetime) -> dict[UUID, QuizProgress]:
    newer = aliased(Attempt)
    newest = (
        select(func.max(newer.number))
        .where(newer.user_id == user_id, newer.quiz_id == Attempt.quiz_id)
        .scalar_subquery()
    )
    answered = (
        select(func.count(distinct(AttemptStep.slot)))
        .where(AttemptStep.user_id == user_id, AttemptStep.attempt_id == Attempt.id)
        .scalar_subquery()
    )
    asked = (
        select(func.count())
        .where(QuestionAttempt.user_id == user_id, QuestionAttempt.attempt_id == Attempt.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Attempt, answered, asked).where(
            Attempt.user_id == user_id, Attempt.quiz_id.in_(quiz_ids), Attempt.number == newest
        )
    )
    kept_back = unmarked(user_id)
    return {
        attempt.quiz_id: QuizProgress(
            attempt_id=attempt.id,
            answered=answered_count,
            asked=asked_count,
            mark=None if attempt.id in kept_back else attempt.mark,
            max_mark=attempt.max_mark,
            submitted_at=attempt.submitted_at,
            is_over=attempt.submitted_at is None and is_over(attempt, at),
        )
        for attempt, answered_count, asked_count in rows
    }
