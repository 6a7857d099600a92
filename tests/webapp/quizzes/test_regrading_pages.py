"""Regrading through its pages: the dry run, each rule in numbers, done, told, and undone."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.browsing import form_on, post, sign_in, submit
from tests.webapp.quizzes.keys import begin, hand_in, marks, pick, put_right, right_option
from tests.webapp.worlds import MORNING, PASSWORD, World
from webapp.db import db
from webapp.models import QuestionVersion, RegradedAttempt, RegradeRun
from webapp.services.quizzes.queries.attempts import load_any_attempt
from webapp.services.teaching.questions import as_asked

BEFORE = MORNING - timedelta(hours=2)


@dataclass(frozen=True)
class Place:
    """A question whose key was put right, and where it is regraded."""

    question_id: UUID
    attempt: UUID

    @property
    def edit(self) -> str:
        return f"/teach/caucasus/questions/{self.question_id}"

    @property
    def page(self) -> str:
        return f"{self.edit}/regrading"


@pytest.fixture
def place(world: World) -> Place:
    """The learner was right by the new key alone, the other by the old one."""
    right, wrong = begin(world.learner_id, BEFORE), begin(world.other_learner_id, BEFORE)
    version = right.slot(1).version
    key = right_option(version)
    pick(right, 1, (key + 1) % 2, BEFORE)
    pick(wrong, 1, key, BEFORE)
    attempt = hand_in(right, BEFORE + timedelta(minutes=5)).attempt.id
    hand_in(wrong, BEFORE + timedelta(minutes=5))
    put_right(world, version, (key + 1) % 2, BEFORE + timedelta(hours=1))
    return Place(version.question_id, attempt)


@pytest.fixture
def teacher(app: Flask, clock: time_machine.Traveller) -> FlaskClient:
    browser = app.test_client()
    sign_in(browser, "instructor@example.org", PASSWORD)
    return browser


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_question_says_whom_its_new_key_concerns(teacher: FlaskClient, place: Place) -> None:
    said = words(teacher.get(place.edit).text)
    assert "2 attempts by 2 learners are affected" in said
    assert f'href="{place.page}"' in said


def test_a_dry_run_shows_every_rule_and_every_mark(teacher: FlaskClient, place: Place) -> None:
    said = words(teacher.get(f"{place.page}?policy=exact").text)
    assert "2 attempts by 2 learners change" in said
    for effect in ("Up: 1, down: 0, unchanged: 1", "Up: 1, down: 1, unchanged: 0"):
        assert effect in said
    for mark in ("Lea Learner", "0 of 10", "1 of 10", "+1", "−1", "The key in version 1"):
        assert mark in said
    assert set(marks().values()) == {(0, 10), (1, 10)}


def test_looking_by_another_rule_keeps_what_is_typed(teacher: FlaskClient, place: Place) -> None:
    looked = submit(teacher, place.page, policy="drop", reason="It has two answers.", do="look")
    said = words(looked.text)
    assert looked.status_code == 200
    assert "It has two answers." in said
    assert "0 of 9" in said
    assert db.session.scalars(select(RegradeRun)).all() == []


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"policy": "generous", "do": "apply"}, "Choose a rule."),
        ({"policy": "exact", "do": "apply", "reason": "x" * 501}, "Keep it under 500 characters."),
        ({"policy": "exact", "do": "apply", "version": "none"}, "Which rule"),
    ],
)
def test_what_cannot_be_done_is_said(
    teacher: FlaskClient, place: Place, fields: dict[str, str], why: str
) -> None:
    refused = submit(teacher, place.page, **fields)
    assert refused.status_code == 400
    assert why in refused.text
    assert db.session.scalars(select(RegradeRun)).all() == []


def test_regraded_listed_and_undone(teacher: FlaskClient, place: Place) -> None:
    done = submit(teacher, place.page, policy="exact", reason="Six, not eight.", do="apply")
    assert done.status_code == 302, done.text
    run = done.location
    said = words(teacher.get(run).text)
    for line in ("2 marks changed", "Ines Instructor", "“Six, not eight.”", "Lea Learner"):
        assert line in said
    assert "affected" not in teacher.get(place.edit).text
    assert "2 marks" in words(teacher.get("/teach/caucasus/regradings").text)
    assert '"1","10","1"' in teacher.get("/teach/caucasus/results.csv").text
    assert submit(teacher, run, f"{run}/undo").location == run
    assert "Undone by Ines Instructor" in words(teacher.get(run).text)
    assert "Undone" in teacher.get("/teach/caucasus/regradings").text
    assert "affected" in teacher.get(place.edit).text


def test_a_second_instructor_is_told_to_look_again(teacher: FlaskClient, place: Place) -> None:
    form = form_on(teacher, place.page)
    submit(teacher, place.page, policy="full", do="apply")
    late = teacher.post(place.page, data={**form.values, "policy": "exact", "do": "apply"})
    assert late.status_code == 409
    assert "changed or regraded meanwhile" in late.text
    assert set(marks().values()) == {(1, 10)}


def test_an_earlier_regrading_is_undone_after_the_later(teacher: FlaskClient, place: Place) -> None:
    first = submit(teacher, place.page, policy="full", do="apply").location
    second = submit(teacher, place.page, policy="exact", do="apply").location
    page = teacher.get(first).text
    assert f'href="{second}"' in page and f"{first}/undo" not in page
    refused = post(teacher, f"{first}/undo", page=second)
    assert refused.status_code == 409
    assert "Undo the later regrading first" in refused.text


def test_nothing_to_regrade_is_said(teacher: FlaskClient, world: World) -> None:
    under_way = begin(world.learner_id, BEFORE)
    question_id = under_way.slot(1).row.question_id
    said = teacher.get(f"/teach/caucasus/questions/{question_id}/regrading").text
    assert "Nobody has handed in an answer to this." in said
    assert "Nothing was regraded yet." in teacher.get("/teach/caucasus/regradings").text


def test_learners_are_told_until_they_have_read(
    app: Flask, teacher: FlaskClient, learner: FlaskClient, place: Place
) -> None:
    run = submit(teacher, place.page, policy="exact", reason="Six, not eight.", do="apply").location
    said = words(learner.get("/today").text)
    assert "went from 0 of 10 to 1 of 10: the key of one question was wrong." in said
    assert "Your instructor: “Six, not eight.”" in said
    assert f'href="/attempts/{place.attempt}"' in said
    assert post(learner, "/marks/read", page="/today").status_code == 302
    assert "the key of one question was wrong" not in learner.get("/today").text
    submit(teacher, run, f"{run}/undo")
    assert "is 0 of 10 again" in words(learner.get("/today").text)
    other = app.test_client()
    sign_in(other, "other@example.org", PASSWORD)
    assert "regraded-marks" not in other.get("/today").text


@pytest.mark.parametrize(
    ("policy", "mine", "theirs"),
    [
        ("exact", "Yours counts 1 now; it counted 0.", "Yours counts 0 now; it counted 1."),
        ("never_lower", "Yours counts 1 now; it counted 0.", "Yours still counts 1: no mark is"),
        ("full", "Yours counts 1; when you answered it counted 0.", "everybody gets full marks"),
        ("drop", "does not count any more", "does not count any more"),
    ],
)
def test_the_result_says_how_it_counts_now_and_what_the_key_is(
    app: Flask,
    teacher: FlaskClient,
    learner: FlaskClient,
    place: Place,
    world: World,
    policy: str,
    mine: str,
    theirs: str,
) -> None:
    other = app.test_client()
    sign_in(other, "other@example.org", PASSWORD)
    attempts = dict(list(marks()))
    pages = [
        (learner, f"/attempts/{attempts[world.learner_id]}", mine),
        (other, f"/attempts/{attempts[world.other_learner_id]}", theirs),
    ]
    question = load_any_attempt(world.learner_id, place.attempt).slot(1)
    old = question.interaction.key()[0]
    new = db.session.scalars(
        select(QuestionVersion).where(
            QuestionVersion.question_id == place.question_id, QuestionVersion.number == 2
        )
    ).one()
    key = as_asked(new).interaction.key()[0]
    submit(teacher, place.page, policy=policy, reason="Look at the text.", do="apply")
    for browser, page, says in pages:
        said = words(browser.get(page).text)
        assert says in said
        assert f"The key said: {old}" in html.unescape(said)
        assert "Your instructor: “Look at the text.”" in said
    wrong = words(other.get(pages[1][1]).text)
    fold = html.unescape(wrong[wrong.index('id="r1"') :].split("</details>")[0])
    assert f'<dd class="ok"><span class="said-line"><span>{key}' in fold


def test_a_mark_that_is_kept_back_is_not_told(
    teacher: FlaskClient, learner: FlaskClient, place: Place, world: World
) -> None:
    submit(teacher, place.page, policy="exact", do="apply")
    begin(world.learner_id, MORNING)
    assert "the key of one question was wrong" not in learner.get("/today").text
    post(learner, "/marks/read", page="/today")
    assert [row.read_at for row in db.session.scalars(select(RegradedAttempt))] == [None, None]
