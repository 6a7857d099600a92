"""The answer path: append to the log, step the card, commit. Nothing else is done on it.

The log is the truth and the card its cache: a card is what replaying the log gives, bit for bit.
Statements are prepared once; rows are never loaded as objects here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Table, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import Executable

from webapp.db import db, new_id, writing
from webapp.learning.scheduling import (
    Memory,
    Rating,
    Settings,
    next_memory,
    retrievability,
)
from webapp.learning.study_days import study_day
from webapp.models import Card, Review, ReviewKind, User
from webapp.services.errors import Conflict
from webapp.services.reviewing.replaying import (
    MEMORY_COLUMNS,
    card_key,
    effective,
    has_become_leech,
    memory_of,
    replay_log,
    undo_line,
)

ALGORITHM = "fsrs-6"
_cards: Table = Card.__table__  # type: ignore[assignment]
_reviews: Table = Review.__table__  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that memory learns from; ``client_key`` makes sending it twice harmless.

    ``seen`` is how often the question had been answered when it was shown, where that counts.
    """

    user_id: UUID
    question_id: UUID
    version_id: UUID
    kind: ReviewKind
    rating: Rating
    fraction: float
    response: dict[str, Any] | None
    at: datetime
    client_key: str
    duration_ms: int | None = None
    unsure: bool = False
    seen: int | None = None
    rule: str | None = None
    feedback: str | None = None


class Recorded(NamedTuple):
    """The log row of an answer (``None`` when it was there already), and the memory it left."""

    review_id: UUID | None
    memory: Memory


def record_answer(answer: Answer, settings: Settings) -> Recorded:
    """Record one answer durably, in a transaction of its own or the one under way.

    Raises:
        Conflict: the question was answered meanwhile, or the key belongs to another answer.
    """
    with writing() as session:
        take_turns(session.connection(), answer.user_id)
        return _append(session.connection(), answer, settings)


def take_turns(connection: Connection, user_id: UUID) -> None:
    """Let a learner's writes wait for one another until the transaction ends.

    On SQLite they do already: every write transaction there is alone.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(_hold_learner, {"user": user_id})


def undo_review(user_id: UUID, review_id: UUID, at: datetime, settings: Settings) -> bool:
    """Take a review back by appending to the log; the card becomes what it was before.

    Returns whether there was anything to take back: a review is undone once.
    """
    with writing() as session:
        connection = session.connection()
        take_turns(connection, user_id)
        row = connection.execute(_find_review, {"user": user_id, "id": review_id}).one_or_none()
        if row is None or row.kind is ReviewKind.UNDO:
            return False
        day = study_day(at, settings.time_zone, settings.rollover_hour)
        if not append_line(connection, undo_line(row, at, day)):
            return False
        rebuild_card(connection, user_id, row.question_id, settings)
        return True


def record_wish(
    user_id: UUID,
    question_id: UUID,
    version_id: UUID,
    kind: ReviewKind,
    at: datetime,
    settings: Settings,
) -> UUID:
    """Write down what a learner wants done with a card, and do it; returns the line of the log.

    ``kind`` is one that is no answer and no undo.
    """
    line = new_id(at)
    wish = Answer(user_id, question_id, version_id, kind, Rating.AGAIN, 0, None, at, f"wish:{line}")
    day = study_day(at, settings.time_zone, settings.rollover_hour)
    values = {**_log_values(wish, line, None, day, settings), "rating": 0}
    with writing() as session:
        connection = session.connection()
        take_turns(connection, user_id)
        append_line(connection, values)
        rebuild_card(connection, user_id, question_id, settings)
    return line


def append_line(connection: Connection, values: Mapping[str, Any]) -> bool:
    """Append a line to the log, all columns given; returns whether its key was not there yet."""
    return bool(connection.execute(_log(connection.dialect.name), dict(values)).rowcount)


def rebuild_card(
    connection: Connection, user_id: UUID, question_id: UUID, settings: Settings
) -> Memory | None:
    """Replay the log of one question into its card; without any review left there is none."""
    key = {"user": user_id, "question": question_id}
    rows = connection.execute(_read_log, key).all()
    left = replay_log(effective(rows), settings, card_key(user_id, question_id))
    connection.execute(_drop_card, key)
    if left.memory is not None and left.last is not None:
        values = {
            **_values(user_id, question_id, left.memory, left.last),
            "suspended": left.suspended,
            "buried_day": left.buried_day,
        }
        connection.execute(_new_card(connection.dialect.name), {**values, "version": len(rows)})
    return left.memory


def memory_before(user_id: UUID, review_id: UUID, settings: Settings) -> Memory | None:
    """Return the memory as it was just before a review, by replaying the log up to it."""
    connection = db.session.connection()
    row = connection.execute(_find_review, {"user": user_id, "id": review_id}).one()
    key = {"user": user_id, "question": row.question_id}
    earlier = [
        other
        for other in effective(connection.execute(_read_log, key))
        if (other.answered_at, other.id) < (row.answered_at, row.id)
    ]
    return replay_log(earlier, settings, card_key(user_id, row.question_id)).memory


def _append(connection: Connection, answer: Answer, settings: Settings) -> Recorded:
    key = {"user": answer.user_id, "question": answer.question_id}
    card = connection.execute(_read_card, key).one_or_none()
    memory = memory_of(card) if card else None
    if answer.seen is not None and answer.seen != (memory.repetitions if memory else 0):
        raise Conflict(_("You answered this one meanwhile. Here is what is next."))
    review_id = new_id(answer.at)
    day = study_day(answer.at, settings.time_zone, settings.rollover_hour)
    if not append_line(connection, _log_values(answer, review_id, memory, day, settings)):
        return Recorded(None, memory or _rebuilt(connection, answer, settings))
    if card is None or memory is None or answer.at <= memory.last_at:
        # what was wished of a card before its first answer stands in the log alone
        return Recorded(review_id, _rebuilt(connection, answer, settings))
    name = card_key(answer.user_id, answer.question_id)
    after = next_memory(memory, answer.rating, answer.at, day, settings, name)
    values = _values(answer.user_id, answer.question_id, after, review_id)
    suspend = card.suspended or has_become_leech(memory, after)
    step = {**key, "seen": card.version, "suspend": suspend}
    written = connection.execute(_step_card, {**values, **step})
    if not written.rowcount:  # another answer to the same card came in between
        return Recorded(review_id, _rebuilt(connection, answer, settings))
    return Recorded(review_id, after)


def _rebuilt(connection: Connection, answer: Answer, settings: Settings) -> Memory:
    memory = rebuild_card(connection, answer.user_id, answer.question_id, settings)
    if memory is None:
        raise Conflict(_("This answer was sent before, for another question. Answer it again."))
    return memory


def _log_values(
    answer: Answer, review_id: UUID, memory: Memory | None, day: int, settings: Settings
) -> dict[str, Any]:
    return {
        "user_id": answer.user_id,
        "id": review_id,
        "question_id": answer.question_id,
        "version_id": answer.version_id,
        "kind": answer.kind,
        "undoes_id": None,
        "rating": int(answer.rating),
        "fraction": answer.fraction,
        "rule": answer.rule,
        "feedback": answer.feedback,
        "response": answer.response,
        "duration_ms": answer.duration_ms,
        "unsure": answer.unsure,
        "answered_at": answer.at,
        "time_zone": settings.time_zone,
        "study_day": day,
        "parameters_id": settings.parameters_id,
        "desired_retention": settings.desired_retention,
        "predicted_recall": retrievability(memory, day) if memory else None,
        "client_key": answer.client_key,
    }


def _values(user_id: UUID, question_id: UUID, memory: Memory, review_id: UUID) -> dict[str, Any]:
    return {
        "user_id": user_id,
        "question_id": question_id,
        **{name: getattr(memory, name) for name in MEMORY_COLUMNS},
        "last_review_id": review_id,
        "suspended": False,
        "buried_day": None,
        "algorithm": ALGORITHM,
    }


@lru_cache(maxsize=4)
def _log(dialect: str) -> Executable:
    statement: Any = _insert_or_nothing(dialect, _reviews, ["user_id", "client_key"])
    values: Executable = statement.values({c.name: bindparam(c.name) for c in _reviews.columns})
    return values


@lru_cache(maxsize=4)
def _new_card(dialect: str) -> Executable:
    statement: Any = _insert_or_nothing(dialect, _cards, ["user_id", "question_id"])
    values: Executable = statement.values({c.name: bindparam(c.name) for c in _cards.columns})
    return values


def _insert_or_nothing(dialect: str, table: Table, unique: list[str]) -> Any:
    dialect_insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = dialect_insert(table).on_conflict_do_nothing(index_elements=unique)
    return statement.execution_options(preserve_rowcount=True)


_hold_learner = select(User.id).where(User.id == bindparam("user")).with_for_update(key_share=True)
_this_card = (_cards.c.user_id == bindparam("user")) & (
    _cards.c.question_id == bindparam("question")
)
_read_card = select(_cards).where(_this_card)
_drop_card = delete(_cards).where(_this_card)
_step_card = (
    update(_cards)
    .where(_this_card, _cards.c.version == bindparam("seen"))
    .values(
        {
            **{name: bindparam(name) for name in (*MEMORY_COLUMNS, "last_review_id", "algorithm")},
            "suspended": bindparam("suspend"),
            "version": _cards.c.version + 1,
        }
    )
)
_read_log = (
    select(_reviews)
    .where(_reviews.c.user_id == bindparam("user"), _reviews.c.question_id == bindparam("question"))
    .order_by(_reviews.c.answered_at, _reviews.c.id)
)
_find_review = select(_reviews).where(
    _reviews.c.user_id == bindparam("user"), _reviews.c.id == bindparam("id")
)
