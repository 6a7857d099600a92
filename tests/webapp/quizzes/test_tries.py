"""Several tries at a question: what is told between them, what each costs, and what is learned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from questions.interactions import Choice
from questions.responses import Chosen
from tests.webapp.browsing import form_on, post, sign_in, submit
from tests.webapp.people.histories import SETTINGS
from tests.webapp.quizzes.keys import put_right, regraded, right_option, undone
from tests.webapp.worlds import MORNING, PASSWORD, START, World
from webapp.db import db, writing
from webapp.learning.marks import RegradePolicy
from webapp.learning.scheduling import Rating
from webapp.models import Attempt, AttemptStep, QuestionAttempt, Quiz, QuizMode, Review
from webapp.services.errors import Conflict
from webapp.services.operations.upkeep import check_attempts
from webapp.services.quizzes.attempting import (
    answer_slot,
    give_up,
    start_attempt,
    submit_attempt,
)
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.duplicating import duplicate_quiz
from webapp.services.quizzes.marking import recompute
from webapp.services.quizzes.queries.attempts import GRACE, FullAttempt, load_attempt
from webapp.services.quizzes.queries.secrecy import held_back
from webapp.services.quizzes.rolling_up import roll_up
from webapp.services.teaching.queries.asked_questions import asked_questions

SLUG = "azerbaijan-nato-talks"


@pytest.fixture
def quiz_id(world: World) -> UUID:
    with writing() as session:
        quiz = session.scalars(select(Quiz).where(Quiz.slug == SLUG)).one()
        quiz.tries, quiz.mode = 3, QuizMode.PRACTICE
        return quiz.id


@pytest.fixture
def learner(client: FlaskClient, quiz_id: UUID) -> Iterator[FlaskClient]:
    with time_machine.travel(MORNING, tick=False):
        sign_in(client, "learner@example.org", PASSWORD)
        yield client


def begin(user_id: UUID, quiz_id: UUID) -> tuple[FullAttempt, int]:
    """Begin an attempt; returns it, and the number of a question with three options or more."""
    full = load_attempt(user_id, start_attempt(user_id, quiz_id, START))
    shapes = ((slot.number, slot.interaction) for slot in full.slots)
    return full, next(
        n
        for n, shape in shapes
        if isinstance(shape, Choice) and not shape.multiple and len(shape.options) > 2
    )


def wrong_options(full: FullAttempt, number: int) -> list[int]:
    right = right_option(full.slot(number).version)
    shape = full.slot(number).interaction
    assert isinstance(shape, Choice)
    return [place for place in range(len(shape.options)) if place != right]


def pick(full: FullAttempt, number: int, place: int, tab: str = "", later: int = 0) -> None:
    user_id, attempt_id = full.attempt.user_id, full.attempt.id
    key, at = f"{attempt_id.hex}:{number}:{place}:{tab}", START + timedelta(seconds=later)
    chosen = Chosen(options=(place,))
    answer_slot(user_id, attempt_id, number, chosen, at, SETTINGS, client_key=key)


def handed_in(full: FullAttempt) -> FullAttempt:
    at = START + timedelta(minutes=5)
    submit_attempt(full.attempt.user_id, full.attempt.id, at, SETTINGS)
    return load_attempt(full.attempt.user_id, full.attempt.id)


def steps() -> list[AttemptStep]:
    db.session.rollback()
    return list(db.session.scalars(select(AttemptStep).order_by(AttemptStep.id)))


def test_the_best_try_counts_less_what_wrong_ones_cost(world: World, quiz_id: UUID) -> None:
    full, number = begin(world.learner_id, quiz_id)
    first, second = wrong_options(full, number)[:2]
    pick(full, number, first, later=1)
    pick(full, number, second, later=2)
    pick(full, number, right_option(full.slot(number).version), later=3)
    pick(full, number, first, "after it was right", later=4)
    assert len(steps()) == 3, "every try is kept, and none after it is settled"
    done = handed_in(full)
    row = done.slot(number).row
    assert row.fraction == 0, "at the first try it was wrong"
    assert row.counted == pytest.approx(1 / 3)
    assert done.attempt.mark == pytest.approx(1 / 3 * row.max_mark, abs=1e-6)
    assert recompute() == 0 and check_attempts(db.session()).problems == []


def test_memory_learns_from_the_first_try_alone(world: World, quiz_id: UUID) -> None:
    full, number = begin(world.learner_id, quiz_id)
    pick(full, number, wrong_options(full, number)[0], later=1)
    pick(full, number, right_option(full.slot(number).version), later=2)
    review = db.session.scalars(select(Review)).one()
    assert (review.rating, review.fraction) == (Rating.AGAIN, 0)
    handed_in(full)
    assert len(db.session.scalars(select(Review)).all()) == 1


def test_who_used_all_tries_or_gave_up_is_told(world: World, quiz_id: UUID) -> None:
    full, number = begin(world.learner_id, quiz_id)
    question_id, wrong = full.slot(number).row.question_id, wrong_options(full, number)
    assert question_id not in held_back(world.learner_id)
    pick(full, number, wrong[0], later=1)
    assert question_id in held_back(world.learner_id), "nothing of the key while tries are left"
    give_up(world.learner_id, full.attempt.id, number, START)
    assert question_id not in held_back(world.learner_id)
    pick(full, number, right_option(full.slot(number).version), later=2)
    assert len(steps()) == 1, "the answer was shown"
    assert handed_in(full).attempt.mark == 0


def test_double_sends_and_second_tabs_are_tries_once(world: World, quiz_id: UUID) -> None:
    full, number = begin(world.learner_id, quiz_id)
    wrong = wrong_options(full, number)
    for _n in range(3):
        pick(full, number, wrong[0], "one tab", later=1)
    assert len(steps()) == 1
    pick(full, number, wrong[1], "other tab", later=2)
    pick(full, number, wrong[0], "other tab", later=3)
    pick(full, number, wrong[0], "one more", later=4)
    assert len(steps()) == 3
    assert not db.session.scalars(select(QuestionAttempt.retried)).all().count(True)


def test_the_clock_runs_out_between_tries(world: World, quiz_id: UUID) -> None:
    with writing() as session:
        session.get_one(Quiz, quiz_id).time_limit_minutes = 1
    full, number = begin(world.learner_id, quiz_id)
    pick(full, number, wrong_options(full, number)[0], later=1)
    with pytest.raises(Conflict):
        pick(full, number, right_option(full.slot(number).version), later=120)
    close_overdue(START + timedelta(minutes=1) + GRACE)
    db.session.rollback()
    done = load_attempt(world.learner_id, full.attempt.id)
    assert not done.is_open and done.attempt.mark == 0 and len(steps()) == 1
    assert full.slot(number).row.question_id not in held_back(world.learner_id)


@pytest.mark.parametrize(
    ("policy", "counts"), [(RegradePolicy.EXACT, 2 / 3), (RegradePolicy.NEVER_LOWER, 2 / 3)]
)
def test_a_key_put_right_counts_each_try_anew(
    world: World, quiz_id: UUID, policy: RegradePolicy, counts: float
) -> None:
    full, number = begin(world.learner_id, quiz_id)
    slot, wrong = full.slot(number), wrong_options(full, number)
    pick(full, number, wrong[0], later=1)
    pick(full, number, wrong[1], later=2)
    pick(full, number, right_option(slot.version), later=3)
    before = handed_in(full).attempt.mark
    put_right(world, slot.version, wrong[1])
    run_id = regraded(world, slot.row.question_id, policy)
    db.session.expire_all()
    row = load_attempt(world.learner_id, full.attempt.id).slot(number).row
    assert row.fraction == 0 and row.counted == pytest.approx(counts)
    assert recompute() == 0
    undone(world, run_id)
    db.session.expire_all()
    assert load_attempt(world.learner_id, full.attempt.id).attempt.mark == before


def test_figures_are_of_the_first_try(world: World, quiz_id: UUID) -> None:
    full, number = begin(world.learner_id, quiz_id)
    slot, wrong = full.slot(number), wrong_options(full, number)[0]
    pick(full, number, wrong, later=1)
    pick(full, number, right_option(slot.version), later=2)
    handed_in(full)
    quiz = db.session.get_one(Quiz, quiz_id)
    found = next(q for q in asked_questions(quiz) if q.stem == slot.version.stem)
    assert isinstance(slot.interaction, Choice)
    given = {answer.text for answer in found.answers if answer.times}
    assert (found.right, given) == (0, {slot.interaction.options[wrong].text})
    roll_up(quiz_id, START)


def test_a_copy_keeps_the_tries(world: World, quiz_id: UUID) -> None:
    copied = duplicate_quiz(world.course_id, quiz_id, START, world.instructor_id)
    assert db.session.get_one(Quiz, copied).tries == 3


def test_the_form_sets_tries(app: Flask, learner: FlaskClient, quiz_id: UUID) -> None:
    teacher = app.test_client()
    sign_in(teacher, "instructor@example.org", PASSWORD)
    editor = f"/teach/caucasus/quizzes/{quiz_id}"
    shown = form_on(teacher, editor).values
    assert (shown["tries"], shown["penalty"]) == (["3"], ["3"])
    assert submit(teacher, editor, do="save", tries="5", penalty="4").status_code == 302
    quiz = db.session.get_one(Quiz, quiz_id)
    assert (quiz.tries, quiz.penalty) == (5, 0.5)
    for refused in ({"mode": "test"}, {"asks_confidence": "y"}):
        said = submit(teacher, editor, do="save", **refused)
        assert said.status_code == 400 and 'id="tries-error"' in said.text
    assert submit(teacher, editor, do="save", mode="test", tries="1").status_code == 302


def test_pages_tell_nothing_of_the_key_between_tries(
    learner: FlaskClient, world: World, quiz_id: UUID
) -> None:
    page = f"/courses/caucasus/quizzes/{quiz_id}"
    told = "3 tries for each question; each wrong one costs a third of its mark"
    assert told in learner.get(page).text
    attempt = submit(learner, page, f"{page}/attempts").headers["Location"]
    full, number = begin(world.learner_id, quiz_id)
    slot = full.slot(number)
    order, right = slot.row.option_order, right_option(slot.version)
    wrong = [place for place in range(len(order)) if order[place] != right]
    here = f"{attempt}/{number}"
    submit(learner, here, choice=str(wrong[0]))
    said = learner.get(here).text
    assert "Not quite. 2 tries left." in said and "Show the answer" in said
    assert "Here is the line" not in said
    report = learner.get(f"{attempt}/{number}/report")
    assert "You can report a question once its answer is shown." in report.text
    submit(learner, here, choice=str(wrong[1]))
    assert "One try left." in learner.get(here).text
    post(learner, f"{here}/giving-up", page=here)
    said = re.sub(r"\s+", " ", learner.get(here).text)
    assert "Here is the line" in said and "2 of 3 tries. It counts 0 of 1." in said
    submit(learner, f"{attempt}/submission")
    assert "2 of 3 tries." in learner.get(attempt).text
    assert db.session.scalars(select(Attempt)).one().tries == 3
