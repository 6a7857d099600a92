"""What holds for one learner: overrides, the time factor, and more time for an attempt."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.webapp.browsing import form_on, sign_in, submit
from tests.webapp.quizzes.terms import HOUR, MINUTE, attempt_of, change, counts, moments
from tests.webapp.racing import at_once
from tests.webapp.worlds import MORNING, PASSWORD, World
from webapp.db import db, writing
from webapp.models import (
    AttemptState,
    Enrolment,
    Quiz,
    QuizMode,
    QuizOverride,
    Role,
)
from webapp.services.errors import Forbidden, Missing, Refusal
from webapp.services.quizzes.attempting import start_attempt
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.deadlines import end_of
from webapp.services.quizzes.overriding import (
    FACTORS,
    OwnTerms,
    give_time,
    override,
    remove_override,
    set_time_factor,
)
from webapp.services.quizzes.queries.terms import terms_for


@pytest.fixture
def teacher(app: Flask, clock: time_machine.Traveller) -> FlaskClient:
    """A browser in which the instructor is signed in."""
    browser = app.test_client()
    sign_in(browser, "instructor@example.org", PASSWORD)
    return browser


@pytest.fixture
def quiz_id(world: World) -> UUID:
    return db.session.scalars(select(Quiz.id).where(Quiz.slug == "who-said-it")).one()


@pytest.fixture
def page(quiz_id: UUID) -> str:
    return f"/teach/caucasus/quizzes/{quiz_id}/exceptions"


@given(st.tuples(moments, moments, counts, counts), st.tuples(moments, moments, counts, counts))
def test_what_is_set_for_a_learner_holds_and_else_what_is_for_all(
    usual: tuple[Any, ...], own: tuple[Any, ...]
) -> None:
    names = ("opens_at", "closes_at", "attempts_allowed", "time_limit_minutes")
    quiz = Quiz(**dict(zip(names, usual, strict=True)))
    terms = terms_for(quiz, QuizOverride(**dict(zip(names, own, strict=True))))
    for name, mine, others in zip(names, own, usual, strict=True):
        assert getattr(terms, name) == (others if mine is None else mine)
    assert terms.is_own and not terms_for(quiz).is_own


@given(st.integers(1, 600), st.sampled_from(FACTORS))
def test_a_factor_cuts_no_minute_off(minutes: int, factor: float) -> None:
    longer = terms_for(Quiz(time_limit_minutes=minutes), None, factor).time_limit_minutes
    assert longer is not None and 0 <= longer - minutes * factor < 1
    assert terms_for(Quiz(time_limit_minutes=None), None, factor).time_limit_minutes is None


@given(counts, counts, moments, st.sampled_from(FACTORS))
def test_nobody_gets_less_than_was_promised(
    promised: int | None, limit: int | None, closes: datetime | None, factor: float
) -> None:
    terms = terms_for(Quiz(time_limit_minutes=limit, closes_at=closes), None, factor)
    end = end_of(MORNING, promised, terms)
    if end is not None and promised is not None:
        assert end >= min([MORNING + promised * MINUTE, *([closes] if closes else [])])


def test_a_factor_holds_in_every_quiz_and_is_told(
    learner: FlaskClient, teacher: FlaskClient, world: World, quiz_id: UUID
) -> None:
    people = "/teach/caucasus/people"
    change(quiz_id, time_limit_minutes=30)
    said = submit(teacher, people, f"{people}/{world.learner_id}/time", factor="1.25")
    assert said.status_code == 302
    mine = learner.get(f"/courses/caucasus/quizzes/{quiz_id}").text
    assert "38 minutes from the start: 1.25 times as long as others have" in mine
    start_attempt(world.learner_id, quiz_id, MORNING)
    assert attempt_of(world.learner_id).deadline == MORNING + 38 * MINUTE
    start_attempt(world.other_learner_id, quiz_id, MORNING)
    assert attempt_of(world.other_learner_id).deadline == MORNING + 30 * MINUTE
    submit(teacher, people, f"{people}/{world.learner_id}/time", factor="2")
    assert attempt_of(world.learner_id).deadline == MORNING + HOUR
    submit(teacher, people, f"{people}/{world.learner_id}/time", factor="1")
    assert attempt_of(world.learner_id).deadline == MORNING + 38 * MINUTE, "as was promised"
    assert (
        submit(teacher, people, f"{people}/{world.learner_id}/time", factor="7").status_code == 400
    )


def test_an_override_lets_one_learner_in(
    learner: FlaskClient, teacher: FlaskClient, world: World, quiz_id: UUID, page: str
) -> None:
    change(quiz_id, closes_at=MORNING - HOUR, attempts_allowed=1, mode=QuizMode.TEST)
    with pytest.raises(Forbidden):
        start_attempt(world.learner_id, quiz_id, MORNING)
    said = submit(
        teacher,
        page,
        page,
        whom=str(world.learner_id),
        closes_at="2026-11-04T09:00",
        attempts_allowed="2",
    )
    assert said.status_code == 302, said.text
    assert "Closes" in learner.get(f"/courses/caucasus/quizzes/{quiz_id}").text
    assert (
        "Some of this is set for you alone."
        in learner.get(f"/courses/caucasus/quizzes/{quiz_id}").text
    )
    for path in ("/", "/library"):
        text = learner.get(path).text
        assert "Due" in text.split("Who said it?")[1].split("</li>")[0], path
    start_attempt(world.learner_id, quiz_id, MORNING)
    with pytest.raises(Forbidden):
        start_attempt(world.other_learner_id, quiz_id, MORNING)
    shown = teacher.get(f"{page}?whom={world.learner_id}").text
    assert "Lea Learner" in shown and 'value="2026-11-04T09:00"' in shown
    assert "2 attempts" in shown
    removal = f"{page}/{world.learner_id}/removal"
    assert submit(teacher, page, removal).status_code == 302
    close_overdue(MORNING + MINUTE)
    assert attempt_of(world.learner_id).state is AttemptState.SUBMITTED


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "Fill in at least one of them."),
        ({"time_limit_minutes": "0"}, "Use 1 to 600."),
        ({"attempts_allowed": "101"}, "Use 1 to 100."),
        ({"closes_at": "1999-01-01T10:00"}, "Use a year from 2000 to 2100."),
        ({"closes_at": "2026-11-04T09:00", "opens_at": "2026-11-05T09:00"}, "after it opens"),
        ({"whom": "", "attempts_allowed": "2"}, "Choose a learner or a group."),
        ({"whom": str(UUID(int=5)), "attempts_allowed": "2"}, "no such learner"),
    ],
)
def test_what_cannot_hold_is_said_beside_its_field(
    teacher: FlaskClient, world: World, page: str, fields: dict[str, str], why: str
) -> None:
    said = submit(teacher, page, page, **{"whom": str(world.learner_id), **fields})
    assert said.status_code == 400 and why in said.text
    db.session.rollback()
    assert db.session.scalars(select(QuizOverride)).all() == []


def test_an_override_is_a_learners_of_the_course(world: World, quiz_id: UUID) -> None:
    wanted = OwnTerms(attempts_allowed=2)
    for somebody in (world.stranger_id, world.instructor_id):
        with pytest.raises(Missing):
            override(world.course_id, quiz_id, somebody, wanted, MORNING)
        with pytest.raises(Missing):
            set_time_factor(world.course_id, somebody, 1.5)
    with pytest.raises(Missing):
        override(UUID(int=1), quiz_id, world.learner_id, wanted, MORNING)
    remove_override(world.course_id, quiz_id, world.learner_id)


def test_more_time_reaches_the_attempt_and_its_page(
    learner: FlaskClient,
    teacher: FlaskClient,
    world: World,
    quiz_id: UUID,
    page: str,
    clock: time_machine.Traveller,
) -> None:
    change(quiz_id, time_limit_minutes=30, closes_at=MORNING + 20 * MINUTE, mode=QuizMode.TEST)
    attempt_id = start_attempt(world.learner_id, quiz_id, MORNING)
    assert attempt_of(world.learner_id).deadline == MORNING + 20 * MINUTE
    question = f"/attempts/{attempt_id}/1"
    fields = form_on(learner, question).values
    shown = teacher.get(page).text
    assert "1 learner is at it now" in shown and "0 of" in shown
    said = submit(teacher, page, f"{page}/time", minutes="10", attempt=str(attempt_id))
    assert said.status_code == 302
    assert attempt_of(world.learner_id).deadline == MORNING + 30 * MINUTE
    clock.shift(25 * MINUTE)
    said = learner.post(
        question, data={**fields, "choice": "0"}, headers={"Accept": "application/json"}
    )
    assert (said.status_code, json.loads(said.text)["seconds"]) == (200, 300)
    assert "You were given 10 more minutes." in learner.get(question).text
    assert 'data-seconds="300"' in learner.get(question).text
    change(quiz_id, closes_at=MORNING + 40 * MINUTE)
    assert submit(teacher, page, f"{page}/time", minutes="5").status_code == 302
    assert attempt_of(world.learner_id).deadline == MORNING + 45 * MINUTE
    clock.shift(21 * MINUTE)
    learner.get("/")
    assert attempt_of(world.learner_id).submitted_at == MORNING + 45 * MINUTE
    token = form_on(teacher, page, page).values
    assert teacher.post(f"{page}/time", data={**token, "minutes": "5"}).status_code == 409


@pytest.mark.parametrize("minutes", ["0", "-3", "601", "", "soon"])
def test_so_many_minutes_cannot_be_given(
    teacher: FlaskClient, world: World, quiz_id: UUID, page: str, minutes: str
) -> None:
    change(quiz_id, time_limit_minutes=30)
    start_attempt(world.learner_id, quiz_id, MORNING)
    said = submit(teacher, page, f"{page}/time", minutes=minutes)
    assert said.status_code == 400 and "minutes-error" in said.text
    assert attempt_of(world.learner_id).deadline == MORNING + 30 * MINUTE


def test_what_has_no_end_gets_no_time(teacher: FlaskClient, world: World, quiz_id: UUID) -> None:
    start_attempt(world.learner_id, quiz_id, MORNING)
    with pytest.raises(Refusal):
        give_time(world.course_id, quiz_id, 5)


def test_another_courses_attempt_gets_no_time(world: World, quiz_id: UUID) -> None:
    change(quiz_id, time_limit_minutes=30)
    attempt_id = start_attempt(world.learner_id, quiz_id, MORNING)
    other = db.session.scalars(select(Quiz.id).where(Quiz.id != quiz_id)).first()
    assert other is not None
    with pytest.raises(Refusal):
        give_time(world.course_id, other, 5, [attempt_id])
    assert attempt_of(world.learner_id).extra_minutes == 0


def test_time_given_by_many_at_once_adds_up(app: Flask, world: World, quiz_id: UUID) -> None:
    change(quiz_id, time_limit_minutes=30)
    start_attempt(world.learner_id, quiz_id, MORNING)
    at_once(app, [partial(give_time, world.course_id, quiz_id, 3)] * 8)
    assert attempt_of(world.learner_id).deadline == MORNING + 54 * MINUTE


def test_time_and_the_clock_running_out_leave_one_state(
    app: Flask, world: World, quiz_id: UUID
) -> None:
    """Either the time is over, or more was given in time: never both."""
    change(quiz_id, time_limit_minutes=30)
    start_attempt(world.learner_id, quiz_id, MORNING)
    give = partial(give_time, world.course_id, quiz_id, 60)
    close = partial(close_overdue, MORNING + 31 * MINUTE)
    [given, _closed] = at_once(app, [give, close], refusals=(Refusal,))
    attempt = attempt_of(world.learner_id)
    is_open = attempt.state is AttemptState.IN_PROGRESS
    assert (given == 1) is is_open
    assert (attempt.submitted_at is None) is is_open


def test_who_left_and_came_back_has_their_factor(world: World, quiz_id: UUID) -> None:
    change(quiz_id, time_limit_minutes=30)
    set_time_factor(world.course_id, world.learner_id, 2.0)
    with writing() as session:
        session.delete(session.get_one(Enrolment, (world.learner_id, world.course_id)))
    with writing() as session:
        session.add(
            Enrolment(
                user_id=world.learner_id,
                course_id=world.course_id,
                role=Role.LEARNER,
                joined_at=MORNING,
            )
        )
    start_attempt(world.learner_id, quiz_id, MORNING)
    assert attempt_of(world.learner_id).deadline == MORNING + HOUR
