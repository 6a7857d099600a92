"""Undoing: whatever was done last in review today is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row

from webapp.db import db
from webapp.models import ReportKind, Review, ReviewKind
from webapp.services.reviewing.queries.reports import latest_report
from webapp.services.reviewing.queries.waiting import Learner, done_lately
from webapp.services.reviewing.reports import withdraw_report
from webapp.services.reviewing.reviews import undo_last


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, of which question; ``what`` is a kind of line in the log or of report.

    ``review_id`` is the answer that a report was about.
    """

    what: ReviewKind | ReportKind
    question_id: UUID
    review_id: UUID | None = None


def undo_latest(learner: Learner, at: datetime) -> Undone | None:
    """Take back the last answer, wish or report of today, whichever came last."""
    report, last = latest_report(learner), _last_done(learner)
    if report is not None and (last is None or report.made_at >= last.answered_at):
        undone = Undone(report.kind, report.question_id, report.review_id)
        withdraw_report(learner, report)
        return undone
    question_id = undo_last(learner, at)
    return Undone(last.kind, question_id) if last and question_id else None


def _last_done(learner: Learner) -> Row[datetime, ReviewKind] | None:
    query = done_lately(learner).with_only_columns(Review.answered_at, Review.kind)
    newest = query.order_by(Review.answered_at.desc(), Review.id.desc()).limit(1)
    return db.session.execute(newest).one_or_none()
