"""Drafts of the editor: kept by themselves, a few of each person, until they are saved."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.db import writing
from webapp.models import Question, QuestionDraft
from webapp.services.errors import Missing, Refusal
from webapp.services.texts import refuse_unfit

# Plain choices: more than any question needs, and more than anybody has open.
MOST_BYTES = 256 * 1024
MOST_DRAFTS = 20


def keep_draft(
    user_id: UUID,
    course_id: UUID,
    place: str,
    typed: dict[str, Any],
    at: datetime,
    *,
    question_id: UUID | None = None,
) -> None:
    """Keep what somebody typed, in place of what they had typed there; the oldest go.

    Raises:
        Refusal: it is too long to be kept, or has characters that cannot be.
        Missing: there is no such question in this course.
    """
    if len(json.dumps(typed, ensure_ascii=False).encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise Refusal(_("This is too long to be kept as a draft."))
    refuse_unfit(typed, field="stem")
    with writing() as session:
        if question_id is not None:
            _must_be_in(session, course_id, question_id)
        draft = session.get(QuestionDraft, (user_id, course_id, place))
        if draft is None:
            draft = QuestionDraft(user_id=user_id, course_id=course_id, spot=place, begun_at=at)
            session.add(draft)
        draft.question_id, draft.typed, draft.saved_at = question_id, typed, at
        session.flush()
        _drop_oldest(session, user_id, course_id)


def discard_draft(user_id: UUID, course_id: UUID, place: str) -> None:
    """Forget what somebody typed at a place."""
    with writing() as session:
        session.execute(
            delete(QuestionDraft).where(
                QuestionDraft.user_id == user_id,
                QuestionDraft.course_id == course_id,
                QuestionDraft.spot == place,
            )
        )


def _must_be_in(session: Session, course_id: UUID, question_id: UUID) -> None:
    ours = select(Question.id).where(Question.id == question_id, Question.course_id == course_id)
    if session.scalar(ours) is None:
        raise Missing(_("There is no such question in this course."))


def _drop_oldest(session: Session, user_id: UUID, course_id: UUID) -> None:
    drafts = session.scalars(
        select(QuestionDraft)
        .where(QuestionDraft.user_id == user_id, QuestionDraft.course_id == course_id)
        .order_by(QuestionDraft.saved_at.desc(), QuestionDraft.spot)
        .offset(MOST_DRAFTS)
    )
    for draft in drafts.all():
        session.delete(draft)
