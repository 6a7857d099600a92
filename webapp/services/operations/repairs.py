"""Repairs: what the doctor found amiss and can be made right from what is kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select, update
from sqlalchemy.orm import Session

from questions.documents import digest
from webapp.characters import storable
from webapp.db import Base, writing
from webapp.models import Card, DocumentRevision, Review, ReviewKind, User, counted
from webapp.services.operations.tables import holds_text
from webapp.services.reviewing.answering import rebuild_card, record_wish
from webapp.services.reviewing.settings import memory_settings


def repair_cards(cards: list[tuple[UUID, UUID]], at: datetime) -> None:
    """Rebuild cards from the log; those set aside stay set aside, and the log says so."""
    with writing() as session:
        for key in cards:
            was_suspended = _is_suspended(session, key)
            settings = memory_settings(session.get_one(User, key[0]))
            rebuild_card(session.connection(), *key, settings)
            if was_suspended and not _is_suspended(session, key):
                version_id = session.scalar(_last_answer(*key))
                if version_id is not None:
                    record_wish(*key, version_id, ReviewKind.SET_ASIDE, at, settings)


def _is_suspended(session: Session, key: tuple[UUID, UUID]) -> bool:
    query = select(Card.suspended).where(Card.user_id == key[0], Card.question_id == key[1])
    return bool(session.scalar(query))


def _last_answer(user_id: UUID, question_id: UUID) -> Select[UUID]:
    return (
        select(Review.version_id)
        .where(counted(user_id), Review.question_id == question_id)
        .order_by(Review.answered_at.desc())
        .limit(1)
    )


def repair_texts(places: Collection[tuple[str, tuple[Any, ...]]]) -> None:
    """Put a sign in place of each character that cannot be kept everywhere; lengths stay."""
    with writing() as session:
        for name, key in dict.fromkeys(places):
            table = Base.metadata.tables[name]
            this = and_(*(c == k for c, k in zip(table.primary_key, key, strict=True)))
            row = session.execute(select(table).where(this)).mappings().one()
            values = {c.name: storable(row[c.name]) for c in table.columns if holds_text(c)}
            if table.name == DocumentRevision.__tablename__:
                values["sha256"] = digest(values["text"])
            session.execute(update(table).where(this).values(values))
