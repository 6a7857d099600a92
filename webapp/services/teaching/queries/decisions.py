"""What was decided about proposals in the end: what was undone is left out, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from questions.question import Status
from webapp.db import db
from webapp.models import CurationEvent, Decision, Proposal, Question, QuestionVersion, is_newest


@dataclass(frozen=True, slots=True)
class FinalDecision:
    """The last decision about a proposal; how it came about is in ``made``."""

    event: CurationEvent
    made: Proposal
    type: str

    @property
    def at(self) -> datetime:
        """When it was decided."""
        return self.event.made_at

    @property
    def is_kept(self) -> bool:
        """Whether the question was taken, as it stood or edited."""
        return self.event.decision is not Decision.REJECTED


def final_decisions(course_id: UUID | None = None) -> list[FinalDecision]:
    """Return the last decision of each proposal of a course, or of all, in their order.

    One that was edited and waits still is not decided.
    """
    undoing = aliased(CurationEvent)
    found = (
        select(CurationEvent, Proposal, QuestionVersion.type)
        .join(Question, Question.id == CurationEvent.question_id)
        .join(Proposal, Proposal.question_id == Question.id)
        .join(QuestionVersion, is_newest())
        .where(
            CurationEvent.decision != Decision.UNDONE,
            ~exists().where(undoing.undoes_id == CurationEvent.id),
            QuestionVersion.status.not_in([Status.CANDIDATE, Status.IN_REVIEW]),
        )
        .order_by(CurationEvent.id)
    )
    if course_id is not None:
        found = found.where(CurationEvent.course_id == course_id)
    last = {row[0].question_id: FinalDecision(*row) for row in db.session.execute(found)}
    return sorted(last.values(), key=lambda one: one.event.id)
