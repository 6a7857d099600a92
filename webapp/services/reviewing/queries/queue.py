"""The queue: what to ask a learner next. Statements are prepared once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, and_, bindparam, select

from questions.interactions import Interaction, load_interaction
from webapp.db import db
from webapp.learning.scheduling import Memory
from webapp.models import (
    Attempt,
    Card,
    Course,
    Question,
    QuestionAttempt,
    QuestionVersion,
    is_published,
)
from webapp.services.errors import Missing
from webapp.services.quizzes.queries.secrecy import is_held
from webapp.services.reviewing.queries.counts import queue
from webapp.services.reviewing.queries.waiting import (
    LEARN_AHEAD,
    Learner,
    has_put_off,
    is_due,
    is_new,
    is_open,
    is_soon_due,
    who,
    whose,
)
from webapp.services.reviewing.replaying import MEMORY_COLUMNS, memory_of

Statement = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class QuestionToReview:
    """A question to review, with what is remembered of it so far (``None``: it is new)."""

    question_id: UUID
    version_id: UUID
    stem: str
    explanation: str
    course: str
    interaction: Interaction
    memory: Memory | None

    @property
    def repetitions(self) -> int:
        """How often it was answered before; settles the order its options are shown in."""
        return self.memory.repetitions if self.memory else 0


def next_question(
    learner: Learner, at: datetime, *, only: list[UUID] | None = None
) -> QuestionToReview | None:
    """Return what to ask now: the longest due, then new, then first steps a little early.

    With ``only``, the first of those questions that is open to the learner, due or not.
    """
    if only is not None:
        found = (_find(_this, learner, question=question_id) for question_id in only)
        return next((asked for asked in found if asked), None)
    if asked := _find(_longest_due, learner, at=at):
        return asked
    if queue(learner, at).new and (asked := _find(_first_new, learner)):
        return asked
    return _find(_soonest, learner, soon=at + LEARN_AHEAD)


def find_question(learner: Learner, question_id: UUID) -> QuestionToReview:
    """Return one question for review. Raises Missing when it is not open to the learner."""
    asked = _find(_this, learner, question=question_id)
    if asked is None:
        raise Missing(_("This question is not open to you, or was retired."))
    return asked


def missed_in(learner: Learner, attempt_id: UUID) -> list[UUID]:
    """Return the questions an attempt missed that were not reviewed since, in their order.

    What the learner set aside meanwhile, or left for tomorrow, is not among them, nor is that of
    which not all may be told yet.
    """
    attempt = db.session.get(Attempt, (learner.id, attempt_id))
    if attempt is None or attempt.submitted_at is None:
        raise Missing(_("There is no such attempt, or it is not handed in yet."))
    rows = db.session.execute(
        select(QuestionAttempt.question_id, QuestionAttempt.fraction, Card.last_at)
        .outerjoin(
            Card,
            and_(Card.user_id == learner.id, Card.question_id == QuestionAttempt.question_id),
        )
        .join(Question, Question.id == QuestionAttempt.question_id)
        .where(QuestionAttempt.user_id == learner.id, QuestionAttempt.attempt_id == attempt_id)
        .where(~has_put_off(learner.id, learner.today))
        .where(~is_held(learner.id, QuestionAttempt.question_id))
        .order_by(QuestionAttempt.slot)
    )
    return [
        question_id
        for question_id, fraction, last_at in rows
        if (fraction or 0) < 1 and (last_at is None or last_at <= attempt.submitted_at)
    ]


def _find(statement: Statement, learner: Learner, **given: object) -> QuestionToReview | None:
    row = db.session.connection().execute(statement, {**who(learner), **given}).one_or_none()
    if row is None:
        return None
    return QuestionToReview(
        question_id=row.question_id,
        version_id=row.version_id,
        stem=row.stem,
        explanation=row.explanation,
        course=row.course,
        interaction=load_interaction(row.interaction),
        memory=memory_of(row) if row.stability is not None else None,
    )


_asking = (
    select(
        Question.id.label("question_id"),
        QuestionVersion.id.label("version_id"),
        QuestionVersion.stem,
        QuestionVersion.explanation,
        QuestionVersion.interaction,
        Course.title.label("course"),
        *(getattr(Card, name) for name in MEMORY_COLUMNS),
    )
    .join(QuestionVersion, is_published())
    .join(Course, Course.id == Question.course_id)
    .outerjoin(Card, and_(Card.user_id == whose, Card.question_id == Question.id))
    .limit(1)
)
_this = _asking.where(Question.id == bindparam("question"), is_open)
_longest_due = _asking.where(is_due).order_by(Card.due_at, Card.question_id)
_first_new = _asking.where(is_new).order_by(Question.created_at, Question.id)
_soonest = _asking.where(is_soon_due).order_by(Card.due_at, Card.question_id)
