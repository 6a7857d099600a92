"""Settling: an instructor has looked at what learners reported of a question."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update

from webapp.db import writing
from webapp.models import Question, Report
from webapp.services.errors import Missing
from webapp.services.teaching.questions import retire_question


def settle_reports(
    course_id: UUID,
    question_id: UUID,
    settled_by: UUID,
    at: datetime,
    *,
    until: datetime,
    reply: str = "",
    retire: bool = False,
) -> int:
    """Put the reports of a question away that were made ``until`` then; returns how many.

    Who made them is told the ``reply``, if there is one. With ``retire`` learners are not asked
    the question any more. What was reported since stays open; doing it twice changes nothing.

    Raises:
        Missing: the course has no such question.
    """
    with writing() as session:
        question = session.scalar(
            select(Question).where(Question.id == question_id, Question.course_id == course_id)
        )
        if question is None:
            raise Missing(_("There is no such question in this course."))
        if retire and question.published is not None:
            retire_question(course_id, question_id)
        settled = session.execute(
            update(Report)
            .where(
                Report.question_id == question_id,
                Report.settled_at.is_(None),
                Report.made_at <= until,
            )
            .values(settled_at=at, settled_by_id=settled_by, reply=reply)
            .returning(Report.id)
        )
        return len(settled.all())
