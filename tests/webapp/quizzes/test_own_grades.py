"""A learner's own grades in a course: all of theirs, nobody else's, and nothing kept back."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.browsing import sign_in
from tests.webapp.quizzes.test_result_findings import take_but
from tests.webapp.teaching.attempting import quiz, take
from tests.webapp.worlds import MORNING, PASSWORD, World
from webapp.db import db, writing
from webapp.learning.grades import GradingMethod
from webapp.learning.marks import RegradePolicy
from webapp.models import (
    Attempt,
    QuestionVersion,
    Quiz,
    QuizOverride,
    RegradedAttempt,
    RegradeRun,
    Seen,
)
from webapp.services.quizzes.hand_marks import Place, mark_by_hand
from webapp.services.quizzes.queries.own_grades import OwnGrades, graded_courses, own_grades
from webapp.services.quizzes.releasing import hold_marks
from webapp.services.teaching.queries.results import results_of

PAGE = "/courses/caucasus/grades"
TEST, PRACTICE = "azerbaijan-nato-talks", "partnership-dates"
DAY = timedelta(days=1)


def words(page: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def change(slug: str, **fields: Any) -> None:
    quiz_id = quiz(slug).id
    with writing() as session:
        for name, value in fields.items():
            setattr(session.get_one(Quiz, quiz_id), name, value)


def mine(world: World) -> OwnGrades:
    db.session.rollback()
    return own_grades(world.learner_id, world.course_id, MORNING)


def in_gradebook(world: World) -> float | None:
    rows = results_of(world.course_id, MORNING).rows
    return next(row.total for row in rows if row.id == world.learner_id)


@pytest.mark.parametrize("method", GradingMethod)
def test_grades_and_total_are_those_of_the_gradebook(world: World, method: GradingMethod) -> None:
    change(TEST, grading_method=method, weight=3)
    change("who-said-it", closes_at=MORNING - DAY)
    for missed in ({1, 2}, set(), {1}):
        take_but(world.learner_id, missed)
    take(world.learner_id, "rw", PRACTICE)
    found, row = mine(world), results_of(world.course_id, MORNING).rows
    cells = next(each.cells for each in row if each.id == world.learner_id)
    assert tuple(own.grade for own in found.quizzes) == cells
    assert found.total == in_gradebook(world)
    counts = [attempt.counts for attempt in found.quizzes[0].attempts]
    assert (
        counts
        == {
            GradingMethod.HIGHEST: [False, True, False],
            GradingMethod.FIRST: [True, False, False],
            GradingMethod.LAST: [False, False, True],
            GradingMethod.AVERAGE: [True, True, True],
        }[method]
    )


def test_a_quiz_counts_as_nothing_once_it_is_closed_for_oneself(world: World) -> None:
    take(world.learner_id, "r", PRACTICE)
    change(TEST, closes_at=MORNING - DAY)
    assert mine(world).total == in_gradebook(world) == 0.5
    with writing() as session:
        override = QuizOverride(
            user_id=world.learner_id,
            quiz_id=quiz(TEST).id,
            closes_at=MORNING + DAY,
            made_at=MORNING,
        )
        session.add(override)
    assert mine(world).total == in_gradebook(world) == 1.0


def test_what_is_kept_back_is_neither_shown_nor_counted(learner: FlaskClient, world: World) -> None:
    take_but(world.learner_id, set())
    take_but(world.learner_id, {1, 2, 3})
    take(world.learner_id, "r", PRACTICE)
    assert "10 of 10" in words(learner.get(PAGE).text)
    hold_marks(world.course_id, quiz(TEST).id, held=True)
    page = words(learner.get(PAGE).text)
    assert "not released yet" in page and "counts 1" not in page
    assert "One grade may not be seen yet and is left out." in page
    assert "You have 100% of the marks so far" in page and page.count("Mark kept back") == 2
    held = mine(world).quizzes[0]
    assert held.grade is None and not any(attempt.counts for attempt in held.attempts)
    hold_marks(world.course_id, quiz(TEST).id, held=False)
    change(TEST, shown_after=int(Seen.TELLING), shown_later=int(Seen.TELLING))
    page = words(learner.get(PAGE).text)
    assert "not released yet" not in page and "kept back" in page


def test_pages_of_right_and_wrong_answers_are_alike_while_kept_back(
    learner: FlaskClient, world: World
) -> None:
    hold_marks(world.course_id, quiz(TEST).id, held=True)
    take_but(world.learner_id, {2, 3})
    right = learner.get(PAGE).text
    with writing() as session:
        for attempt in session.scalars(select(Attempt)):
            attempt.mark = 0.0
    assert learner.get(PAGE).text == right


def test_what_was_said_and_what_was_regraded_stands_there(
    learner: FlaskClient, world: World
) -> None:
    attempt_id = take_but(world.learner_id, {2})
    place = Place(world.course_id, world.learner_id, attempt_id, 2)
    mark_by_hand(place, 0.5, "Half of it is there.", world.instructor_id, MORNING)
    regrade(world, attempt_id)
    page = words(learner.get(PAGE).text)
    assert "your instructor wrote “Half of it is there.”" in page
    assert "What was changed by regrading" in page and "The source was misread." in page
    later = int(Seen.EVERYTHING & ~Seen.KEY)
    change(TEST, shown_after=later, shown_later=later)
    assert "Half of it is there." not in learner.get(PAGE).text
    hold_marks(world.course_id, quiz(TEST).id, held=True)
    page = learner.get(PAGE).text
    assert "Half of it" not in page and "The source was misread." not in page


def regrade(world: World, attempt_id: UUID) -> None:
    """Note that a regrading made 9.5 of a mark that was 9, and that it was read of."""
    version = db.session.scalars(select(QuestionVersion)).first()
    assert version is not None
    with writing() as session:
        run = RegradeRun(
            id=attempt_id,
            course_id=world.course_id,
            question_id=version.question_id,
            version_id=version.id,
            policy=RegradePolicy.NEVER_LOWER,
            corrects_reviews=False,
            reason="The source was misread.",
            made_at=MORNING,
        )
        session.add(run)
        session.flush()
        session.add(
            RegradedAttempt(
                user_id=world.learner_id,
                attempt_id=attempt_id,
                run_id=run.id,
                mark_before=9,
                max_before=10,
                mark_after=9.5,
                max_after=10,
                read_at=MORNING,
            )
        )


def test_nobody_sees_the_grades_of_another(client: FlaskClient, world: World) -> None:
    attempt_id = take_but(world.learner_id, {2})
    sign_in(client, "other@example.org", PASSWORD)
    page = client.get(PAGE).text
    assert "No grades yet" in page and str(attempt_id) not in page
    take_but(world.other_learner_id, {1, 2, 3})
    page = client.get(PAGE).text
    assert "7 of 10" in words(page) and "9 of 10" not in words(page)
    assert str(attempt_id) not in page


def test_the_way_there(learner: FlaskClient, world: World) -> None:
    assert f'href="{PAGE}"' in learner.get("/library").text
    assert graded_courses(world.learner_id) == []
    take(world.learner_id, "r", PRACTICE)
    assert f'href="{PAGE}"' in learner.get("/progress").text
    assert f'href="{PAGE}"' in learner.get(f"/courses/caucasus/quizzes/{quiz(PRACTICE).id}").text
    assert [course.slug for course in graded_courses(world.learner_id)] == ["caucasus"]
