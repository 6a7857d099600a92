"""Regradings that hold: they mark what is handed in after they were done, by the same rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from webapp.db import new_id
from webapp.learning.marks import Total, WorthChange
from webapp.models import (
    Attempt,
    MarkChange,
    MarkChangeKind,
    QuestionVersion,
    RegradedAttempt,
    RegradeRun,
)
from webapp.services.quizzes.marking import keep_marks
from webapp.services.quizzes.queries.attempts import FullAttempt, Slot, marks_of
from webapp.services.quizzes.queries.regrading import AskedOnce, key_of
from webapp.services.reviewing.correcting import correct_reviews


def mark_handed_in(session: Session, full: FullAttempt, at: datetime) -> None:
    """Mark an attempt as it is handed in, by the regradings that hold."""
    slots = list(full.slots)
    keep_marks(full.attempt, slots)
    for run, version in _runs_about(session, full):
        slots = _regraded_slots(session, full.attempt, slots, run, version, at)


def correct_handed_in(session: Session, full: FullAttempt) -> None:
    """Put right what memory learned from an attempt that is handed in, by the same regradings."""
    for run, version in _runs_about(session, full):
        if run.corrects_reviews:
            correct_reviews(session, run, key_of(version), full.attempt.user_id)


def _runs_about(session: Session, full: FullAttempt) -> Sequence[Row[RegradeRun, QuestionVersion]]:
    """Return the regradings that hold of an attempt's questions, with their versions, in order."""
    questions = {slot.row.question_id for slot in full.slots}
    return session.execute(
        select(RegradeRun, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.id == RegradeRun.version_id)
        .where(RegradeRun.question_id.in_(questions), RegradeRun.undone_at.is_(None))
        .order_by(RegradeRun.made_at, RegradeRun.id)
    ).all()


def _regraded_slots(
    session: Session,
    attempt: Attempt,
    slots: Sequence[Slot],
    run: RegradeRun,
    version: QuestionVersion,
    at: datetime,
) -> list[Slot]:
    """Let one regrading change what was just handed in."""
    after = list(slots)
    for n, slot in enumerate(slots):
        if slot.row.question_id != run.question_id or slot.version.created_at > run.made_at:
            continue
        change = key_of(version).change_of(slot, run.policy)
        if change is not None:
            once = AskedOnce(attempt, slot)
            session.add(change_row(once, change, run, run.actor_id, at))
            after[n] = once.changed(change).slot
    if after != slots:
        before = marks_of(slots)
        keep_marks(attempt, after)
        session.flush()
        session.add(told_row(attempt, run, before, read_at=at))
    return after


def change_row(
    once: AskedOnce, change: WorthChange, run: RegradeRun, actor_id: UUID | None, at: datetime
) -> MarkChange:
    """Return the row of what a regrading changes in what a question is worth."""
    user_id, attempt_id, slot = once.place
    return MarkChange(
        user_id=user_id,
        id=new_id(at),
        attempt_id=attempt_id,
        slot=slot,
        kind=MarkChangeKind.REGRADE,
        run_id=run.id,
        actor_id=actor_id,
        fraction=change.fraction,
        counted=change.counted,
        dropped=change.dropped,
        made_at=at,
    )


def told_row(
    attempt: Attempt, run: RegradeRun, before: Total, *, read_at: datetime | None = None
) -> RegradedAttempt:
    """Return the row that tells a learner what a regrading made of an attempt."""
    return RegradedAttempt(
        user_id=attempt.user_id,
        attempt_id=attempt.id,
        run_id=run.id,
        mark_before=before.mark,
        max_before=before.max_mark,
        mark_after=attempt.mark or 0.0,
        max_after=attempt.max_mark,
        read_at=read_at,
    )
