"""Attempts are closed one by one, as they and their quizzes are at that moment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, select, update

from tests.webapp.browsing import sign_in
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db, writing
from webapp.models import Attempt, AttemptState, QuestionAttempt, QuestionVersion, Quiz, QuizMode
from webapp.services.quizzes.attempting import start_attempt
from webapp.services.quizzes.building import load_quiz, save_quiz
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.deadlines import move_deadlines
from webapp.services.quizzes.overriding import give_time
from webapp.services.quizzes.queries.attempts import is_over

MORNING = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def quiz_id(world: World) -> UUID:
    """A quiz with a limit of ten minutes."""
    with writing() as session:
        quiz = session.scalars(select(Quiz).where(Quiz.slug == "who-said-it")).one()
        quiz.time_limit_minutes = 10
        return quiz.id


@pytest.fixture
def overdue(world: World, quiz_id: UUID) -> Iterator[dict[UUID, UUID]]:
    """An attempt of either learner whose time is over, the first learner's first."""
    people = (world.learner_id, world.other_learner_id)
    yield {
        person: start_attempt(person, quiz_id, MORNING + timedelta(minutes=n))
        for n, person in enumerate(people)
    }


def states() -> dict[UUID, AttemptState]:
    db.session.rollback()
    return {attempt.user_id: attempt.state for attempt in db.session.scalars(select(Attempt))}


def test_one_that_was_given_more_time_meanwhile_goes_on(
    world: World, overdue: dict[UUID, UUID]
) -> None:
    more = update(Attempt).values(deadline=MORNING + 2 * HOUR)

    @event.listens_for(db.session(), "after_commit", once=True)
    def extend(session: object) -> None:
        with db.engine.begin() as connection:
            connection.execute(more)

    assert close_overdue(MORNING + HOUR) == 0
    assert set(states().values()) == {AttemptState.IN_PROGRESS}


def test_time_that_is_over_stays_over_once_the_next_is_begun(world: World, quiz_id: UUID) -> None:
    first = start_attempt(world.learner_id, quiz_id, MORNING)
    in_grace = MORNING + timedelta(minutes=10)
    assert start_attempt(world.learner_id, quiz_id, in_grace) != first
    assert give_time(world.course_id, quiz_id, 30) == 1
    with writing() as session:
        quiz = session.get_one(Quiz, quiz_id)
        quiz.time_limit_minutes = 60
        move_deadlines(session, quiz)
    found = db.session.scalars(select(Attempt).where(Attempt.quiz_id == quiz_id))
    assert [is_over(each, in_grace) for each in sorted(found, key=lambda one: one.number)] == [
        True,
        False,
    ]


def test_whoever_comes_hands_in_their_own_alone(
    app: Flask, world: World, overdue: dict[UUID, UUID]
) -> None:
    learner = app.test_client()
    with time_machine.travel(MORNING + HOUR):
        sign_in(learner, "learner@example.org", PASSWORD)
        learner.get("/")
    assert states() == {
        world.learner_id: AttemptState.SUBMITTED,
        world.other_learner_id: AttemptState.IN_PROGRESS,
    }


def test_one_that_cannot_be_closed_keeps_no_other_open(
    world: World, overdue: dict[UUID, UUID]
) -> None:
    with writing() as session:
        asked = session.scalars(
            select(QuestionAttempt).where(
                QuestionAttempt.user_id == world.learner_id, QuestionAttempt.slot == 1
            )
        ).one()
        other = session.scalars(
            select(QuestionVersion).where(
                QuestionVersion.interaction["kind"].as_string() == "recall"
            )
        ).first()
        assert other is not None
        other.interaction = {"kind": "none that is known"}
        asked.version_id, asked.question_id = other.id, other.question_id
    with pytest.raises(Exception, match="none that is known"):
        close_overdue(MORNING + HOUR)
    assert states() == {
        world.learner_id: AttemptState.IN_PROGRESS,
        world.other_learner_id: AttemptState.SUBMITTED,
    }


def test_a_close_set_while_an_attempt_begins_reaches_it(
    app: Flask, world: World, quiz_id: UUID
) -> None:
    def begin() -> None:
        with app.app_context():
            start_attempt(world.learner_id, quiz_id, MORNING)
            db.session.remove()

    beginning = Thread(target=begin)
    closed = replace(
        load_quiz(world.course_id, quiz_id).plan,
        closes_at=MORNING + timedelta(minutes=5),
        mode=QuizMode.TEST,
    )
    with writing():
        save_quiz(world.course_id, closed, MORNING, quiz_id)
        beginning.start()
        time.sleep(0.3)  # it waits for this transaction, or has read the quiz as it was
    beginning.join()
    (attempt,) = db.session.scalars(select(Attempt))
    assert attempt.deadline == MORNING + timedelta(minutes=5)
    assert attempt.mode is QuizMode.TEST
