"""Many tabs, devices and the clock at once: nothing taken is lost, and there is one final state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Lock
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from questions.interactions import Choice
from questions.responses import Chosen
from tests.webapp.racing import at_once
from tests.webapp.worlds import MORNING, World
from webapp.db import db, writing
from webapp.learning.scheduling import Settings
from webapp.models import Attempt, AttemptState, AttemptStep, Quiz, QuizMode, Review, ReviewKind
from webapp.services.errors import Conflict
from webapp.services.quizzes.attempting import answer_slot, start_attempt, submit_attempt
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.queries.attempts import GRACE, load_attempt, marks_of

SETTINGS = Settings("UTC")
LIMIT = timedelta(minutes=10)
MANY = 16


@pytest.fixture
def attempt_id(world: World) -> UUID:
    """An attempt at a test with a limit of ten minutes."""
    with writing() as session:
        quiz = session.scalars(select(Quiz).where(Quiz.slug == "azerbaijan-nato-talks")).one()
        quiz.mode, quiz.time_limit_minutes = QuizMode.TEST, 10
        quiz_id = quiz.id
    return start_attempt(world.learner_id, quiz_id, MORNING)


def choices(world: World, attempt_id: UUID) -> list[int]:
    slots = load_attempt(world.learner_id, attempt_id).slots
    return [slot.number for slot in slots if isinstance(slot.interaction, Choice)]


class Tabs:
    """Pages of one learner that answer and hand in; keeps what they were told is saved."""

    def __init__(self, world: World, attempt_id: UUID) -> None:
        self.learner_id, self.attempt_id = world.learner_id, attempt_id
        self.numbers = choices(world, attempt_id)
        self.saved: set[str] = set()
        self._lock = Lock()

    def answer(self, tab: int, after: timedelta = timedelta()) -> None:
        number = self.numbers[tab % len(self.numbers)]
        try:
            answer_slot(
                self.learner_id,
                self.attempt_id,
                number,
                Chosen(options=(tab % 2,)),
                MORNING + after,
                SETTINGS,
                client_key=f"tab-{tab}",
            )
        except Conflict:
            return
        with self._lock:
            self.saved.add(f"tab-{tab}")

    def hand_in(self) -> None:
        submit_attempt(self.learner_id, self.attempt_id, MORNING, SETTINGS)

    def check(self) -> Attempt:
        """Everything that was saved is there; it counts once, and the mark follows from it."""
        db.session.rollback()
        steps = db.session.scalars(
            select(AttemptStep).where(AttemptStep.attempt_id == self.attempt_id)
        ).all()
        assert {step.client_key for step in steps} == self.saved
        full = load_attempt(self.learner_id, self.attempt_id)
        assert full.attempt.state is AttemptState.SUBMITTED
        assert (full.attempt.mark, full.attempt.max_mark) == marks_of(full.slots)
        assert 0 <= (full.attempt.mark or 0) <= full.attempt.max_mark
        reviews = db.session.scalar(
            select(func.count()).where(
                Review.user_id == self.learner_id, Review.kind == ReviewKind.QUIZ
            )
        )
        assert reviews == len({step.slot for step in steps})
        return full.attempt


def test_sixteen_tabs_answer_and_hand_in(app: Flask, world: World, attempt_id: UUID) -> None:
    tabs = Tabs(world, attempt_id)

    def act(tab: int) -> Callable[[], None]:
        def answer_and_hand_in() -> None:
            tabs.answer(tab)
            if tab % 4 == 0:
                tabs.hand_in()

        return answer_and_hand_in

    at_once(app, [act(tab) for tab in range(MANY)])
    assert tabs.check().submitted_at == MORNING


def test_the_same_answer_from_sixteen_tabs_is_one_step(
    app: Flask, world: World, attempt_id: UUID
) -> None:
    tabs = Tabs(world, attempt_id)
    at_once(app, [lambda: tabs.answer(3)] * MANY)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(AttemptStep)) == 1
    tabs.hand_in()
    tabs.check()


def test_the_clock_runs_out_while_tabs_answer(app: Flask, world: World, attempt_id: UUID) -> None:
    tabs, late = Tabs(world, attempt_id), LIMIT + GRACE

    def close() -> None:
        close_overdue(MORNING + late)

    in_time = LIMIT + GRACE / 2
    acts = [partial(tabs.answer, tab, in_time) for tab in range(MANY - 4)]
    at_once(app, [*acts, *[close] * 4])
    close_overdue(MORNING + late)
    attempt = tabs.check()
    assert attempt.submitted_at is not None
    assert MORNING + LIMIT <= attempt.submitted_at <= MORNING + in_time


def test_what_comes_after_the_clock_is_told_not_to_count(
    app: Flask, world: World, attempt_id: UUID
) -> None:
    tabs = Tabs(world, attempt_id)
    tabs.answer(0)
    at_once(app, [partial(tabs.answer, tab, LIMIT + GRACE) for tab in range(1, MANY)])
    assert tabs.saved == {"tab-0"}
    close_overdue(MORNING + LIMIT + GRACE)
    assert tabs.check().submitted_at == MORNING + LIMIT
