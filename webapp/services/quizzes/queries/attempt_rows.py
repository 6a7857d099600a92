"""The rows of an attempt: statements that are prepared once, as each answer of a class needs them.

They are given ``user_id`` and ``attempt_id``, and those for one question its ``number``.
"""

from __future__ import annotations

from sqlalchemy import bindparam, select

from webapp.models import AttemptStep, QuestionAttempt, QuestionVersion

STEPS = (
    select(AttemptStep)
    .where(
        AttemptStep.user_id == bindparam("user_id"),
        AttemptStep.attempt_id == bindparam("attempt_id"),
    )
    .order_by(AttemptStep.answered_at, AttemptStep.id)
)
ROWS = (
    select(QuestionAttempt, QuestionVersion)
    .join(QuestionVersion, QuestionVersion.id == QuestionAttempt.version_id)
    .where(
        QuestionAttempt.user_id == bindparam("user_id"),
        QuestionAttempt.attempt_id == bindparam("attempt_id"),
    )
    .order_by(QuestionAttempt.slot)
)
STEPS_OF_ONE = STEPS.where(AttemptStep.slot == bindparam("number"))
ONE_ROW = ROWS.where(QuestionAttempt.slot == bindparam("number"))
