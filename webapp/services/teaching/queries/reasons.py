"""Why proposals were turned down."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from webapp.db import db
from webapp.models import CurationEvent, Decision


def count_reasons(course_id: UUID) -> list[tuple[str, int]]:
    """Return why proposals were turned down, the most frequent reason first."""
    undone = select(CurationEvent.undoes_id).where(CurationEvent.undoes_id.is_not(None))
    rows = db.session.execute(
        select(CurationEvent.reason, func.count())
        .where(
            CurationEvent.course_id == course_id,
            CurationEvent.decision == Decision.REJECTED,
            CurationEvent.id.not_in(undone),
        )
        .group_by(CurationEvent.reason)
        .order_by(func.count().desc(), CurationEvent.reason)
    )
    return [(reason.value if reason else "", count) for reason, count in rows]
