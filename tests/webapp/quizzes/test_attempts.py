"""Quizzes taken through their pages, in practice and as a test."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from questions.interactions import Choice, Match, Order, TextEntry
from tests.webapp.browsing import form_on, sign_in, submit
from tests.webapp.worlds import MORNING, PASSWORD, START, World
from webapp.db import db, writing
from webapp.models import (
    Attempt,
    AttemptState,
    AttemptStep,
    Card,
    Question,
    QuestionVersion,
    Quiz,
    QuizMode,
    QuizSlot,
    Review,
)
from webapp.services.quizzes.attempting import start_attempt
from webapp.services.quizzes.queries.attempts import Slot, load_attempt
from webapp.services.quizzes.queries.outlines import outline
from webapp.services.reviewing.queries.today import assigned_quizzes
from webapp.services.sources.queries.library import load_library
from webapp.services.teaching.questions import retire_question


def quiz(slug: str) -> Quiz:
    return db.session.scalars(select(Quiz).where(Quiz.slug == slug)).one()


def change(slug: str, **fields: Any) -> None:
    with writing():
        for name, value in fields.items():
            setattr(quiz(slug), name, value)


def start(learner: FlaskClient, slug: str) -> UUID:
    """Begin a quiz through its page; returns the attempt's id."""
    page = f"/courses/caucasus/quizzes/{quiz(slug).id}"
    said = submit(learner, page, f"{page}/attempts")
    return UUID(said.headers["Location"].rsplit("/", 1)[1])


def right_fields(slot: Slot) -> dict[str, Any]:
    """The fields of a form that answers a slot rightly."""
    order = slot.row.option_order
    match slot.interaction:
        case Choice() as choice:
            right = [i for i, option in enumerate(choice.options) if option.fraction > 0]
            return {"choice": [str(order.index(i)) for i in right]}
        case TextEntry() as entry:
            return {"text": entry.key()[0]}
        case Match() as matching:
            return {f"pair-{n}": right for n, (_left, right) in enumerate(matching.pairs)}
        case Order():
            return {f"place-{shown}": str(item + 1) for shown, item in enumerate(order)}
        case _:
            raise AssertionError("a quiz does not ask for recall")


def send(learner: FlaskClient, attempt: UUID, number: int, **fields: Any) -> Any:
    return submit(learner, f"/attempts/{attempt}/{number}", **fields)


def answer_of(said: Any) -> Any:
    """The JSON of an answer."""
    return said.json


def full(world: World, attempt: UUID) -> Any:
    db.session.expire_all()
    return load_attempt(world.learner_id, attempt)


def answer_all(learner: FlaskClient, world: World, attempt: UUID) -> None:
    for slot in full(world, attempt).slots:
        said = send(learner, attempt, slot.number, **right_fields(slot))
        assert said.status_code == 302, said.get_data(as_text=True)


def hand_in(learner: FlaskClient, attempt: UUID) -> str:
    submit(learner, f"/attempts/{attempt}/submission")
    return learner.get(f"/attempts/{attempt}").get_data(as_text=True)


@pytest.mark.parametrize("slug", ["azerbaijan-nato-talks", "partnership-dates", "who-said-it"])
def test_every_quiz_of_the_bank_can_be_answered_fully_right(
    learner: FlaskClient, world: World, slug: str
) -> None:
    attempt = start(learner, slug)
    answer_all(learner, world, attempt)
    page = hand_in(learner, attempt)
    taken = full(world, attempt).attempt
    assert taken.mark == taken.max_mark == len(full(world, attempt).slots)
    assert taken.state is AttemptState.SUBMITTED
    assert "Every answer right." in page
    assert db.session.scalar(select(func.count()).select_from(Card)) == taken.max_mark


def test_a_test_shows_nothing_until_it_is_handed_in(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, "azerbaijan-nato-talks")
    slot = full(world, attempt).slot(1)
    send(learner, attempt, 1, **right_fields(slot))
    page = learner.get(f"/attempts/{attempt}/1").get_data(as_text=True)
    for secret in ("Right.", "<mark>", slot.version.explanation[:40]):
        assert secret not in page
    assert "Saved at 09:00" in page
    assert db.session.scalar(select(func.count()).select_from(Review)) == 0


def test_in_a_test_the_last_answer_counts(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, "azerbaijan-nato-talks")
    slot = full(world, attempt).slot(1)
    right = right_fields(slot)["choice"][0]
    wrong = next(n for n in "0123" if n != right)
    send(learner, attempt, 1, choice=wrong)
    send(learner, attempt, 1, choice=right)
    assert full(world, attempt).slot(1).fraction == 1
    assert db.session.scalar(select(func.count()).select_from(AttemptStep)) == 2


def test_practice_shows_the_verdict_at_once_and_the_first_answer_counts(
    learner: FlaskClient, world: World
) -> None:
    attempt = start(learner, "partnership-dates")
    slot = full(world, attempt).slot(1)
    right = right_fields(slot)["choice"][0]
    wrong = next(n for n in "0123" if n != right)
    fields = form_on(learner, f"/attempts/{attempt}/1").values
    send(learner, attempt, 1, choice=wrong)
    page = learner.get(f"/attempts/{attempt}/1").get_data(as_text=True)
    assert "Not quite. Here is the line:" in page and "<mark>" in page
    again = {**fields, "choice": right, "client_key": "another"}
    learner.post(f"/attempts/{attempt}/1", data=again)
    assert full(world, attempt).slot(1).fraction == 0
    assert db.session.scalars(select(Review.rating)).all() == [1]


def test_sending_an_answer_twice_has_one_effect(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, "azerbaijan-nato-talks")
    fields = form_on(learner, f"/attempts/{attempt}/1").values
    for _time in range(2):
        learner.post(f"/attempts/{attempt}/1", data={**fields, "choice": "0"})
    assert db.session.scalar(select(func.count()).select_from(AttemptStep)) == 1


def test_another_answer_under_the_same_key_is_not_taken_for_a_retry(
    learner: FlaskClient, world: World
) -> None:
    attempt = start(learner, "azerbaijan-nato-talks")
    fields = form_on(learner, f"/attempts/{attempt}/1").values
    for choice in ("0", "1", "1"):
        learner.post(f"/attempts/{attempt}/1", data={**fields, "choice": choice})
    slot = full(world, attempt).slot(1)
    assert slot.response.options == (slot.row.option_order[1],)
    assert db.session.scalar(select(func.count()).select_from(AttemptStep)) == 2


def test_it_goes_on_where_it_stopped(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, "azerbaijan-nato-talks")
    send(learner, attempt, 1, choice="0")
    page = f"/courses/caucasus/quizzes/{quiz('azerbaijan-nato-talks').id}"
    assert f"/attempts/{attempt}" in learner.get(page).get_data(as_text=True)
    token = form_on(learner, "/settings", "/sign-out").values
    again = learner.post(f"{page}/attempts", data=token)
    assert again.headers["Location"] == f"/attempts/{attempt}"
    where = learner.get(f"/attempts/{attempt}").headers["Location"]
    assert where == f"/attempts/{attempt}/2"
    assert "stopped at 1" in learner.get("/").get_data(as_text=True)


def test_the_buttons_lead_where_they_say(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, "azerbaijan-nato-talks")
    for go, where in (
        ("7", "7"),
        ("99", "10"),
        ("0", "1"),
        ("", "3"),
        ("submission", "submission"),
    ):
        said = send(learner, attempt, 2, go=go)
        assert said.headers["Location"] == f"/attempts/{attempt}/{where}"


def test_unanswered_questions_are_named_before_handing_in(
    learner: FlaskClient, world: World
) -> None:
    attempt = start(learner, "azerbaijan-nato-talks")
    send(learner, attempt, 1, choice="0")
    page = learner.get(f"/attempts/{attempt}/submission").get_data(as_text=True)
    assert "9 questions are unanswered." in page
    result = hand_in(learner, attempt)
    assert "Not answered" in result
    assert learner.get(f"/attempts/{attempt}/submission").status_code == 302


def test_the_result_shows_each_passage_in_its_context(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, "azerbaijan-nato-talks")
    page = hand_in(learner, attempt)
    assert page.count('class="fold"') == 10
    assert '<p class="ctx">' in page
    assert "Claimed by <b>Jeyhun Bayramov</b>" in page
    assert f"/review?attempt={attempt}" in page


def test_what_was_missed_is_reviewed_with_one_button(
    learner: FlaskClient, world: World, clock: time_machine.Traveller
) -> None:
    attempt = start(learner, "partnership-dates")
    for slot in full(world, attempt).slots[:6]:
        send(learner, attempt, slot.number, **right_fields(slot))
    hand_in(learner, attempt)
    asked = []
    for _time in range(2):
        clock.shift(timedelta(seconds=5))
        page = learner.get(f"/review?attempt={attempt}").get_data(as_text=True)
        question = re.findall(r'action="/review/([0-9a-f-]{36})', page)[0]
        asked.append(question)
        submit(
            learner,
            f"/review?attempt={attempt}",
            f"/review/{question}?attempt={attempt}",
            unknown="1",
        )
    assert len(set(asked)) == 2
    page = learner.get(f"/review?attempt={attempt}").get_data(as_text=True)
    assert "You have been through every one you missed." in page


def test_a_handed_in_attempt_takes_no_more_answers(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, "azerbaijan-nato-talks")
    fields = form_on(learner, f"/attempts/{attempt}/1").values
    hand_in(learner, attempt)
    said = learner.post(f"/attempts/{attempt}/1", data={**fields, "choice": "0"})
    assert said.headers["Location"] == f"/attempts/{attempt}"
    json = {"Accept": "application/json"}
    said = learner.post(f"/attempts/{attempt}/1", data={**fields, "choice": "0"}, headers=json)
    assert (said.status_code, answer_of(said)["saved"]) == (409, False)
    assert learner.get(f"/attempts/{attempt}/1").headers["Location"] == f"/attempts/{attempt}"
    assert full(world, attempt).slot(1).step is None


def test_handing_in_twice_is_handing_in_once(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, "azerbaijan-nato-talks")
    send(learner, attempt, 1, choice="0")
    token = form_on(learner, f"/attempts/{attempt}/submission").values
    for _time in range(2):
        learner.post(f"/attempts/{attempt}/submission", data=token)
    assert db.session.scalar(select(func.count()).select_from(Review)) == 1


def test_saving_in_the_background_says_what_it_did(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, "azerbaijan-nato-talks")
    fields = form_on(learner, f"/attempts/{attempt}/1").values
    json = {"Accept": "application/json"}
    said = learner.post(f"/attempts/{attempt}/1", data={**fields, "choice": "1"}, headers=json)
    assert answer_of(said)["saved"] is True
    bad = learner.post(f"/attempts/{attempt}/1", data={**fields, "choice": "99"}, headers=json)
    assert bad.status_code == 400
    assert "Choose again" in answer_of(bad)["message"]


def test_a_flag_is_kept(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, "azerbaijan-nato-talks")
    submit(learner, f"/attempts/{attempt}/1", f"/attempts/{attempt}/1/flag", flagged="1")
    page = learner.get(f"/attempts/{attempt}/1").get_data(as_text=True)
    assert ", flagged" in page
    fields = form_on(learner, f"/attempts/{attempt}/1").values
    json = {"Accept": "application/json"}
    url = f"/attempts/{attempt}/1/flag"
    assert learner.post(url, data={**fields, "flagged": "0"}, headers=json).json == {
        "flagged": False
    }


def test_practice_asks_for_an_answer(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, "partnership-dates")
    said = send(learner, attempt, 1)
    assert said.status_code == 400
    assert "Give an answer first." in said.get_data(as_text=True)
    said = send(learner, attempt, 1, choice=["0", "1"])
    assert "Choose one option only." in said.get_data(as_text=True)


def test_time_runs_out_and_what_was_answered_is_handed_in(
    learner: FlaskClient, world: World, clock: time_machine.Traveller
) -> None:
    change("azerbaijan-nato-talks", time_limit_minutes=10)
    attempt = start(learner, "azerbaijan-nato-talks")
    slot = full(world, attempt).slot(1)
    send(learner, attempt, 1, **right_fields(slot))
    assert 'data-seconds="600"' in learner.get(f"/attempts/{attempt}/2").get_data(as_text=True)
    fields = form_on(learner, f"/attempts/{attempt}/2").values
    clock.shift(timedelta(minutes=10, seconds=31))
    learner.post(f"/attempts/{attempt}/2", data={**fields, "choice": "0"})
    taken = full(world, attempt)
    assert taken.attempt.state is AttemptState.SUBMITTED
    assert taken.attempt.submitted_at == MORNING + timedelta(minutes=10)
    assert (taken.attempt.mark, taken.slot(2).step) == (1, None)
    assert "The time was over." in learner.get(f"/attempts/{attempt}").get_data(as_text=True)


def test_what_was_sent_in_time_may_arrive_a_little_late(
    learner: FlaskClient, world: World, clock: time_machine.Traveller
) -> None:
    change("azerbaijan-nato-talks", time_limit_minutes=10)
    attempt = start(learner, "azerbaijan-nato-talks")
    slot = full(world, attempt).slot(1)
    clock.shift(timedelta(minutes=10, seconds=20))
    send(learner, attempt, 1, **right_fields(slot))
    assert full(world, attempt).slot(1).fraction == 1


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"opens_at": MORNING + timedelta(hours=1)}, "This quiz is not open yet."),
        ({"closes_at": MORNING}, "This quiz is closed."),
        ({"attempts_allowed": 1}, "You have used every attempt this quiz allows."),
    ],
)
def test_a_quiz_that_is_not_open_says_why(
    learner: FlaskClient, world: World, fields: dict[str, Any], why: str
) -> None:
    hand_in(learner, start(learner, "who-said-it"))
    page = f"/courses/caucasus/quizzes/{quiz('who-said-it').id}"
    token = form_on(learner, page, f"{page}/attempts").values
    change("who-said-it", **fields)
    assert why in learner.get(page).get_data(as_text=True)
    assert learner.post(f"{page}/attempts", data=token).status_code == 403


def test_a_closing_time_is_a_deadline(learner: FlaskClient, world: World) -> None:
    closes = MORNING + timedelta(minutes=5)
    change("who-said-it", closes_at=closes, time_limit_minutes=60)
    attempt = start(learner, "who-said-it")
    assert full(world, attempt).attempt.deadline == closes


def test_drawn_questions_differ_from_those_picked(learner: FlaskClient, world: World) -> None:
    with writing() as session:
        drawn = Quiz(
            id=UUID(int=7),
            course_id=world.course_id,
            title="Drawn",
            mode="practice",
            created_at=MORNING,
            slug="drawn",
        )
        session.add(drawn)
        session.flush()
        picked = session.scalars(select(Question.id).where(Question.slug == "pfp-year")).one()
        pinned = session.scalars(
            select(QuestionVersion.id)
            .join(Question, Question.id == QuestionVersion.question_id)
            .where(Question.slug == "nacc-year")
        ).one()
        session.add(QuizSlot(quiz_id=drawn.id, position=1, question_id=picked, max_mark=1))
        nacc = session.scalars(select(Question.id).where(Question.slug == "nacc-year")).one()
        session.add(
            QuizSlot(quiz_id=drawn.id, position=2, question_id=nacc, version_id=pinned, max_mark=2)
        )
        session.add(
            QuizSlot(quiz_id=drawn.id, position=3, draw_tag="dates", draw_count=99, max_mark=1)
        )
    attempt = start(learner, "drawn")
    slots = full(world, attempt).slots
    questions = [slot.row.question_id for slot in slots]
    assert len(questions) == len(set(questions)) > 5
    assert slots[1].row.max_mark == 2
    assert all(slot.version.type != "flashcard" for slot in slots)


def test_a_quiz_without_questions_says_so(learner: FlaskClient, world: World) -> None:
    with writing() as session:
        empty = Quiz(
            id=UUID(int=8),
            course_id=world.course_id,
            title="Empty",
            mode="practice",
            created_at=MORNING,
            slug="empty",
        )
        session.add(empty)
    url = f"/courses/caucasus/quizzes/{UUID(int=8)}"
    assert "no questions yet" in learner.get(url).get_data(as_text=True)
    token = form_on(learner, "/settings", "/sign-out").values
    said = learner.post(f"{url}/attempts", data=token)
    assert said.status_code == 400


def test_an_attempt_is_its_learner_s_alone(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, "who-said-it")
    for email in ("other@example.org", "instructor@example.org", "admin@example.org"):
        other = learner.application.test_client()
        sign_in(other, email, PASSWORD)
        assert other.get(f"/attempts/{attempt}").status_code == 404
        assert other.get(f"/attempts/{attempt}/1").status_code == 404
    assert learner.get(f"/attempts/{attempt}/99").status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_review_keeps_back_what_a_test_under_way_asks(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, "azerbaijan-nato-talks")
    asked = full(world, attempt).slot(1).row.question_id
    assert str(asked) not in learner.get(f"/review?again={asked}").get_data(as_text=True)
    hand_in(learner, attempt)
    assert str(asked) in learner.get(f"/review?again={asked}").get_data(as_text=True)


@pytest.mark.parametrize("retired", [0, 1, 2])
def test_everybody_says_how_many_questions_it_asks(
    learner: FlaskClient, world: World, retired: int
) -> None:
    """A question that was retired is asked no longer, and counted nowhere."""
    quizzes = {quiz.id: quiz for quiz in db.session.scalars(select(Quiz)).all()}
    asked = db.session.scalars(
        select(QuizSlot.question_id)
        .where(QuizSlot.quiz_id.in_(quizzes), QuizSlot.question_id.is_not(None))
        .order_by(QuizSlot.position)
    ).all()
    for question_id in asked[:retired]:
        assert question_id is not None
        retire_question(world.course_id, question_id)
    on_today = {each.quiz.id: each.questions for each in assigned_quizzes(world.learner_id)}
    shelved = {
        quiz.id: quiz.questions
        for shelf in load_library(world.learner_id, START)
        for quiz in shelf.quizzes
    }
    for quiz_id, quiz in quizzes.items():
        attempt_id = start_attempt(world.learner_id, quiz_id, START)
        number = len(load_attempt(world.learner_id, attempt_id).slots)
        assert number == on_today[quiz_id] == shelved[quiz_id]
        assert number == outline(world.learner_id, quiz, START).questions


@pytest.mark.parametrize("is_practice", [True, False])
def test_items_left_as_they_were_shown_answer_no_test(
    learner: FlaskClient, world: World, is_practice: bool
) -> None:
    mode = QuizMode.PRACTICE if is_practice else QuizMode.TEST
    ordering = select(QuestionVersion.question_id).where(QuestionVersion.type == "ordering")
    with writing() as session:
        asked = quiz("who-said-it")
        asked.mode = mode
        session.execute(delete(QuizSlot).where(QuizSlot.quiz_id == asked.id))
        question_id = session.scalars(ordering.limit(1)).one()
        session.add(QuizSlot(quiz_id=asked.id, position=1, question_id=question_id))
    attempt_id = start(learner, "who-said-it")
    page = f"/attempts/{attempt_id}/1"
    count = len(load_attempt(world.learner_id, attempt_id).slots[0].row.option_order)
    shown = {f"place-{place}": str(place + 1) for place in range(count)}
    submit(learner, page, page, go="submission", **shown)
    db.session.rollback()
    steps = select(func.count()).select_from(AttemptStep)
    assert db.session.scalar(steps) == int(is_practice)
    if not is_practice:
        moved = {**shown, "place-0": "2", "place-1": "1"}
        submit(learner, page, page, go="submission", **moved)
        submit(learner, page, page, go="submission", **shown)
        db.session.rollback()
        assert db.session.scalar(steps) == 2, "what was moved there is meant"
