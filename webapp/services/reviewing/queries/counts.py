"""How much there is to do, counted in cards. Statements are prepared once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    ScalarSelect,
    Select,
    Uuid,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)

from webapp.db import db
from webapp.learning.forecasting import due_by_day
from webapp.models import Card, Question, Review
from webapp.services.reviewing.queries.waiting import (
    Learner,
    carded,
    is_kept,
    is_new,
    of_today,
    undoable,
    waits,
    when,
    who,
    withdrawable,
)

MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Queue:
    """The cards of today, each counted once: due, new, and already seen today.

    What was seen and comes again today is ``again``: it is part of ``done`` too. ``can_undo`` says
    that something was done today that can be taken back.
    """

    due: int
    new: int
    done: int
    again: int
    can_undo: bool

    @property
    def left(self) -> int:
        """What is still to be seen: due and new together."""
        return self.due + self.new

    @property
    def total(self) -> int:
        """All the cards of today, seen or not: no answer changes it."""
        return self.done + self.left


@dataclass(frozen=True, slots=True)
class PlaceInReview:
    """Where a session stands while a card is shown: card ``number`` of ``total``."""

    number: int
    total: int
    done: int
    again: int
    can_undo: bool


def queue(learner: Learner, at: datetime) -> Queue:
    """Count the cards of today; those that are new only up to MOST_COUNTED.

    Cards in their first steps count as due LEARN_AHEAD early, as they are asked then.
    """
    return _queue_of(learner, db.session.connection().execute(_counts, when(learner, at)).one())


def place_of(learner: Learner, at: datetime, question_id: UUID) -> PlaceInReview:
    """Return the place of a card that is about to be answered; it keeps it in its verdict.

    One that was seen today has the place of the last card seen, and one that is practised
    although it is not due comes on top.
    """
    given = {**when(learner, at), "question": question_id}
    row = db.session.connection().execute(_counts_around, given).one()
    now = _queue_of(learner, row)
    if row.seen:
        return PlaceInReview(now.done, now.total, now.done, now.again, now.can_undo)
    extra = not (row.waits or (row.unknown and now.new))
    return PlaceInReview(now.done + 1, now.total + extra, now.done, now.again, now.can_undo)


def place_after(learner: Learner, at: datetime) -> PlaceInReview:
    """Return the place of the card that was answered last."""
    now = queue(learner, at)
    return PlaceInReview(now.done, now.total, now.done, now.again, now.can_undo)


def done_today(learner: Learner) -> int:
    """Count the cards the learner reviewed today, those that were taken back left out."""
    return db.session.connection().execute(_done, who(learner)).scalar_one()


def forecast(learner: Learner, at: datetime, days: int, now: Queue) -> list[int]:
    """Return how many cards are due on each of some study days, today first.

    Today's are those still to be seen, ``now``: what comes again is said apart.
    """
    rows = db.session.connection().execute(_later, when(learner, at))
    later = [(row.due_day, row.cards) for row in rows]
    return due_by_day([(learner.today, now.left), *later], learner.today, days)


def _queue_of(learner: Learner, row: Row[Any]) -> Queue:
    new = max(0, min(row.new, learner.new_per_day - row.introduced))
    return Queue(due=row.due, new=new, done=row.done, again=row.again, can_undo=row.can_undo)


# An answer without a prediction was the first one to its question.
_introduced = of_today.where(Review.predicted_recall.is_(None))
_seen_today = of_today.with_only_columns(Review.question_id)
_seen = Card.question_id.in_(_seen_today)


def _number_of(query: Select[*tuple[Any, ...]]) -> ScalarSelect[int]:
    return select(func.count()).select_from(query.subquery()).scalar_subquery()


_done = select(func.count()).select_from(_seen_today.distinct().subquery())
_counts = select(
    _number_of(carded.where(waits, ~_seen)).label("due"),
    _number_of(carded.where(waits, _seen)).label("again"),
    _number_of(select(Question.id).where(is_new).limit(MOST_COUNTED)).label("new"),
    _number_of(_introduced).label("introduced"),
    _done.scalar_subquery().label("done"),
    or_(exists(undoable), exists(withdrawable)).label("can_undo"),
)
_this_question = bindparam("question", type_=Uuid())
_counts_around = _counts.add_columns(
    exists(of_today.where(Review.question_id == _this_question)).label("seen"),
    exists(carded.where(waits, Card.question_id == _this_question)).label("waits"),
    exists(select(Question.id).where(is_new, Question.id == _this_question)).label("unknown"),
)
# What is left for the next day is due then, if it was due before.
_left_over = and_(Card.buried_day >= bindparam("today"), Card.due_day <= Card.buried_day)
_due_day = case((_left_over, Card.buried_day + 1), else_=Card.due_day).label("due_day")
_later = (
    select(_due_day, func.count().label("cards"))
    .join(Question, Question.id == Card.question_id)
    .where(is_kept, ~waits)
    .group_by(_due_day)
)
