"""Rules of taking a quiz: the grade, the pass mark, the waiting time and the code to begin."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.webapp.browsing import form_on, sign_in, submit
from tests.webapp.racing import at_once
from tests.webapp.worlds import MORNING, PASSWORD, World
from webapp.access.limits import limiter
from webapp.db import db, writing
from webapp.learning.grades import GradingMethod
from webapp.learning.scheduling import Settings
from webapp.models import Attempt, Quiz
from webapp.services.errors import Refusal
from webapp.services.quizzes.attempting import start_attempt, submit_attempt

SETTINGS = Settings("UTC")


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
    return f"/courses/caucasus/quizzes/{quiz_id}"


def change(quiz_id: UUID, **fields: Any) -> None:
    with writing() as session:
        for name, value in fields.items():
            setattr(session.get_one(Quiz, quiz_id), name, value)


def hand_in_two(world: World, quiz_id: UUID) -> None:
    """Hand in two attempts, worth 4 and then 2 marks of 10."""
    for mark in (4, 2):
        attempt_id = start_attempt(world.learner_id, quiz_id, MORNING)
        submit_attempt(world.learner_id, attempt_id, MORNING, SETTINGS)
        with writing() as session:
            row = session.get_one(Attempt, (world.learner_id, attempt_id))
            row.mark, row.max_mark = mark, 10


def attempts() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Attempt)) or 0


def test_the_form_keeps_the_rules(teacher: FlaskClient, quiz_id: UUID) -> None:
    editor = f"/teach/caucasus/quizzes/{quiz_id}"
    said = submit(
        teacher,
        editor,
        do="save",
        grading_method="average",
        pass_percent="62,5",
        waiting_minutes="90",
        access_code="Blue moon-7",
    )
    assert said.status_code == 302, said.text
    db.session.rollback()
    quiz = db.session.get_one(Quiz, quiz_id)
    kept = (quiz.grading_method, quiz.pass_mark, quiz.waiting_minutes, quiz.access_code)
    assert kept == (GradingMethod.AVERAGE, 0.625, 90, "BLUEMOON7")
    shown = form_on(teacher, editor).values
    assert (shown["grading_method"], shown["pass_percent"]) == (["average"], ["62.5"])
    assert submit(teacher, editor, do="save", access_code="", pass_percent="").status_code == 302
    db.session.rollback()
    assert db.session.get_one(Quiz, quiz_id).access_code is None
    assert db.session.get_one(Quiz, quiz_id).pass_mark is None


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("pass_percent", "0", "Use 1 to 100."),
        ("pass_percent", "101", "Use 1 to 100."),
        ("pass_percent", "half", "Write a number in digits."),
        ("waiting_minutes", "-5", "Use 1 to 43200"),
        ("waiting_minutes", "99999", "Use 1 to 43200"),
        ("access_code", "a-b", "Use 4 to 20 letters and digits."),
        ("access_code", "--------", "Use 4 to 20 letters and digits."),
        ("access_code", "x" * 21, "Use 4 to 20 letters and digits."),
        ("access_code", "ﷺﷺ", "Use 4 to 20 letters and digits."),
        ("grading_method", "best", "valid choice"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    teacher: FlaskClient, quiz_id: UUID, field: str, typed: str, why: str
) -> None:
    editor = f"/teach/caucasus/quizzes/{quiz_id}"
    said = submit(teacher, editor, do="save", **{field: typed})
    assert said.status_code == 400
    assert why in said.text and '<details class="seldom stack" open>' in said.text
    assert f'id="{field}-error"' in said.text


@pytest.mark.parametrize(
    ("method", "mark"), [("highest", "4"), ("average", "3"), ("first", "4"), ("last", "2")]
)
def test_every_page_says_the_grade_by_the_method(
    learner: FlaskClient, teacher: FlaskClient, world: World, quiz_id: UUID, method: str, mark: str
) -> None:
    change(quiz_id, grading_method=method, pass_mark=0.3)
    hand_in_two(world, quiz_id)
    mine = learner.get(f"/courses/caucasus/quizzes/{quiz_id}").text
    assert f"Your grade: {mark} of 10" in mine
    assert ("Not passed" in mine) is (mark == "2")
    assert "Passed with 30% of the marks" in mine
    results = teacher.get("/teach/caucasus/results").text
    assert f"{mark} of 10" in results
    assert ("Not passed: " in results) is (mark == "2")
    table = list(csv.DictReader(io.StringIO(teacher.get("/teach/caucasus/results.csv").text[1:])))
    lea = next(row for row in table if row["Name"] == "Lea Learner")
    assert (lea["Who said it?"], lea["Who said it?: attempts"]) == (mark, "2")


def test_the_next_attempt_waits(
    learner: FlaskClient, world: World, quiz_id: UUID, page: str, clock: time_machine.Traveller
) -> None:
    change(quiz_id, waiting_minutes=90)
    attempt_id = start_attempt(world.learner_id, quiz_id, MORNING)
    token = form_on(learner, "/settings", "/sign-out").values
    again = learner.post(f"{page}/attempts", data=token)
    assert again.headers["Location"] == f"/attempts/{attempt_id}", "one under way is gone on with"
    submit_attempt(world.learner_id, attempt_id, MORNING, SETTINGS)
    assert "The next attempt can begin in 90 minutes." in learner.get(page).text
    assert "Between attempts you wait 90 minutes" in learner.get(page).text
    assert learner.post(f"{page}/attempts", data=token).status_code == 403
    clock.shift(timedelta(minutes=89, seconds=59))
    assert "can begin in a minute." in learner.get(page).text
    assert learner.post(f"{page}/attempts", data=token).status_code == 403
    clock.shift(timedelta(seconds=1))
    assert learner.post(f"{page}/attempts", data=token).status_code == 302
    assert attempts() == 2


def test_waiting_counts_from_where_the_time_was_over(
    learner: FlaskClient, world: World, quiz_id: UUID, page: str, clock: time_machine.Traveller
) -> None:
    change(quiz_id, waiting_minutes=10, time_limit_minutes=5)
    start_attempt(world.learner_id, quiz_id, MORNING)
    clock.shift(timedelta(minutes=5, seconds=5))
    token = form_on(learner, "/settings", "/sign-out").values
    assert learner.post(f"{page}/attempts", data=token).status_code == 403
    clock.shift(timedelta(minutes=10))
    assert learner.post(f"{page}/attempts", data=token).status_code == 302


@pytest.fixture
def coded(app: Flask, quiz_id: UUID) -> Iterator[UUID]:
    """A quiz that asks for a code."""
    change(quiz_id, access_code="BLUEMOON7")
    limiter.reset()
    yield quiz_id
    limiter.reset()


def test_a_code_is_asked_before_each_attempt(
    learner: FlaskClient, world: World, coded: UUID, page: str
) -> None:
    for wrong, why in (("", "Type the code of this quiz."), ("blue moon 8", "not the code")):
        said = submit(learner, page, f"{page}/attempts", code=wrong)
        assert said.status_code == 422 and why in said.text
        assert f'value="{wrong}"' in said.text and "BLUEMOON7" not in said.text.upper()
    assert attempts() == 0
    said = submit(learner, page, f"{page}/attempts", code=" ｂlue-MOON 7 ")
    assert said.status_code == 302
    assert "BLUEMOON7" not in learner.get(said.headers["Location"], follow_redirects=True).text
    attempt_id = UUID(said.headers["Location"][-36:])
    assert start_attempt(world.learner_id, coded, MORNING) == attempt_id
    submit_attempt(world.learner_id, attempt_id, MORNING, SETTINGS)
    with pytest.raises(Refusal):
        start_attempt(world.learner_id, coded, MORNING)


def test_the_code_is_nowhere_in_what_a_learner_can_get(
    learner: FlaskClient, coded: UUID, page: str
) -> None:
    for path in ("/", "/library", page, "/settings/data", f"/teach/caucasus/quizzes/{coded}"):
        assert "BLUEMOON7" not in learner.get(path).text.upper()


def test_wrong_codes_are_limited(learner: FlaskClient, coded: UUID, page: str) -> None:
    token = form_on(learner, page, f"{page}/attempts").values
    statuses = [
        learner.post(f"{page}/attempts", data={**token, "code": f"wrong{n}"}).status_code
        for n in range(25)
    ]
    assert statuses[:5] == [422] * 5
    assert statuses[-1] == 429
    said = learner.post(f"{page}/attempts", data={**token, "code": "bluemoon7"})
    assert said.status_code == 429 and "code-error" in said.text
    assert attempts() == 0


def take(world: World, quiz_id: UUID) -> None:
    attempt_id = start_attempt(world.learner_id, quiz_id, MORNING)
    submit_attempt(world.learner_id, attempt_id, MORNING, SETTINGS)


@pytest.mark.parametrize("allowed", [1, 2])
def test_never_one_attempt_too_many(app: Flask, world: World, quiz_id: UUID, allowed: int) -> None:
    """Sixteen threads begin and hand in as often as they can."""
    change(quiz_id, attempts_allowed=allowed)

    def rush() -> None:
        for _time in range(3):
            take(world, quiz_id)

    at_once(app, [rush] * 16, refusals=(Refusal,))
    assert attempts() == allowed
    db.session.rollback()
    made = db.session.scalars(select(Attempt)).all()
    assert sorted(attempt.number for attempt in made) == list(range(1, allowed + 1))
    assert all(attempt.submitted_at == MORNING and attempt.mark is not None for attempt in made)


def test_waiting_holds_against_sixteen_at_once(app: Flask, world: World, quiz_id: UUID) -> None:
    change(quiz_id, waiting_minutes=5)
    at_once(app, [partial(take, world, quiz_id)] * 16, refusals=(Refusal,))
    assert attempts() == 1
