"""Reports of a learner, as they stand."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from webapp.db import db
from webapp.models import Report, ReportKind
from webapp.services.reviewing.queries.waiting import Learner


def claim_about(learner: Learner, review_id: UUID) -> Report | None:
    """Return what the learner claimed of an answer, if anything."""
    query = select(Report).where(
        Report.user_id == learner.id,
        Report.review_id == review_id,
        Report.kind == ReportKind.CLAIM,
    )
    return db.session.scalars(query.limit(1)).one_or_none()


def latest_report(learner: Learner) -> Report | None:
    """Return the newest report of the last day that is not settled yet."""
    query = (
        select(Report)
        .where(
            Report.user_id == learner.id,
            Report.made_at > learner.since,
            Report.settled_at.is_(None),
        )
        .order_by(Report.made_at.desc(), Report.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()
