"""How fast somebody decides, and who decided what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from sqlalchemy import select

from webapp.db import db
from webapp.models import CurationEvent, Decision, Reason, User

# A decision that took longer was no decision but a pause.
_LONGEST_SECONDS = 120
_SECONDS_EACH = 20
_RECENT = 40


@dataclass(frozen=True, slots=True)
class LastDecision:
    """What was last decided about a proposal, by whom, when, and why."""

    decision: Decision
    reason: Reason | None
    by: str
    at: datetime


def seconds_each(course_id: UUID, actor_id: UUID) -> int:
    """Return how long somebody takes for one: the median of the last ones, pauses left out.

    Several decided at once say nothing of that; replacing an option is part of
    deciding about its question.
    """
    rows = db.session.execute(
        select(CurationEvent.made_at, CurationEvent.decision)
        .where(
            CurationEvent.course_id == course_id,
            CurationEvent.actor_id == actor_id,
            CurationEvent.act_id.is_(None),
        )
        .order_by(CurationEvent.id.desc())
        .limit(_RECENT)
    )
    times = [at for at, decision in rows if decision in (Decision.ACCEPTED, Decision.REJECTED)]
    gaps = sorted(
        gap
        for later, earlier in pairwise(times)
        if (gap := round((later - earlier).total_seconds())) <= _LONGEST_SECONDS
    )
    return gaps[len(gaps) // 2] if gaps else _SECONDS_EACH


def last_decision(question_id: UUID, number: int) -> LastDecision | None:
    """Return the decision that version ``number`` of a question came of, where there was one."""
    row = db.session.execute(
        select(CurationEvent, User.name)
        .outerjoin(User, User.id == CurationEvent.actor_id)
        .where(CurationEvent.question_id == question_id, CurationEvent.after == number)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    event, name = row
    return LastDecision(event.decision, event.reason, name or "", event.made_at)
