"""What a hostile or hurried browser sends, and what it must not get."""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from tests.webapp.browsing import form_on, sign_in, submit
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db, writing
from webapp.learning.scheduling import Settings
from webapp.models import Card, Enrolment, Question, QuestionVersion, Quiz, QuizSlot, Review
from webapp.services.quizzes.queries.attempts import load_attempt
from webapp.services.reviewing.answering import rebuild_card

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def learner(client: FlaskClient, world: World) -> Iterator[FlaskClient]:
    """A browser in which the learner is signed in; time stands still."""
    with time_machine.travel(NOW, tick=False):
        sign_in(client, "learner@example.org", PASSWORD)
        yield client


def quiz_of(world: World, slug: str, mode: str, *questions: str) -> UUID:
    """Add a quiz that asks the named questions."""
    with writing() as session:
        quiz = Quiz(
            id=uuid4(), course_id=world.course_id, slug=slug, title=slug, mode=mode, created_at=NOW
        )
        session.add(quiz)
        session.flush()
        for place, name in enumerate(questions, 1):
            session.add(
                QuizSlot(quiz_id=quiz.id, position=place, question_id=question(name), max_mark=1)
            )
        return quiz.id


def question(slug: str) -> UUID:
    return db.session.scalars(select(Question.id).where(Question.slug == slug)).one()


def start(learner: FlaskClient, quiz_id: UUID) -> str:
    page = f"/courses/caucasus/quizzes/{quiz_id}"
    return submit(learner, page, f"{page}/attempts").headers["Location"]


def explanation(slug: str) -> str:
    query = select(QuestionVersion.explanation).where(QuestionVersion.question_id == question(slug))
    return db.session.scalars(query).one()[:30]


def test_one_s_data_does_not_mark_an_open_test(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, quiz_of(world, "t", "test", "pfp-year"))
    submit(learner, f"{attempt}/1", choice="0")
    data = json.loads(learner.get("/settings/data").data)
    open_attempt = data["attempts"][0]
    assert "seed" not in open_attempt
    asked = open_attempt["questions"][0]
    assert "option_order" not in asked
    assert asked["steps"][0]["response"] and "fraction" not in asked["steps"][0]
    submit(learner, f"{attempt}/submission")
    data = json.loads(learner.get("/settings/data").data)
    assert "fraction" in data["attempts"][0]["questions"][0]["steps"][0]


def test_no_other_page_gives_the_key_of_a_test_under_way(
    learner: FlaskClient, world: World
) -> None:
    secret = explanation("pfp-year")
    submit(
        learner,
        f"/review?again={question('pfp-year')}",
        f"/review/{question('pfp-year')}",
        unknown="1",
    )
    review = db.session.scalars(select(Review.id)).one()
    done = start(learner, quiz_of(world, "done", "practice", "pfp-year"))
    submit(learner, f"{done}/submission")
    practice = start(learner, quiz_of(world, "practice", "practice", "pfp-year"))
    test = start(learner, quiz_of(world, "test", "test", "pfp-year"))
    submit(learner, f"{practice}/1", choice="0")
    pages = [done, f"{practice}/1", f"/review/answers/{review}"]
    for page in pages:
        assert secret not in learner.get(page).text, page
        assert "<mark>" not in learner.get(page).text, page
    submit(learner, f"{test}/submission")
    for page in pages:
        assert secret in learner.get(page).text, page


def test_who_left_the_course_answers_no_more(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, quiz_of(world, "t", "test", "pfp-year"))
    fields = form_on(learner, f"{attempt}/1").values
    with writing() as session:
        session.execute(delete(Enrolment).where(Enrolment.user_id == world.learner_id))
    assert learner.get(f"{attempt}/1").status_code == 404
    assert learner.post(f"{attempt}/1", data={**fields, "choice": "0"}).status_code == 404


def test_a_key_cannot_be_taken_from_somebody_else_s_place(
    learner: FlaskClient, world: World
) -> None:
    """What a browser calls its answers never meets what the server calls its own."""
    attempt = start(learner, quiz_of(world, "t", "test", "pfp-year"))
    number = attempt.rsplit("/", 1)[1]
    first, second = question("nacc-year"), question("deep-year")
    for name in (first, second):
        page = f"/review?again={name}"
        key = f"quiz:{number}:1"
        assert (
            submit(learner, page, f"/review/{name}", unknown="1", client_key=key).status_code == 302
        )
    submit(learner, f"{attempt}/1", choice="0")
    assert submit(learner, f"{attempt}/submission").status_code == 302
    assert load_attempt(world.learner_id, UUID(number)).attempt.submitted_at is not None


@pytest.mark.parametrize("body", ["[1,2]", '{"email": 5}', "5", '{"email": "\\ud800"}', "{"])
def test_json_is_refused_politely(app: Flask, body: str) -> None:
    client = app.test_client()
    token = form_on(client, "/sign-in").values["csrf_token"][0]
    said = client.post(
        "/sign-in", data=body, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert said.status_code == 415
    assert "Use the forms on the page" in said.text


def test_a_nameless_part_and_a_nul_are_refused(learner: FlaskClient) -> None:
    body = b"--x\r\nContent-Disposition: form-data\r\n\r\nq\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    assert learner.post("/settings", data=body, content_type=kind).status_code == 400
    for address in ("/courses/%00/documents/x", "/teach/caucasus/questions?text=%00"):
        assert learner.get(address).status_code == 400
    fields = form_on(learner, "/settings").values
    assert learner.post("/settings", data={**fields, "name": "a\0b"}).status_code == 400


def test_a_number_of_a_thousand_digits_is_no_place(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, quiz_of(world, "t", "test", "pfp-year", "nacc-year"))
    assert submit(learner, f"{attempt}/1", go="9" * 5000).status_code == 302


def order_shown(learner: FlaskClient, slug: str) -> tuple[list[int], list[int]]:
    """The order in which an ordering shows its items, and how many there are."""
    name = question(slug)
    page = html.unescape(learner.get(f"/review?again={name}").text)
    query = select(QuestionVersion.interaction).where(QuestionVersion.question_id == name)
    items = db.session.scalars(query).one()["items"]
    return sorted(range(len(items)), key=lambda i: page.index(items[i])), list(range(len(items)))


def test_the_order_shown_is_settled_by_a_secret(learner: FlaskClient, world: World) -> None:
    """It cannot be worked out from what one knows: by chance two rarely agree with a guess."""
    agreed = []
    for slug in ("order-history", "order-steps"):
        shown, guessed = order_shown(learner, slug)
        Random(f"{world.learner_id}:{question(slug)}:0").shuffle(guessed)
        agreed.append(shown == guessed)
    assert not all(agreed)


def test_one_page_counts_once_however_often_it_is_sent(
    app: Flask, learner: FlaskClient, world: World
) -> None:
    name = question("pfp-year")
    fields: dict[str, Any] = form_on(learner, f"/review?again={name}", f"/review/{name}").values
    cookie = learner.get_cookie("recite")
    assert cookie is not None
    failures: list[int] = []

    def send() -> None:
        browser = app.test_client()
        browser.set_cookie("recite", cookie.value)
        with app.app_context():
            data = {**fields, "client_key": uuid4().hex, "unknown": "1"}
            said = browser.post(f"/review/{name}", data=data)
            if said.status_code != 302:
                failures.append(said.status_code)

    threads = [threading.Thread(target=send) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert failures == []
    assert len(db.session.scalars(select(Review)).all()) == 1
    card = db.session.scalars(select(Card)).one()
    before = (card.stability, card.due_at, card.repetitions)
    with writing() as session:
        memory = rebuild_card(
            session.connection(), world.learner_id, name, Settings(time_zone="UTC")
        )
    assert memory is not None
    assert (memory.stability, memory.due_at, memory.repetitions) == before
