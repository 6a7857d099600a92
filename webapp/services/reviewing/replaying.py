"""Replaying the log of one question: what it leaves of memory, and whether it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row

from webapp.db import new_id
from webapp.learning import scheduling
from webapp.learning.ratings import is_leech
from webapp.learning.scheduling import Event, Memory, Rating, Settings, State
from webapp.models import ANSWERS, ReviewKind

MEMORY_COLUMNS = tuple(field.name for field in fields(Memory))


class Replayed(NamedTuple):
    """What the log of one question leaves: its memory, the last answer, and whether it is asked.

    It is not asked while it is set aside, nor on the study day it was buried.
    """

    memory: Memory | None = None
    last: UUID | None = None
    suspended: bool = False
    buried_day: int | None = None


def effective(rows: Iterable[Row[Any]]) -> list[Row[Any]]:
    """Return the log rows that count, in order: neither undone nor an undo."""
    rows = list(rows)
    undone = {row.undoes_id for row in rows}
    return [row for row in rows if row.kind is not ReviewKind.UNDO and row.id not in undone]


def replay_log(rows: Iterable[Row[Any]], settings: Settings, key: str) -> Replayed:
    """Return what log rows leave; ``settings`` gives the zone and rollover hour."""
    left = Replayed()
    for row in rows:
        left = _replay(left, row, settings, key)
    return left


def _replay(left: Replayed, row: Row[Any], settings: Settings, key: str) -> Replayed:
    if row.kind is ReviewKind.BURY:
        return left._replace(buried_day=row.study_day)
    if row.kind not in ANSWERS:
        return left._replace(suspended=row.kind is ReviewKind.SET_ASIDE, buried_day=None)
    event = Event(
        Rating(row.rating), row.answered_at, row.study_day, row.desired_retention, row.parameters_id
    )
    memory = scheduling.after(left.memory, event, settings, key)
    suspended = left.suspended or has_become_leech(left.memory, memory)
    return left._replace(memory=memory, last=row.id, suspended=suspended)


def has_become_leech(before: Memory | None, after: Memory) -> bool:
    """Return whether an answer made a card slip once too often."""
    return after.lapses > (before.lapses if before else 0) and is_leech(after.lapses)


def card_key(user_id: UUID, question_id: UUID) -> str:
    """Return what the fuzz of a card's intervals is seeded with."""
    return f"{user_id}:{question_id}"


def memory_of(row: Row[Any]) -> Memory:
    """Return the memory that a row of the cards table holds."""
    values = {name: getattr(row, name) for name in MEMORY_COLUMNS}
    return Memory(**{**values, "state": State(values["state"])})


def undo_line(line: Row[Any], at: datetime, day: int) -> dict[str, Any]:
    """Return the line of the log that takes another back."""
    return {
        **line._mapping,
        "id": new_id(at),
        "kind": ReviewKind.UNDO,
        "undoes_id": line.id,
        "response": None,
        "duration_ms": None,
        "answered_at": at,
        "study_day": day,
        "client_key": f"undo:{line.id}",
    }
