"""How sure learners are: asked beside each answer, kept with it, and what it counts by that."""

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
from tests.webapp.browsing import form_on, sign_in, submit
from tests.webapp.people.histories import SETTINGS
from tests.webapp.quizzes.keys import put_right, regraded, right_option, undone
from tests.webapp.worlds import MORNING, PASSWORD, START, World
from webapp.db import db, writing
from webapp.learning.confidence import Confidence
from webapp.learning.marks import RegradePolicy
from webapp.models import Attempt, AttemptStep, MarkChange, Quiz, QuizMode, Review
from webapp.services.quizzes.attempting import answer_slot, start_attempt, submit_attempt
from webapp.services.quizzes.duplicating import duplicate_quiz
from webapp.services.quizzes.hand_marks import Place, mark_by_hand, take_back
from webapp.services.quizzes.marking import recompute
from webapp.services.quizzes.queries.attempts import FullAttempt, load_attempt
from webapp.services.teaching.queries.asked_questions import asked_questions

CERTAIN, FAIRLY, GUESS = Confidence
SLUG = "azerbaijan-nato-talks"


@pytest.fixture
def quiz_id(world: World) -> UUID:
    with writing() as session:
        quiz = session.scalars(select(Quiz).where(Quiz.slug == SLUG)).one()
        quiz.asks_confidence, quiz.mode = True, QuizMode.TEST
        return quiz.id


@pytest.fixture
def learner(client: FlaskClient, quiz_id: UUID) -> Iterator[FlaskClient]:
    with time_machine.travel(MORNING, tick=False):
        sign_in(client, "learner@example.org", PASSWORD)
        yield client


@pytest.fixture
def teacher(app: Flask, learner: FlaskClient) -> FlaskClient:
    browser = app.test_client()
    sign_in(browser, "instructor@example.org", PASSWORD)
    return browser


def begin(user_id: UUID, quiz_id: UUID) -> FullAttempt:
    return load_attempt(user_id, start_attempt(user_id, quiz_id, START))


def choices(full: FullAttempt) -> list[int]:
    """Return the questions with one right option."""
    shapes = ((slot.number, slot.interaction) for slot in full.slots)
    return [n for n, shape in shapes if isinstance(shape, Choice) and not shape.multiple]


def say(full: FullAttempt, number: int, sure: Confidence | None, *, right: bool = True) -> None:
    interaction = full.slot(number).interaction
    assert isinstance(interaction, Choice)
    place = [option.fraction > 0 for option in interaction.options].index(right)
    user_id, attempt_id = full.attempt.user_id, full.attempt.id
    key = f"{attempt_id.hex}:{number}:{right}:{sure}"
    answered = Chosen(options=(place,))
    answer_slot(
        user_id, attempt_id, number, answered, START, SETTINGS, client_key=key, confidence=sure
    )


def handed_in(full: FullAttempt) -> FullAttempt:
    at = START + timedelta(minutes=5)
    submit_attempt(full.attempt.user_id, full.attempt.id, at, SETTINGS)
    return load_attempt(full.attempt.user_id, full.attempt.id)


def test_an_answer_counts_by_how_sure_one_is(world: World, quiz_id: UUID) -> None:
    full = begin(world.learner_id, quiz_id)
    first, second, third, *_others = choices(full)
    say(full, first, CERTAIN)
    say(full, second, None)
    say(full, third, FAIRLY, right=False)
    done = handed_in(full)
    assert done.attempt.mark == pytest.approx(1 + 1 / 3 - 2 / 3, abs=1e-6)
    kept = [done.slot(n).row for n in (first, second, third)]
    assert [row.fraction for row in kept] == [1, 1, 0], "whether it was right stays what it is"
    assert [row.counted for row in kept] == pytest.approx([None, 1 / 3, -2 / 3])
    ratings = db.session.scalars(select(Review.rating).order_by(Review.client_key)).all()
    assert len(set(ratings)) == 2 and recompute() == 0


def test_a_mark_never_falls_under_nothing(world: World, quiz_id: UUID) -> None:
    full = begin(world.learner_id, quiz_id)
    for number in choices(full)[:2]:
        say(full, number, CERTAIN, right=False)
    assert handed_in(full).attempt.mark == 0


def test_who_says_otherwise_adds_to_the_log(world: World, quiz_id: UUID) -> None:
    full = begin(world.learner_id, quiz_id)
    number = choices(full)[0]
    for sure in (GUESS, CERTAIN, CERTAIN):
        say(full, number, sure)
    steps = db.session.scalars(select(AttemptStep).order_by(AttemptStep.id)).all()
    assert [step.confidence for step in steps] == [GUESS, CERTAIN]
    assert handed_in(full).slot(number).worth.counts == 1


def test_an_attempt_keeps_what_it_began_with(world: World, quiz_id: UUID) -> None:
    full = begin(world.learner_id, quiz_id)
    with writing() as session:
        session.get_one(Quiz, quiz_id).asks_confidence = False
    say(full, choices(full)[0], GUESS)
    assert handed_in(full).attempt.mark == pytest.approx(1 / 3, abs=1e-6)
    other = begin(world.other_learner_id, quiz_id)
    say(other, choices(other)[0], CERTAIN, right=False)
    assert handed_in(other).attempt.mark == 0
    assert db.session.scalars(select(AttemptStep.confidence)).all().count(None) == 1


def test_a_regrading_and_undoing_it_keep_how_sure_one_was(world: World, quiz_id: UUID) -> None:
    full = begin(world.learner_id, quiz_id)
    number = choices(full)[0]
    slot = full.slot(number)
    say(full, number, CERTAIN, right=False)
    said = [o.fraction > 0 for o in slot.interaction.options].index(False)  # type: ignore[union-attr]
    for other in choices(full)[1:3]:
        say(full, other, CERTAIN)
    before = handed_in(full).attempt.mark
    assert right_option(slot.version) != said
    put_right(world, slot.version, said)
    run_id = regraded(world, slot.row.question_id, RegradePolicy.EXACT)
    assert load_attempt(world.learner_id, full.attempt.id).attempt.mark == pytest.approx(3)
    assert recompute() == 0
    undone(world, run_id)
    db.session.expire_all()
    assert load_attempt(world.learner_id, full.attempt.id).attempt.mark == before == 0


def test_a_mark_by_hand_counts_as_it_is(world: World, quiz_id: UUID) -> None:
    full = begin(world.learner_id, quiz_id)
    number = choices(full)[0]
    say(full, number, FAIRLY, right=False)
    say(full, choices(full)[1], CERTAIN)
    before = handed_in(full).attempt.mark
    place = Place(world.course_id, world.learner_id, full.attempt.id, number)
    mark_by_hand(place, -0.6667, "Read it once more.", world.instructor_id, START)
    assert db.session.scalars(select(MarkChange.fraction)).one() is None, "a comment alone"
    mark_by_hand(place, 0.5, "Half of it.", world.instructor_id, START + timedelta(seconds=1))
    assert load_attempt(world.learner_id, full.attempt.id).attempt.mark == 1.5
    take_back(place, world.instructor_id, START + timedelta(seconds=2))
    assert load_attempt(world.learner_id, full.attempt.id).attempt.mark == before


def test_a_copy_asks_as_well(world: World, quiz_id: UUID) -> None:
    copied = duplicate_quiz(world.course_id, quiz_id, START, world.instructor_id)
    assert db.session.get_one(Quiz, copied).asks_confidence


def test_the_form_asks(teacher: FlaskClient, quiz_id: UUID) -> None:
    editor = f"/teach/caucasus/quizzes/{quiz_id}"
    assert form_on(teacher, editor).values["asks_confidence"] == ["y"]
    assert submit(teacher, editor, do="save", asks_confidence=None).status_code == 302
    assert "asks_confidence" not in form_on(teacher, editor).values


@pytest.mark.parametrize("mode", QuizMode)
def test_pages_ask_and_tell(
    learner: FlaskClient, teacher: FlaskClient, world: World, quiz_id: UUID, mode: QuizMode
) -> None:
    with writing() as session:
        session.get_one(Quiz, quiz_id).mode = mode
    page = f"/courses/caucasus/quizzes/{quiz_id}"
    said = learner.get(page).text
    assert "Points by how sure you are" in said and "never falls under 0" in said
    attempt = submit(learner, page, f"{page}/attempts").headers["Location"]
    attempt_id = UUID(attempt.rsplit("/", 1)[-1])
    full = load_attempt(world.learner_id, attempt_id)
    number = choices(full)[0]
    assert "How sure are you?" in learner.get(f"{attempt}/{number}").text
    order = full.slot(number).row.option_order
    right = right_option(full.slot(number).version)
    wrong = next(place for place in range(len(order)) if order[place] != right)
    submit(learner, f"{attempt}/{number}", choice=str(wrong), confidence="certain")
    step = db.session.scalars(select(AttemptStep)).one()
    assert (step.confidence, step.fraction) == (CERTAIN, 0)
    shown = learner.get(f"{attempt}/{number}").text
    if mode is QuizMode.PRACTICE:
        assert "You were certain. It counts −2 of 1." in re.sub(r"\s+", " ", shown)
    else:
        assert form_on(learner, f"{attempt}/{number}").values["confidence"] == ["certain"]
        sent = {"choice": str(wrong), "confidence": "guess"}
        submit(learner, f"{attempt}/{number}", **sent)
        submit(learner, f"{attempt}/{number}", **sent)
        assert len(db.session.scalars(select(AttemptStep)).all()) == 2
        submit(learner, f"{attempt}/{number}", choice=str(wrong), confidence="certain")
    submit(learner, f"{attempt}/submission")
    result = learner.get(attempt).text
    assert "How well you know what you know" in result
    assert "Of the one answer you were certain of, 0 was right." in result
    for address in (f"quizzes/{quiz_id}/results", f"attempts/{world.learner_id}/{attempt_id}"):
        assert "ertain" in teacher.get(f"/teach/caucasus/{address}").text
    for address in ("preview", "print"):
        seen = teacher.get(f"/teach/caucasus/quizzes/{quiz_id}/{address}").text
        assert "How sure" in seen and "Fairly sure" in seen


def test_results_tell_who_was_certain_and_wrong(world: World, quiz_id: UUID) -> None:
    for user_id, sure, right in (
        (world.learner_id, CERTAIN, False),
        (world.other_learner_id, CERTAIN, True),
        (world.learner_id, None, False),
    ):
        full = begin(user_id, quiz_id)
        say(full, choices(full)[0], sure, right=right)
        handed_in(full)
    stem = full.slot(choices(full)[0]).version.stem
    found = next(
        question
        for question in asked_questions(db.session.get_one(Quiz, quiz_id))
        if question.stem == stem
    )
    assert found.certain_and_wrong == 1
    told = [(s.confidence, s.answered, s.mean) for s in found.sure]
    assert told == [(CERTAIN, 2, 0.5), (GUESS, 1, 0)]


def test_the_choice_waits_for_an_answer(learner: FlaskClient, quiz_id: UUID) -> None:
    page = f"/courses/caucasus/quizzes/{quiz_id}"
    attempt = submit(learner, page, f"{page}/attempts").headers["Location"]
    fields = {**form_on(learner, f"{attempt}/1").values, "confidence": "certain"}
    said = learner.post(f"{attempt}/1", data=fields, headers={"Accept": "application/json"})
    assert said.json is not None
    assert said.json["saved"] is False and "no answer" in said.json["message"]
    assert not db.session.scalars(select(AttemptStep)).all()
    assert db.session.scalars(select(Attempt)).one().asks_confidence
