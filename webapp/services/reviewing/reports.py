"""Reporting: what a learner tells the instructor of a question, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from webapp.db import new_id, writing
from webapp.models import FLAGS, Report, ReportKind
from webapp.services.errors import Refusal
from webapp.services.reviewing.queries.reports import unread_replies
from webapp.services.reviewing.queries.waiting import Learner
from webapp.services.reviewing.reviews import find_review


@dataclass(frozen=True, slots=True)
class Flagged:
    """What a learner saw of a question: which version, what they answered, in words, and where."""

    question_id: UUID
    version_id: UUID
    said: str | None = None
    review_id: UUID | None = None
    attempt_id: UUID | None = None


def flag_question(
    user_id: UUID, flagged: Flagged, kind: ReportKind, reason: str, at: datetime
) -> None:
    """Tell the instructor what is wrong with a question; a second time instead of the first."""
    with writing() as session:
        report = _open_report(session, user_id, flagged.question_id, FLAGS, at)
        report.kind, report.reason = kind, reason
        report.version_id, report.said = flagged.version_id, flagged.said
        report.review_id, report.attempt_id = flagged.review_id, flagged.attempt_id


def read_replies(user_id: UUID, at: datetime) -> None:
    """Note that a learner has read what was answered to their reports, as far as it is shown."""
    unread = select(Report.id).where(Report.user_id == user_id, *unread_replies(user_id))
    with writing() as session:
        session.execute(
            update(Report)
            .where(Report.user_id == user_id, Report.id.in_(unread))
            .values(read_at=at)
        )


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
        claims = (ReportKind.CLAIM,)
        report = _open_report(session, learner.id, review.question_id, claims, at)
        report.version_id, report.review_id = review.version_id, review_id
        report.said = said


def withdraw_report(learner: Learner, report: Report) -> None:
    """Take a report back, as if it had not been made."""
    with writing() as session:
        session.execute(delete(Report).where(Report.user_id == learner.id, Report.id == report.id))


def _open_report(
    session: Session,
    user_id: UUID,
    question_id: UUID,
    kinds: tuple[ReportKind, ...],
    at: datetime,
) -> Report:
    """Return the report of these kinds that is open on a question, or a new one."""
    query = select(Report).where(
        Report.user_id == user_id,
        Report.question_id == question_id,
        Report.kind.in_(kinds),
        Report.settled_at.is_(None),
    )
    report = session.scalars(query.limit(1)).one_or_none()
    if report is None:
        report = Report(
            user_id=user_id, id=new_id(at), question_id=question_id, kind=kinds[0], reason=""
        )
        session.add(report)
    report.made_at = at
    return report
