"""What instructors said about a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from webapp.db import db
from webapp.models import QuestionComment, User


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, with whose it is where they are still here."""

    id: UUID
    author_id: UUID | None
    author: str | None
    text: str
    made_at: datetime


def list_comments(question_id: UUID) -> list[Comment]:
    """Return the comments on a question, the oldest first."""
    rows = db.session.execute(
        select(
            QuestionComment.id,
            QuestionComment.author_id,
            User.name,
            QuestionComment.text,
            QuestionComment.made_at,
        )
        .outerjoin(User, User.id == QuestionComment.author_id)
        .where(QuestionComment.question_id == question_id)
        .order_by(QuestionComment.made_at, QuestionComment.id)
    )
    return [Comment(*row) for row in rows]
