"""Marking by hand: what an answer is worth is changed, or said something about, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.db import new_id, writing
from webapp.learning.marks import NOTHING, Worth, is_by_hand, worth_of
from webapp.models import (
    Attempt,
    AttemptState,
    MarkChange,
    MarkChangeKind,
    Quiz,
    lengths,
)
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.quizzes.marking import remark
from webapp.services.quizzes.queries.attempts import Slot, as_change, slots_of, standing_changes
from webapp.services.texts import refuse_unfit

_AS_SHOWN = 5e-5  # the form shows a mark with four digits


@dataclass(frozen=True, slots=True)
class Place:
    """One question of an attempt at a quiz of a course."""

    course_id: UUID
    user_id: UUID
    attempt_id: UUID
    slot: int


def mark_by_hand(place: Place, mark: float, comment: str, actor_id: UUID, at: datetime) -> None:
    """Give an answer a mark and a comment; with the mark that it has, the comment alone.

    Raises:
        Missing: there is no such answer in the course.
        Conflict: the attempt is still under way.
        Refusal: the mark is not one of the question's, or the comment is too long.
    """
    comment = comment.strip()
    if len(comment) > lengths.COMMENT:
        raise Refusal(_("Keep it under %(n)s characters.", n=f"{lengths.COMMENT:,}"), "comment")
    refuse_unfit(comment, field="comment")
    with writing() as session:
        slot = _answer(session, place)
        share = mark / slot.row.max_mark if slot.row.max_mark else 0.0
        is_same = abs(mark - slot.worth.counts * slot.row.max_mark) <= _AS_SHOWN
        if not is_same and not 0 <= mark <= slot.row.max_mark:
            raise Refusal(
                _("Use 0 to %(most)s.", most=f"{slot.row.max_mark:g}"),
                "mark",
            )
        worth = slot.worth if is_same else Worth(share)
        is_kept = is_same and not is_by_hand(slot.changes)
        session.add(_change(place, None if is_kept else worth, comment, actor_id, at))
        remark(session, place.user_id, place.attempt_id)


def take_back(place: Place, actor_id: UUID, at: datetime) -> None:
    """Take back what was marked by hand last: mark and comment are as they were before it.

    Raises:
        Missing: there is no such answer in the course.
        Conflict: nothing was marked by hand since it was last graded.
    """
    with writing() as session:
        _answer(session, place)
        rows = _rows(session, place)
        if not rows or rows[-1].kind is not MarkChangeKind.MANUAL:
            raise Conflict(_("There is nothing to take back here any more."))
        worth, comment = before_last(rows)
        session.add(_change(place, worth, comment, actor_id, at))
        remark(session, place.user_id, place.attempt_id)


def before_last(rows: Sequence[MarkChange]) -> tuple[Worth | None, str]:
    """Return the worth by hand and the comment that stood before the newest change."""
    changes = [as_change(row) for row in rows[:-1]]
    by_hand = worth_of(NOTHING, changes) if is_by_hand(changes) else None
    comments = [row.comment for row in rows[:-1] if row.kind is MarkChangeKind.MANUAL]
    return by_hand, comments[-1] if comments else ""


def _answer(session: Session, place: Place) -> Slot:
    attempt = session.scalar(
        select(Attempt)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(
            Quiz.course_id == place.course_id,
            Attempt.user_id == place.user_id,
            Attempt.id == place.attempt_id,
        )
        .with_for_update(of=Attempt)
        .execution_options(populate_existing=True)
    )
    slot = next(iter(slots_of(session, attempt, place.slot)), None) if attempt else None
    if attempt is None or slot is None:
        raise Missing(_("There is no such answer in this course."))
    if attempt.state is not AttemptState.SUBMITTED:
        raise Conflict(_("This attempt is still under way. Mark it once it is handed in."))
    return slot


def _rows(session: Session, place: Place) -> Sequence[MarkChange]:
    return session.scalars(
        standing_changes().where(
            MarkChange.user_id == place.user_id,
            MarkChange.attempt_id == place.attempt_id,
            MarkChange.slot == place.slot,
        )
    ).all()


def _change(
    place: Place, worth: Worth | None, comment: str, actor_id: UUID, at: datetime
) -> MarkChange:
    return MarkChange(
        user_id=place.user_id,
        id=new_id(at),
        attempt_id=place.attempt_id,
        slot=place.slot,
        kind=MarkChangeKind.MANUAL,
        actor_id=actor_id,
        fraction=worth.fraction if worth else None,
        counted=worth.counted if worth else None,
        comment=comment,
        made_at=at,
    )
