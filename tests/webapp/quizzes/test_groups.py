"""Groups of learners, and what holds for them in a quiz."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.webapp.browsing import sign_in, submit
from tests.webapp.quizzes.terms import HOUR, MINUTE, attempt_of, change, counts, moments
from tests.webapp.worlds import MORNING, PASSWORD, World
from webapp.db import db
from webapp.learning.scheduling import Settings
from webapp.models import GroupOverride, Quiz, QuizMode, QuizOverride
from webapp.services.errors import Forbidden, Missing, Refusal
from webapp.services.quizzes.attempting import start_attempt, submit_attempt
from webapp.services.quizzes.overriding import OwnTerms, override_for_group, set_time_factor
from webapp.services.quizzes.queries.secrecy import held_back
from webapp.services.quizzes.queries.terms import terms_for
from webapp.services.teaching.grouping import set_groups
from webapp.services.teaching.queries.results import results_of


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


def put_into(group: str, *learners: UUID) -> None:
    course_id = db.session.scalars(select(Quiz.course_id).where(Quiz.slug == "who-said-it")).one()
    set_groups(course_id, dict.fromkeys(learners, group))


def set_for_group(quiz_id: UUID, group: str, **terms: Any) -> None:
    course_id = db.session.get_one(Quiz, quiz_id).course_id
    override_for_group(course_id, quiz_id, group, OwnTerms(**terms), MORNING)


@given(*[st.tuples(moments, moments, counts, counts)] * 3)
def test_a_learners_own_terms_go_before_their_groups(
    usual: tuple[Any, ...], groups: tuple[Any, ...], own: tuple[Any, ...]
) -> None:
    names = ("opens_at", "closes_at", "attempts_allowed", "time_limit_minutes")
    quiz = Quiz(**dict(zip(names, usual, strict=True)))
    group = GroupOverride(**dict(zip(names, groups, strict=True)))
    mine = QuizOverride(**dict(zip(names, own, strict=True)))
    terms = terms_for(quiz, mine, 1.0, group)
    for name, *said in zip(names, own, groups, usual, strict=True):
        assert getattr(terms, name) == next((one for one in said if one is not None), None)


def test_what_is_set_for_a_group_holds_for_whoever_is_in_it(
    learner: FlaskClient, teacher: FlaskClient, world: World, quiz_id: UUID, page: str
) -> None:
    change(quiz_id, closes_at=MORNING - HOUR)
    groups = "/teach/caucasus/people/groups"
    said = submit(teacher, groups, groups, **{f"group-{world.learner_id}": " Tuesday  class "})
    assert said.status_code == 302
    assert "Tuesday class" in teacher.get("/teach/caucasus/people").text
    said = submit(teacher, page, page, whom="group:Tuesday class", closes_at="2026-11-04T09:00")
    assert said.status_code == 302, said.text
    mine = f"/courses/caucasus/quizzes/{quiz_id}"
    assert "Some of this is set for your group." in learner.get(mine).text
    for path in ("/", "/library"):
        text = learner.get(path).text
        assert "Due" in text.split("Who said it?")[1].split("</li>")[0], path
    start_attempt(world.learner_id, quiz_id, MORNING)
    with pytest.raises(Forbidden):
        start_attempt(world.other_learner_id, quiz_id, MORNING)
    assert "Tuesday class" in teacher.get(page).text
    said = submit(teacher, page, f"{page}/groups/removal", group="Tuesday class")
    assert said.status_code == 302
    assert attempt_of(world.learner_id).deadline == MORNING - HOUR


def test_who_comes_into_a_group_gets_its_time_at_once(world: World, quiz_id: UUID) -> None:
    change(quiz_id, time_limit_minutes=30)
    put_into("B", world.other_learner_id)
    set_for_group(quiz_id, "B", time_limit_minutes=60)
    start_attempt(world.learner_id, quiz_id, MORNING)
    assert attempt_of(world.learner_id).deadline == MORNING + 30 * MINUTE
    put_into("b", world.learner_id)
    assert attempt_of(world.learner_id).deadline == MORNING + 60 * MINUTE
    put_into("", world.learner_id)
    assert attempt_of(world.learner_id).deadline == MORNING + 30 * MINUTE
    set_time_factor(world.course_id, world.other_learner_id, 1.5)
    start_attempt(world.other_learner_id, quiz_id, MORNING)
    assert attempt_of(world.other_learner_id).deadline == MORNING + 90 * MINUTE


def test_what_cannot_hold_for_a_group_is_refused(
    teacher: FlaskClient, world: World, quiz_id: UUID, page: str
) -> None:
    with pytest.raises(Missing):
        set_for_group(quiz_id, "Nobody", attempts_allowed=2)
    put_into("A", world.learner_id)
    with pytest.raises(Refusal):
        set_for_group(quiz_id, "A")
    with pytest.raises(Refusal):
        set_for_group(quiz_id, "A", opens_at=MORNING + HOUR, closes_at=MORNING)
    assert db.session.scalars(select(GroupOverride)).all() == []
    said = submit(teacher, page, page, whom="group:", attempts_allowed="2")
    assert said.status_code == 400 and "Choose a learner or a group." in said.text
    groups = "/teach/caucasus/people/groups"
    said = submit(teacher, groups, groups, **{f"group-{world.learner_id}": "x" * 61})
    assert said.status_code == 400 and "Use 60 characters at most." in said.text
    assert "x" * 61 in said.text, "what was typed stays"


def test_grades_wait_for_who_may_still_hand_in(
    teacher: FlaskClient, world: World, quiz_id: UUID
) -> None:
    change(quiz_id, closes_at=MORNING - HOUR)
    put_into("Late", world.learner_id)
    set_for_group(quiz_id, "Late", closes_at=MORNING + HOUR)
    rows = {row.id: row for row in results_of(world.course_id, MORNING).rows}
    assert rows[world.learner_id].total is None
    assert rows[world.other_learner_id].total == 0
    (only,) = results_of(world.course_id, MORNING, "Late").rows
    assert only.id == world.learner_id
    page = teacher.get("/teach/caucasus/results?group=Late").text
    assert "Lea Learner" in page and "Otto Other" not in page
    file = teacher.get("/teach/caucasus/results.csv?group=Late").text
    assert "Lea Learner" in file and "Otto Other" not in file


def test_what_is_shown_after_closing_waits_for_the_group(world: World, quiz_id: UUID) -> None:
    change(quiz_id, mode=QuizMode.TEST, shown_after=0, shown_later=0, closes_at=MORNING + HOUR)
    put_into("Late", world.learner_id)
    set_for_group(quiz_id, "Late", closes_at=MORNING + 3 * HOUR)
    for person in (world.learner_id, world.other_learner_id):
        attempt_id = start_attempt(person, quiz_id, MORNING)
        submit_attempt(person, attempt_id, MORNING, Settings("UTC"))
    with time_machine.travel(MORNING + 2 * HOUR, tick=False):
        assert held_back(world.learner_id) and not held_back(world.other_learner_id)
    with time_machine.travel(MORNING + 4 * HOUR, tick=False):
        assert not held_back(world.learner_id)
