"""Quizzes of the bank taken by people of the world, answered as wanted."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from questions.interactions import Choice, Match, Order, TextEntry
from questions.responses import Chosen, Entered, Matched, Ordered, Response
from tests.webapp.worlds import MORNING, START, World, add_user
from webapp.db import db, writing
from webapp.learning.scheduling import Settings
from webapp.models import Quiz, Role
from webapp.services.quizzes.attempting import answer_slot, start_attempt, submit_attempt
from webapp.services.quizzes.queries.attempts import Slot, load_attempt
from webapp.services.teaching.courses import enrol

SETTINGS = Settings(time_zone="UTC")
LASTED = timedelta(minutes=9, seconds=12)


def quiz(slug: str = "who-said-it") -> Quiz:
    return db.session.scalars(select(Quiz).where(Quiz.slug == slug)).one()


def take(
    user_id: UUID,
    how: str,
    slug: str = "who-said-it",
    *,
    hand_in: bool = True,
    at: datetime = MORNING,
) -> UUID:
    """Take a quiz, every answer right (r), wrong (w) or left out (-), repeated to the end."""
    attempt_id = start_attempt(user_id, quiz(slug).id, at)
    for slot in load_attempt(user_id, attempt_id).slots:
        letter = how[(slot.number - 1) % len(how)]
        if letter != "-":
            say(user_id, attempt_id, slot, right(slot) if letter == "r" else wrong(slot), at)
    if hand_in:
        submit_attempt(user_id, attempt_id, at + LASTED, SETTINGS)
    return attempt_id


def say(user_id: UUID, attempt_id: UUID, slot: Slot, response: Response, at: datetime) -> None:
    """Give an answer to one question."""
    key = f"{attempt_id}:{slot.number}"
    at += timedelta(seconds=slot.number)
    answer_slot(user_id, attempt_id, slot.number, response, at, SETTINGS, client_key=key)


def right(slot: Slot) -> Response:
    match slot.interaction:
        case Choice() as choice:
            return Chosen(options=tuple(i for i, o in enumerate(choice.options) if o.fraction > 0))
        case TextEntry() as entry:
            return Entered(text=entry.key()[0])
        case Match() as matching:
            return Matched(rights=tuple(right for _left, right in matching.pairs))
        case Order() as order:
            return Ordered(items=tuple(range(len(order.items))))
        case _:
            raise AssertionError("a quiz does not ask for recall")


def wrong(slot: Slot) -> Response:
    match slot.interaction:
        case Choice() as choice:
            wrong = [i for i, option in enumerate(choice.options) if option.fraction <= 0]
            return Chosen(options=(wrong[0],))
        case TextEntry():
            return Entered(text='=HYPERLINK("x")')
        case Match() as matching:
            return Matched(rights=tuple(None for _pair in matching.pairs))
        case Order() as order:
            return Ordered(items=tuple(reversed(range(len(order.items)))))
        case _:
            raise AssertionError("a quiz does not ask for recall")


def join(world: World, name: str) -> UUID:
    """Put one more learner into the course."""
    user_id = add_user(f"{abs(hash(name))}@example.org", name)
    with writing() as session:
        enrol(session, user_id, world.course_id, Role.LEARNER, START)
    return user_id
