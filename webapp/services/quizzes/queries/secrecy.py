"""What is kept back: while a question is in somebody's test, nothing tells how they answered it.

Whatever shows, counts, sums up or exports what follows from grading leaves such questions out by
one of the conditions here, wherever else they were answered: in review or in another quiz.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from webapp.db import db
from webapp.models import Attempt, AttemptState, QuestionAttempt, QuizMode

Learner = UUID | BindParameter[UUID]


def is_held(learner_id: Learner, question_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return the condition that a test of the learner's that is under way asks the question."""
    asked, test = aliased(QuestionAttempt), aliased(Attempt)
    return (
        select(asked.question_id)
        .join(test, and_(test.user_id == asked.user_id, test.id == asked.attempt_id))
        .where(
            asked.user_id == learner_id,
            asked.question_id == question_id,
            test.state == AttemptState.IN_PROGRESS,
            test.mode == QuizMode.TEST,
        )
        .exists()
    )


def held_back(user_id: UUID) -> frozenset[UUID]:
    """Return the questions of the learner's tests under way."""
    return frozenset(
        db.session.scalars(
            select(QuestionAttempt.question_id)
            .distinct()
            .where(
                QuestionAttempt.user_id == user_id, is_held(user_id, QuestionAttempt.question_id)
            )
        )
    )


def unmarked(user_id: UUID) -> frozenset[UUID]:
    """Return the attempts whose mark would tell of a question that is kept back."""
    return frozenset(
        db.session.scalars(
            select(QuestionAttempt.attempt_id)
            .distinct()
            .where(
                QuestionAttempt.user_id == user_id, is_held(user_id, QuestionAttempt.question_id)
            )
        )
    )
