"""Marking: what an attempt comes to is kept with it, by the one rule, whatever changes it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.db import writing
from webapp.models import Attempt, AttemptState
from webapp.services.quizzes.queries.attempts import Slot, marks_of, slots_of

_BATCH = 200


def keep_marks(attempt: Attempt, slots: Sequence[Slot]) -> bool:
    """Keep what the questions of an attempt are worth, and what they add up to.

    Returns whether anything came to be otherwise.
    """
    before = _kept(attempt, slots)
    for slot in slots:
        keep_worth(slot)
    attempt.mark, attempt.max_mark = marks_of(slots)
    return before != _kept(attempt, slots)


def keep_worth(slot: Slot) -> None:
    """Keep what a question of an attempt is worth."""
    slot.row.fraction, slot.row.dropped, slot.row.counted = slot.worth


def _kept(attempt: Attempt, slots: Sequence[Slot]) -> list[tuple[float | None, ...]]:
    worths = [(slot.row.fraction, slot.row.dropped, slot.row.counted) for slot in slots]
    return [(attempt.mark, attempt.max_mark), *worths]


def remark(session: Session, user_id: UUID, attempt_id: UUID) -> bool:
    """Mark an attempt again that was handed in; returns whether it came to something else.

    It is held until the transaction ends: one change of an attempt at a time.
    """
    session.flush()
    attempt = session.execute(
        select(Attempt)
        .where(Attempt.user_id == user_id, Attempt.id == attempt_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
    return keep_marks(attempt, list(slots_of(session, attempt)))


def recompute() -> int:
    """Mark every attempt again that was handed in; returns how many came to something else."""
    with writing() as session:
        keys = session.execute(
            select(Attempt.user_id, Attempt.id).where(Attempt.state == AttemptState.SUBMITTED)
        ).all()
    batches = (keys[n : n + _BATCH] for n in range(0, len(keys), _BATCH))
    return sum(_recompute(batch) for batch in batches)


def _recompute(keys: Sequence[tuple[UUID, UUID]]) -> int:
    """Mark some attempts again, in a transaction of their own."""
    with writing() as session:
        return sum(remark(session, *key) for key in keys)
