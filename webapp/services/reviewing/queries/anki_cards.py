"""A learner’s own cards to take to Anki: what each asks, how it stands, and all their answers.

Only what review would ask them as well: nothing of a question that a test under way keeps back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, func, select

from questions import question as asking
from questions.interchange.anki.studied import (
    Calendar,
    CardState,
    Given,
    Hidden,
    Studied,
    interval_of,
)
from webapp.clock import to_milliseconds
from webapp.db import db
from webapp.learning import scheduling
from webapp.learning.scheduling import (
    LEARNING_STEPS,
    PARAMETERS,
    RELEARNING_STEPS,
    Event,
    Memory,
    Rating,
    State,
)
from webapp.learning.study_days import day_start
from webapp.models import ANSWERS, Card, Course, Question, QuestionVersion, Review, is_published
from webapp.services.reviewing.queries.waiting import Learner, open_to
from webapp.services.reviewing.replaying import card_key, effective
from webapp.services.teaching.queries.exports import called
from webapp.services.teaching.questions import all_as_asked

_STATES = {
    State.LEARNING: CardState.LEARNING,
    State.REVIEW: CardState.REVIEW,
    State.RELEARNING: CardState.RELEARNING,
}
_STEPS = {
    State.LEARNING: len(LEARNING_STEPS),
    State.REVIEW: 0,
    State.RELEARNING: len(RELEARNING_STEPS),
}
_DECAY = 20  # the place of the last of FSRS-6’s parameters
Log = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class CardsOfCourse:
    """A course in which a learner has cards, and how many."""

    course: Course
    cards: int


@dataclass(frozen=True, slots=True)
class CardsForAnki:
    """Cards with what was learned of them, and the days that they are counted in."""

    cards: list[tuple[asking.Question, Studied]]
    calendar: Calendar
    course_ids: frozenset[UUID]


def courses_with_cards(learner: Learner) -> list[CardsOfCourse]:
    """Return the courses in which a learner has cards that they can take along."""
    rows = db.session.execute(
        select(Course, func.count())
        .join(Question, Question.course_id == Course.id)
        .join(Card, and_(Card.user_id == learner.id, Card.question_id == Question.id))
        .where(open_to(learner.id))
        .group_by(Course.id)
        .order_by(Course.title, Course.id)
    )
    return [CardsOfCourse(course, cards) for course, cards in rows]


def courses_with_questions(user_id: UUID) -> Sequence[Course]:
    """Return the courses in which questions are open to a learner."""
    query = (
        select(Course)
        .where(Course.id.in_(select(Question.course_id).where(open_to(user_id))))
        .order_by(Course.title, Course.id)
    )
    return db.session.scalars(query).all()


def cards_for_anki(learner: Learner, slug: str = "") -> CardsForAnki | None:
    """Return a learner’s cards, of one course or of all; ``None`` where there are none."""
    rows = _cards(learner, slug)
    logs = _logs(learner.id, [question.id for question, _version, _card in rows])
    asked = all_as_asked([(version, None) for _question, version, _card in rows])
    names = _names([question for question, _version, _card in rows])
    cards = [
        (each.model_copy(update={"id": name}), _studied(learner, card, logs[question.id]))
        for each, name, (question, _version, card) in zip(asked, names, rows, strict=True)
    ]
    if not cards:
        return None
    first = min(row.study_day for question, _v, _c in rows for row in logs[question.id])
    courses = frozenset(question.course_id for question, _version, _card in rows)
    return CardsForAnki(cards, _calendar(learner, first), courses)


def _cards(learner: Learner, slug: str) -> list[tuple[Question, QuestionVersion, Card]]:
    query = (
        select(Question, QuestionVersion, Card)
        .join(QuestionVersion, is_published())
        .join(Card, and_(Card.user_id == learner.id, Card.question_id == Question.id))
        .where(open_to(learner.id))
        .order_by(Question.created_at, Question.id)
    )
    if slug:
        query = query.join(Course, Course.id == Question.course_id).where(Course.slug == slug)
    return [(question, version, card) for question, version, card in db.session.execute(query)]


def _logs(user_id: UUID, questions: Iterable[UUID]) -> dict[UUID, Log]:
    """Return the lines of the log that count, by question and in order."""
    wanted = set(questions)
    rows = db.session.execute(
        select(Review.__table__)
        .where(Review.user_id == user_id)
        .order_by(Review.question_id, Review.answered_at, Review.id)
    )
    return {
        question_id: effective(lines)
        for question_id, lines in groupby(rows, attrgetter("question_id"))
        if question_id in wanted
    }


def _names(questions: Iterable[Question]) -> list[str]:
    """Return what each goes by; courses that were duplicated have questions of one name."""
    names: dict[str, None] = {}
    for question in questions:
        name = called(question)
        names[str(question.id) if name in names else name] = None
    return list(names)


def _studied(learner: Learner, card: Card, log: Log) -> Studied:
    answers: list[Given] = []
    memory, decay = None, 0.0
    key = card_key(learner.id, card.question_id)
    for row in log:
        if row.kind not in ANSWERS:
            continue
        event = Event(
            *(Rating(row.rating), row.answered_at, row.study_day),
            *(row.desired_retention, row.parameters_id),
        )
        before, memory = memory, scheduling.after(memory, event, learner.settings, key)
        decay = PARAMETERS[row.parameters_id][_DECAY]
        answers.append(_given(row, before, memory))
    assert memory is not None  # noqa: S101 -- a card has an answer
    return Studied(
        state=_STATES[memory.state],
        hidden=_hidden(learner, card),
        due_at=to_milliseconds(memory.due_at) // 1000,
        due_day=memory.due_day,
        interval=memory.due_day - memory.last_day,
        steps_left=_STEPS[memory.state] - (memory.step or 0),
        repetitions=memory.repetitions,
        lapses=memory.lapses,
        stability=memory.stability,
        difficulty=memory.difficulty,
        retention=learner.settings.desired_retention,
        decay=decay,
        changed_at=to_milliseconds(memory.last_at) // 1000,
        answers=answers,
    )


def _given(row: Row[Any], before: Memory | None, after: Memory) -> Given:
    seconds = to_milliseconds(after.due_at) - to_milliseconds(after.last_at)
    days = after.due_day - after.last_day if after.state is State.REVIEW else 0
    return Given(
        at=to_milliseconds(row.answered_at),
        rating=row.rating,
        took=row.duration_ms or 0,
        state=_STATES[before.state] if before else CardState.NEW,
        interval=interval_of(seconds // 1000, days),
        difficulty=after.difficulty,
    )


def _hidden(learner: Learner, card: Card) -> Hidden | None:
    if card.suspended:
        return Hidden.SUSPENDED
    is_left = card.buried_day is not None and card.buried_day >= learner.today
    return Hidden.BURIED if is_left else None


def _calendar(learner: Learner, first: int) -> Calendar:
    """Return the learner’s days from the first with an answer on."""
    settings = learner.settings
    begins = day_start(first, settings.time_zone, settings.rollover_hour)
    offset = begins.astimezone(ZoneInfo(settings.time_zone)).utcoffset()
    west = -offset // timedelta(minutes=1) if offset is not None else 0
    return Calendar(first, to_milliseconds(begins) // 1000, settings.rollover_hour, west)
