"""What was decided about proposals in the end: what was undone is left out, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from questions.question import Status
from webapp.db import db
from webapp.models import (
    CurationEvent,
    Decision,
    Proposal,
    Question,
    QuestionVersion,
    Reason,
    is_in_force,
    is_newest,
)


@dataclass(frozen=True, slots=True)
class FinalDecision:
    """The last decision about a proposal, and how that came about: its way to ask, its checks."""

    question_id: UUID
    decision: Decision
    reason: Reason | None
    at: datetime
    type: str
    way: str
    checks: list[str]
    failed: str

    @property
    def is_kept(self) -> bool:
        """Whether the question was taken, as it stood or edited."""
        return self.decision is not Decision.REJECTED


def final_decisions(course_id: UUID | None = None, most: int | None = None) -> list[FinalDecision]:
    """Return the last decision of each proposal of a course, or of all, the newest first.

    One that was edited and waits still is not decided. With ``most``, the newest alone.
    """
    found = (
        select(
            CurationEvent.question_id,
            CurationEvent.decision,
            CurationEvent.reason,
            CurationEvent.made_at,
            QuestionVersion.type,
            Proposal.way,
            Proposal.checks,
            Proposal.failed,
        )
        .join(Question, Question.id == CurationEvent.question_id)
        .join(Proposal, Proposal.question_id == Question.id)
        .join(QuestionVersion, is_newest())
        .where(
            is_in_force(),
            QuestionVersion.status.not_in([Status.CANDIDATE, Status.IN_REVIEW]),
        )
        .order_by(CurationEvent.id.desc())
        .limit(most)
    )
    if course_id is not None:
        found = found.where(CurationEvent.course_id == course_id)
    last: dict[UUID, FinalDecision] = {}
    for row in db.session.execute(found):
        last.setdefault(row.question_id, FinalDecision(*row))
    return list(last.values())
