"""Answers from elsewhere: kept while a learner looks them over, then taken into their own log.

Each stands there at the moment it was given, in the learner’s time zone as it is now and to the
version of the question that is asked now, since nobody knows which was asked then. Cards follow by
replaying the log, as always. All that came in at once is taken back at once, by undoing each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from questions.interchange.anki.histories import Logged
from questions.receiving.histories import AnsweredCard, spell, spelt_out
from webapp.characters import without_unfit
from webapp.clock import from_milliseconds
from webapp.db import db, new_id, writing
from webapp.learning import scheduling
from webapp.learning.scheduling import Event, Memory, Rating, Settings, retrievability
from webapp.learning.study_days import study_day
from webapp.models import (
    ANSWERS,
    Card,
    HistoryImport,
    Review,
    ReviewKind,
    is_taken_back,
)
from webapp.services.errors import Missing, Refusal
from webapp.services.reviewing.answering import append_line, rebuild_card, take_turns
from webapp.services.reviewing.queries.histories import (
    HistoryLook,
    MatchedCard,
    look_at_history,
)
from webapp.services.reviewing.queries.waiting import Learner
from webapp.services.reviewing.replaying import card_key, effective, undo_line

# Plain choices: nobody comes back to look a file over later, or looks over more at once.
KEPT = timedelta(days=2)
MOST_KEPT = 3
# Nobody else writes to SQLite meanwhile: a plain choice, years of answers.
MOST_TAKEN = 20_000
_ONE = timedelta(milliseconds=1)
_LONGEST = 60 * 60 * 1000  # milliseconds of an answer that say how long it took: plain choice


@dataclass(frozen=True, slots=True)
class _Line:
    """An answer of the log, old or to be: what memory learns from, and its row if it is new."""

    at: datetime
    id: UUID
    event: Event
    row: dict[str, Any] | None


def stage_history(
    user_id: UUID, name: str, cards: list[AnsweredCard], course_id: UUID | None, at: datetime
) -> UUID:
    """Keep answers from elsewhere until it is decided on them; returns their id."""
    spelt = spell([_fit(card) for card in cards])
    with writing() as session:
        session.execute(
            delete(HistoryImport).where(
                HistoryImport.taken_at.is_(None), HistoryImport.made_at <= at - KEPT
            )
        )
        waiting = select(HistoryImport).where(
            HistoryImport.user_id == user_id, HistoryImport.taken_at.is_(None)
        )
        newest = waiting.order_by(HistoryImport.made_at.desc(), HistoryImport.id.desc())
        for each in session.scalars(newest.offset(MOST_KEPT - 1)).all():
            session.delete(each)
        row = HistoryImport(user_id=user_id, id=new_id(at), name=name, made_at=at)
        row.course_id, row.content = course_id, spelt
        session.add(row)
        return row.id


def find_history(user_id: UUID, import_id: UUID, at: datetime) -> HistoryImport:
    """Return what a learner looks over, or took in. Raises Missing where it is not kept."""
    return _found(db.session(), user_id, import_id, at)


def past_histories(user_id: UUID) -> Sequence[HistoryImport]:
    """Return what a learner took in, the latest first."""
    query = select(HistoryImport).where(
        HistoryImport.user_id == user_id, HistoryImport.taken_at.is_not(None)
    )
    return db.session.scalars(query.order_by(HistoryImport.taken_at.desc())).all()


def look_over(learner: Learner, row: HistoryImport, at: datetime) -> HistoryLook:
    """Return what kept answers are to the learner’s log now."""
    cards = spelt_out(row.content or [])
    return look_at_history(db.session(), learner, cards, row.course_id, at)


def discard_history(user_id: UUID, import_id: UUID) -> None:
    """Let go of answers that were not taken in."""
    with writing() as session:
        session.execute(
            delete(HistoryImport).where(
                HistoryImport.user_id == user_id,
                HistoryImport.id == import_id,
                HistoryImport.taken_at.is_(None),
            )
        )


def take_history_in(learner: Learner, import_id: UUID, at: datetime) -> int:
    """Append kept answers to the learner’s log, all that are new; returns how many.

    A question that was suspended there is set aside here, as of the last answer that comes in.

    Raises:
        Missing: they are not kept any more.
        Refusal: none is new, or they are too many at once.
    """
    with writing() as session:
        take_turns(session.connection(), learner.id)
        row = _found(session, learner.id, import_id, at)
        if row.taken_at is not None:
            return 0
        cards = spelt_out(row.content or [])
        look = look_at_history(session, learner, cards, row.course_id, at)
        _check(look.answers)
        row.answers = 0
        for card in look.matched:
            row.answers += _append(session, learner, import_id, card)
            row.set_aside += _set_aside(session, learner, import_id, card)
        row.taken_at, row.content = at, None
        row.cards = len(look.matched)
        return row.answers


def take_history_back(learner: Learner, import_id: UUID, at: datetime) -> int:
    """Undo what came in by an import; returns how many lines. Raises Missing."""
    with writing() as session:
        connection = session.connection()
        take_turns(connection, learner.id)
        row = _found(session, learner.id, import_id, at)
        if row.taken_at is None or row.undone_at is not None:
            return 0
        lines = session.execute(_lines_of(learner.id, import_id)).all()
        today = study_day(at, learner.settings.time_zone, learner.settings.rollover_hour)
        for line in lines:
            append_line(connection, undo_line(line, at, today))
        for question_id in dict.fromkeys(line.question_id for line in lines):
            rebuild_card(connection, learner.id, question_id, learner.settings)
        row.undone_at = at
        return len(lines)


def _check(answers: int) -> None:
    if not answers:
        raise Refusal(_("Every answer in it is known here already. Nothing was taken in."))
    if answers > MOST_TAKEN:
        said = _(
            "It has %(n)s new answers, and %(most)s can be taken in at once. Choose one course, or "
            "export fewer decks. Nothing was taken in.",
            n=f"{answers:,}",
            most=f"{MOST_TAKEN:,}",
        )
        raise Refusal(said)


def _append(session: Session, learner: Learner, import_id: UUID, card: MatchedCard) -> int:
    """Append the new answers to one question, and replay its log into its card; how many were."""
    connection = session.connection()
    key = card_key(learner.id, card.question_id)
    old = _old_lines(connection, learner, card.question_id)
    new = [_new_line(learner, import_id, card, each) for each in card.new]
    memory: Memory | None = None
    appended = 0
    for line in sorted((*old, *new), key=lambda line: (line.at, line.id)):
        if line.row is not None:
            predicted = retrievability(memory, line.event.day) if memory else None
            if not append_line(connection, {**line.row, "predicted_recall": predicted}):
                continue  # another of the same moment stands there
            appended += 1
        memory = scheduling.after(memory, line.event, learner.settings, key)
    rebuild_card(connection, learner.id, card.question_id, learner.settings)
    return appended


def _old_lines(connection: Connection, learner: Learner, question_id: UUID) -> Iterator[_Line]:
    rows = connection.execute(
        select(Review.__table__)
        .where(Review.user_id == learner.id, Review.question_id == question_id)
        .order_by(Review.answered_at, Review.id)
    )
    for row in effective(rows):
        if row.kind in ANSWERS:
            told = (row.study_day, row.desired_retention, row.parameters_id)
            event = Event(Rating(row.rating), row.answered_at, *told)
            yield _Line(row.answered_at, row.id, event, None)


def _new_line(learner: Learner, import_id: UUID, card: MatchedCard, logged: Logged) -> _Line:
    at, settings = from_milliseconds(logged.at), learner.settings
    rating = Rating(logged.ease)
    row = {
        **_row(learner, card, ReviewKind.IMPORT, at, f"{_prefix(import_id)}{logged.at}"),
        "rating": int(rating),
        "fraction": float(rating > Rating.AGAIN),
        "duration_ms": logged.took if 0 < logged.took <= _LONGEST else None,
    }
    told = (row["study_day"], settings.desired_retention, settings.parameters_id)
    return _Line(at, row["id"], Event(rating, at, *told), row)


def _set_aside(session: Session, learner: Learner, import_id: UUID, card: MatchedCard) -> bool:
    """Set a question aside that was suspended, unless it is already; returns whether it was."""
    if not card.is_suspended:
        return False
    held = select(Card.suspended).where(
        Card.user_id == learner.id, Card.question_id == card.question_id
    )
    if session.scalar(held):
        return False
    at = from_milliseconds(card.new[-1].at) + _ONE
    key = f"{_prefix(import_id)}aside:{card.new[-1].at}"
    append_line(session.connection(), _row(learner, card, ReviewKind.SET_ASIDE, at, key))
    rebuild_card(session.connection(), learner.id, card.question_id, learner.settings)
    return True


def _row(
    learner: Learner, card: MatchedCard, kind: ReviewKind, at: datetime, key: str
) -> dict[str, Any]:
    """Return a line of the log that says nothing yet but of what, of which kind, and when."""
    settings: Settings = learner.settings
    empty = dict.fromkeys(("undoes_id", "rule", "feedback", "response", "duration_ms"))
    return {
        **empty,
        "user_id": learner.id,
        "id": new_id(at),
        "question_id": card.question_id,
        "version_id": card.version_id,
        "kind": kind,
        "rating": 0,
        "fraction": 0.0,
        "unsure": False,
        "answered_at": at,
        "time_zone": settings.time_zone,
        "study_day": study_day(at, settings.time_zone, settings.rollover_hour),
        "parameters_id": settings.parameters_id,
        "desired_retention": settings.desired_retention,
        "predicted_recall": None,
        "client_key": key,
    }


def _lines_of(user_id: UUID, import_id: UUID) -> Any:
    """Select what came in by an import and still stands."""
    return select(Review.__table__).where(
        Review.user_id == user_id,
        Review.client_key.startswith(_prefix(import_id), autoescape=True),
        Review.kind != ReviewKind.UNDO,
        ~is_taken_back(),
    )


def _prefix(import_id: UUID) -> str:
    return f"anki:{import_id.hex}:"


def _fit(card: AnsweredCard) -> AnsweredCard:
    """Return a card with nothing in it that the database cannot keep."""
    names = tuple(without_unfit(name) for name in card.names)
    words = without_unfit(card.words)
    return AnsweredCard(names, words, card.digest, card.is_suspended, card.log)


def _found(session: Session, user_id: UUID, import_id: UUID, at: datetime) -> HistoryImport:
    row = session.scalar(
        select(HistoryImport)
        .where(HistoryImport.user_id == user_id, HistoryImport.id == import_id)
        .execution_options(populate_existing=True)
    )
    if row is None or (row.taken_at is None and row.made_at <= at - KEPT):
        raise Missing(_("This file is not here any more. Give it again."))
    return row
