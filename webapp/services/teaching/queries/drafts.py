"""Drafts that wait for their author, and who else is at a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from webapp.db import db
from webapp.models import QuestionDraft, User

# Whoever typed nothing for so long is not at it any more: a plain choice.
_AT_IT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody else who edits a question, and since when."""

    name: str
    since: datetime


def find_draft(user_id: UUID, course_id: UUID, place: str) -> QuestionDraft | None:
    """Return what somebody typed at a place and did not save."""
    return db.session.get(QuestionDraft, (user_id, course_id, place))


def others_at(question_id: UUID, user_id: UUID, now: datetime) -> list[Elsewhere]:
    """Return who else typed something about a question lately, first who began first."""
    rows = db.session.execute(
        select(User.name, QuestionDraft.begun_at)
        .join(User, User.id == QuestionDraft.user_id)
        .where(
            QuestionDraft.question_id == question_id,
            QuestionDraft.user_id != user_id,
            QuestionDraft.saved_at > now - _AT_IT,
        )
        .order_by(QuestionDraft.begun_at)
    )
    return [Elsewhere(name, since) for name, since in rows]
