"""Writing questions: as drafts or published, while there is room for more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from questions.question import Question, Status
from webapp.db import writing
from webapp.services.operations.queries.quotas import check_question, check_version
from webapp.services.teaching.curating import note_edit
from webapp.services.teaching.drafting import discard_draft
from webapp.services.teaching.questions import save_question


def author_question(
    course_id: UUID,
    asked: Question,
    status: Status,
    at: datetime,
    *,
    author_id: UUID,
    note: str = "",
    question_id: UUID | None = None,
    based_on: int | None = None,
    place: str | None = None,
) -> UUID:
    """Save what an instructor wrote, as the next version; returns the question's id.

    Their draft at ``place`` is done with then.

    Raises:
        Refusal, Conflict, Missing: as
            :func:`webapp.services.teaching.questions.save_question` raises them.
        OverQuota: there is no room for another.
    """
    with writing() as session:
        if question_id is None:
            check_question(session, course_id, author_id)
        else:
            check_version(session, question_id, author_id)
        saved_id = save_question(
            course_id,
            asked,
            status,
            at,
            author_id=author_id,
            note=note,
            question_id=question_id,
            based_on=based_on,
        )
        note_edit(session, course_id, saved_id, author_id, at)
        if place is not None:
            discard_draft(author_id, course_id, place)
        return saved_id
