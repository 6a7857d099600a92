"""Notices: what was done to somebody's account, told until they say that they have read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.db import db, new_id, writing
from webapp.models import Notice, NoticeKind


def add_notice(
    session: Session,
    user_id: UUID,
    kind: NoticeKind,
    maker: str | None,
    made_at: datetime,
    at: datetime,
) -> None:
    """Tell a person about a link that somebody of that name made, or they themselves."""
    session.add(
        Notice(
            user_id=user_id,
            id=new_id(at),
            kind=kind,
            maker=maker,
            made_at=made_at,
            created_at=at,
        )
    )


def notices_for(user_id: UUID) -> Sequence[Notice]:
    """Return what this person has not yet read, the latest first."""
    query = select(Notice).where(Notice.user_id == user_id).order_by(Notice.id.desc())
    return db.session.scalars(query).all()


def dismiss_notices(user_id: UUID) -> None:
    """Note that this person has read them all."""
    with writing() as session:
        session.execute(delete(Notice).where(Notice.user_id == user_id))
