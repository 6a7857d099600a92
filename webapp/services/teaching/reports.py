"""Settling: an instructor has looked at what a learner reported."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.db import writing
from webapp.models import Question, Report
from webapp.services.errors import Missing


def settle_report(
    course_id: UUID, user_id: UUID, report_id: UUID, settled_by: UUID, at: datetime
) -> None:
    """Put a report away; settling it twice changes nothing.

    Raises:
        Missing: the course has no such report.
    """
    query = (
        select(Report)
        .join(Question, Question.id == Report.question_id)
        .where(Report.user_id == user_id, Report.id == report_id, Question.course_id == course_id)
    )
    with writing() as session:
        report = session.scalars(query).one_or_none()
        if report is None:
            raise Missing(_("There is no such report in this course, or it was taken back."))
        if report.settled_at is None:
            report.settled_at, report.settled_by_id = at, settled_by
