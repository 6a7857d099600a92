"""When an attempt ends, what it was promised, and who closes it."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta
from functools import partial
from threading import Event
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from tests.webapp.browsing import form_on, sign_in, submit
from tests.webapp.racing import at_once
from tests.webapp.worlds import MORNING, PASSWORD, World
from webapp import chores
from webapp.db import db, writing
from webapp.models import Attempt, AttemptState, Enrolment, Quiz, QuizMode, Review, User
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.deadlines import end_of
from webapp.services.quizzes.queries.terms import terms_for

HOUR = timedelta(hours=1)


@pytest.fixture
def teacher(app: Flask, clock: time_machine.Traveller) -> FlaskClient:
    """A browser in which the instructor is signed in."""
    browser = app.test_client()
    sign_in(browser, "instructor@example.org", PASSWORD)
    return browser


def quiz() -> Quiz:
    return db.session.scalars(select(Quiz).where(Quiz.slug == "who-said-it")).one()


def set_quiz(**fields: Any) -> None:
    with writing():
        for name, value in fields.items():
            setattr(quiz(), name, value)


def start(learner: FlaskClient) -> str:
    page = f"/courses/caucasus/quizzes/{quiz().id}"
    return submit(learner, page, f"{page}/attempts").headers["Location"]


def edit(teacher: FlaskClient, **changes: str) -> None:
    said = submit(teacher, f"/teach/caucasus/quizzes/{quiz().id}", do="save", **changes)
    assert said.status_code == 302, said.get_data(as_text=True)


def attempt() -> Attempt:
    db.session.rollback()
    return db.session.scalars(select(Attempt)).one()


def answer(learner: FlaskClient, page: str, choice: str = "0") -> int:
    fields = {**form_on(learner, f"{page}/1").values, "choice": choice}
    return learner.post(f"{page}/1", data=fields).status_code


def test_a_close_in_the_past_hands_in_what_was_answered(
    learner: FlaskClient, teacher: FlaskClient
) -> None:
    set_quiz(mode=QuizMode.TEST)
    page = start(learner)
    answer(learner, page)
    fields = form_on(learner, f"{page}/2").values
    assert attempt().deadline is None
    edit(teacher, closes_at="2026-11-03T08:00")
    assert attempt().state is AttemptState.SUBMITTED
    assert attempt().submitted_at == MORNING, "not before the last answer"
    said = learner.post(f"{page}/2", data={**fields, "choice": "0"}, follow_redirects=True)
    assert "was handed in" in said.text
    results = teacher.get("/teach/caucasus/results.csv").text
    assert '"10","1"' in results


def test_a_later_close_and_a_longer_limit_reach_an_attempt_under_way(
    learner: FlaskClient, teacher: FlaskClient
) -> None:
    set_quiz(time_limit_minutes=20, closes_at=MORNING + HOUR)
    start(learner)
    assert attempt().deadline == MORNING + timedelta(minutes=20)
    edit(teacher, time_limit_minutes="90")
    assert attempt().deadline == MORNING + HOUR
    edit(teacher, closes_at="2026-11-03T11:00")
    assert attempt().deadline == MORNING + timedelta(minutes=90)
    edit(teacher, time_limit_minutes="5")
    assert attempt().deadline == MORNING + timedelta(minutes=20), "as promised"


@pytest.mark.parametrize(
    ("promised", "limit", "closes", "ends"),
    [
        (None, None, None, None),
        (None, 5, None, None),
        (20, None, None, None),
        (20, 5, None, 20),
        (20, 30, None, 30),
        (20, 30, 10, 10),
        (None, 5, -60, -60),
        (20, 20, 90, 20),
    ],
)
def test_an_attempt_ends_by_the_quiz_and_by_the_promise(
    promised: int | None, limit: int | None, closes: int | None, ends: int | None
) -> None:
    asked = Quiz(
        time_limit_minutes=limit,
        closes_at=None if closes is None else MORNING + timedelta(minutes=closes),
    )
    wanted = None if ends is None else MORNING + timedelta(minutes=ends)
    assert end_of(MORNING, promised, terms_for(asked)) == wanted


@pytest.mark.parametrize("path", ["/", "/library", "/progress", "/review", "/settings/data"])
def test_whoever_looks_first_closes_what_is_over(
    learner: FlaskClient, clock: time_machine.Traveller, path: str
) -> None:
    set_quiz(mode=QuizMode.TEST, time_limit_minutes=10)
    page = start(learner)
    answer(learner, page)
    clock.shift(timedelta(minutes=10, seconds=29))
    learner.get(path)
    assert attempt().state is AttemptState.IN_PROGRESS, "what was sent in time may come late"
    clock.shift(timedelta(seconds=2))
    learner.get(path)
    assert attempt().state is AttemptState.SUBMITTED
    assert attempt().submitted_at == MORNING + timedelta(minutes=10)
    assert db.session.scalars(select(Review.kind)).all() == ["quiz"]


@pytest.mark.parametrize("path", ["/teach/caucasus/results", "/teach/caucasus/results.csv"])
def test_results_know_of_it(
    learner: FlaskClient, teacher: FlaskClient, clock: time_machine.Traveller, path: str
) -> None:
    set_quiz(time_limit_minutes=10)
    start(learner)
    clock.shift(HOUR)
    teacher.get(path)
    assert attempt().state is AttemptState.SUBMITTED


def test_it_is_closed_though_nobody_looks(app: Flask, learner: FlaskClient) -> None:
    set_quiz(time_limit_minutes=10)
    start(learner)
    with time_machine.travel(MORNING + HOUR, tick=True):
        stop = chores.start(app, seconds=0.05)
        end = time.monotonic() + 10
        while attempt().state is not AttemptState.SUBMITTED and time.monotonic() < end:
            db.session.rollback()
            time.sleep(0.05)
        stop()
    assert attempt().state is AttemptState.SUBMITTED


def test_chores_go_on_after_a_failure(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[datetime] = []

    def fail(at: datetime) -> int:
        done.append(at)
        raise RuntimeError("on purpose")

    monkeypatch.setattr(chores, "close_overdue", fail)
    stop = chores.start(app, seconds=0.01)
    end = time.monotonic() + 10
    while len(done) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    stop()
    assert len(done) >= 2


def test_what_is_under_way_is_waited_for(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended = Event(), Event()

    def close(at: datetime) -> int:
        begun.set()
        time.sleep(0.2)
        ended.set()
        return 0

    monkeypatch.setattr(chores, "close_overdue", close)
    stop = chores.start(app, seconds=0.01)
    assert begun.wait(10)
    stop()
    assert ended.is_set()


def test_it_is_closed_also_for_somebody_who_left(
    learner: FlaskClient, world: World, clock: time_machine.Traveller
) -> None:
    set_quiz(time_limit_minutes=10)
    page = start(learner)
    with writing() as session:
        session.execute(delete(Enrolment).where(Enrolment.user_id == world.learner_id))
    assert submit_without_form(learner, f"{page}/submission") == 404
    clock.shift(HOUR)
    assert close_overdue(MORNING + HOUR) == 1
    assert attempt().state is AttemptState.SUBMITTED


def submit_without_form(learner: FlaskClient, path: str) -> int:
    token = form_on(learner, "/settings").values["csrf_token"]
    return learner.post(path, data={"csrf_token": token}).status_code


def test_many_close_it_once(app: Flask, learner: FlaskClient) -> None:
    set_quiz(mode=QuizMode.TEST, time_limit_minutes=10)
    page = start(learner)
    answer(learner, page)
    at_once(app, [partial(close_overdue, MORNING + HOUR)] * 16)
    assert attempt().submitted_at == MORNING + timedelta(minutes=10)
    assert len(db.session.scalars(select(Review)).all()) == 1


@pytest.mark.parametrize("began", list(QuizMode))
def test_an_attempt_keeps_the_mode_it_began_with(
    learner: FlaskClient, teacher: FlaskClient, began: QuizMode
) -> None:
    other = QuizMode.PRACTICE if began is QuizMode.TEST else QuizMode.TEST
    set_quiz(mode=began)
    page = start(learner)
    answer(learner, page)
    edit(teacher, mode=other.value)
    shown = learner.get(f"{page}/1").text
    assert ("Here is the line" in shown or "Right." in shown) is (began is QuizMode.PRACTICE)
    answered = 302 if began is QuizMode.TEST else None
    if answered:
        assert answer(learner, page, "1") == answered


def test_who_left_the_course_sees_a_mark_and_no_key(learner: FlaskClient, world: World) -> None:
    page = start(learner)
    answer(learner, page)
    submit(learner, f"{page}/submission")
    told = learner.get(page).text
    assert "<mark" in told and "Your answers" in told
    with writing() as session:
        session.execute(delete(Enrolment).where(Enrolment.user_id == world.learner_id))
    left = learner.get(page).text
    assert "no longer in this course" in left
    assert "<mark" not in left and "Your answers" not in left
    assert "Try again" not in left and "Read the article" not in left
    data = json.loads(learner.get("/settings/data").text)
    assert data["attempts"][0]["mark"] is not None


def test_the_settings_of_its_learner_schedule_it(
    learner: FlaskClient, world: World, clock: time_machine.Traveller
) -> None:
    with writing() as session:
        session.get_one(User, world.learner_id).time_zone = "Pacific/Auckland"
    set_quiz(mode=QuizMode.TEST, time_limit_minutes=10)
    page = start(learner)
    answer(learner, page)
    close_overdue(MORNING + HOUR)
    assert db.session.scalars(select(Review.time_zone)).one() == "Pacific/Auckland"


def test_ids_of_others_close_nothing(learner: FlaskClient, world: World) -> None:
    set_quiz(time_limit_minutes=10)
    start(learner)
    assert close_overdue(MORNING + HOUR, user_id=UUID(int=1)) == 0
    assert close_overdue(MORNING + HOUR, course_ids=[UUID(int=1)]) == 0
    assert close_overdue(MORNING + HOUR, course_ids=[world.course_id]) == 1


def test_one_can_sign_out_from_every_page(learner: FlaskClient) -> None:
    for page in ("/", "/review", f"{start(learner)}/1"):
        assert form_on(learner, page, "/sign-out").values["csrf_token"], page
