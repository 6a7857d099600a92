"""How the answers of an attempt came to be worth what they are: who changed what, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from webapp.db import db
from webapp.learning.marks import worth_of
from webapp.models import MarkChange, MarkChangeKind, User
from webapp.services.quizzes.queries.attempts import FullAttempt, Slot, as_change, standing_changes


@dataclass(frozen=True, slots=True)
class MarkEntry:
    """One change of what an answer is worth, in marks before and after; nobody where it is gone."""

    at: datetime
    actor: str | None
    by_hand: bool
    before: float
    after: float
    dropped: bool
    comment: str


@dataclass(frozen=True, slots=True)
class MarkHistory:
    """The changes of one answer that stand, oldest first."""

    entries: tuple[MarkEntry, ...] = ()

    @property
    def comment(self) -> str:
        """What the learner is told: the comment of the newest mark by hand."""
        return next((entry.comment for entry in reversed(self.entries) if entry.by_hand), "")

    @property
    def can_be_undone(self) -> bool:
        """Whether the newest change was made by hand."""
        return bool(self.entries) and self.entries[-1].by_hand


def mark_histories(full: FullAttempt) -> dict[int, MarkHistory]:
    """Return the history of each question of an attempt, by its number."""
    of_each: defaultdict[int, list[MarkChange]] = defaultdict(list)
    for row in db.session.scalars(
        standing_changes().where(
            MarkChange.user_id == full.attempt.user_id, MarkChange.attempt_id == full.attempt.id
        )
    ):
        of_each[row.slot].append(row)
    actors = {row.actor_id for rows in of_each.values() for row in rows if row.actor_id}
    names = _names(actors) if actors else {}
    return {
        slot.number: MarkHistory(_entries(slot, of_each[slot.number], names)) for slot in full.slots
    }


def comments_on(user_id: UUID, attempt_id: UUID) -> dict[int, str]:
    """Return what was said of the answers of an attempt, by their numbers."""
    return comments_by_attempt(user_id, [attempt_id]).get(attempt_id, {})


def comments_by_attempt(user_id: UUID, attempt_ids: Collection[UUID]) -> dict[UUID, dict[int, str]]:
    """Return what was said of the answers of each of somebody's attempts, by their numbers."""
    rows = db.session.execute(
        select(MarkChange.attempt_id, MarkChange.slot, MarkChange.comment)
        .where(
            MarkChange.user_id == user_id,
            MarkChange.attempt_id.in_(attempt_ids),
            MarkChange.kind == MarkChangeKind.MANUAL,
        )
        .order_by(MarkChange.made_at, MarkChange.id)
    )
    newest: defaultdict[UUID, dict[int, str]] = defaultdict(dict)
    for attempt_id, slot, comment in rows:
        newest[attempt_id][slot] = comment
    return {
        attempt_id: {slot: comment for slot, comment in said.items() if comment}
        for attempt_id, said in newest.items()
    }


def _names(ids: set[UUID]) -> dict[UUID, str]:
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _entries(
    slot: Slot, rows: Sequence[MarkChange], names: dict[UUID, str]
) -> tuple[MarkEntry, ...]:
    changes = [as_change(row) for row in rows]
    worths = [worth_of(slot.answered, changes[:n]) for n in range(len(rows) + 1)]
    most = slot.row.max_mark
    return tuple(
        MarkEntry(
            at=row.made_at,
            actor=names.get(row.actor_id) if row.actor_id else None,
            by_hand=row.kind is MarkChangeKind.MANUAL,
            before=worths[n].counts * most,
            after=worths[n + 1].counts * most,
            dropped=row.dropped,
            comment=row.comment,
        )
        for n, row in enumerate(rows)
    )
