"""Reporting: what a learner tells the instructor of a question, and taking it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.db import new_id, writing
from webapp.models import Report, ReportKind
from webapp.services.errors import Refusal
from webapp.services.reviewing.queries.queue import find_question
from webapp.services.reviewing.queries.waiting import Learner
from webapp.services.reviewing.reviews import find_review


def report_question(learner: Learner, question_id: UUID, reason: str, at: datetime) -> None:
    """Tell the instructor what is wrong with a question; a second time instead of the first.

    Raises:
        Missing: the question is not open to the learner.
    """
    asked = find_question(learner, question_id)
    with writing() as session:
        report = _open_report(session, learner.id, question_id, ReportKind.FAULT, at)
        report.version_id, report.reason = asked.version_id, reason


def claim_right(learner: Learner, review_id: UUID, said: str, at: datetime) -> None:
    """Tell the instructor that an answer was right; its mark and the schedule stay.

    Raises:
        Missing: the learner has no such answer.
        Refusal: it was right, or there was none.
    """
    review = find_review(learner, review_id).review
    if review.response is None or review.fraction >= 1:
        raise Refusal(_("Only an answer that was marked wrong can be claimed."))
    with writing() as session:
        report = _open_report(session, learner.id, review.question_id, ReportKind.CLAIM, at)
        report.version_id, report.review_id = review.version_id, review_id
        report.said = said


def withdraw_report(learner: Learner, report: Report) -> None:
    """Take a report back, as if it had not been made."""
    with writing() as session:
        session.execute(delete(Report).where(Report.user_id == learner.id, Report.id == report.id))


def _open_report(
    session: Session, user_id: UUID, question_id: UUID, kind: ReportKind, at: datetime
) -> Report:
    """Return the report of this kind that is open on a question, or a new one."""
    query = select(Report).where(
        Report.user_id == user_id,
        Report.question_id == question_id,
        Report.kind == kind,
        Report.settled_at.is_(None),
    )
    report = session.scalars(query.limit(1)).one_or_none()
    if report is None:
        report = Report(
            user_id=user_id, id=new_id(at), question_id=question_id, kind=kind, reason=""
        )
        session.add(report)
    report.made_at = at
    return report
