"""The first page of whoever teaches: what their courses need of them."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.webapp.browsing import Browser, post, sign_in
from tests.webapp.people.histories import study
from tests.webapp.teaching.writing import typed, write
from tests.webapp.worlds import PASSWORD, START, World, add_user
from webapp.db import db, writing
from webapp.models import Card, Notice, NoticeKind, Question, Role
from webapp.services.people.notices import add_notice
from webapp.services.teaching.courses import enrol
from webapp.services.teaching.queries.needs import needs_of


def first_page(client: FlaskClient) -> TestResponse:
    return client.get("/", follow_redirects=True)


def main_of(answer: TestResponse) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2]))
    return " ".join(text.split())


def test_whoever_teaches_begins_at_what_their_courses_need(
    teacher: FlaskClient, world: World
) -> None:
    assert teacher.get("/").location == "/teach"
    page = main_of(first_page(teacher))
    assert "new to you" not in page
    assert "Nothing waits for you" in page and "Caucasus" in page
    assert 'href="/today"' in first_page(teacher).text


def test_their_own_learning_is_a_page_away(teacher: FlaskClient, world: World) -> None:
    assert "are new to you" in main_of(teacher.get("/today"))


@pytest.mark.parametrize("person", ["learner", "stranger", "admin"])
def test_the_rule_is_whether_one_teaches(client: FlaskClient, world: World, person: str) -> None:
    sign_in(client, f"{person}@example.org", PASSWORD)
    answer = client.get("/")
    if person == "learner":
        assert answer.status_code == 200 and "are new to you" in main_of(answer)
    else:
        assert answer.location == "/teach"


def test_who_teaches_and_learns_begins_at_teaching(client: FlaskClient, world: World) -> None:
    with writing() as session:
        enrol(session, world.stranger_id, world.course_id, Role.LEARNER, START)
    sign_in(client, "stranger@example.org", PASSWORD)
    assert client.get("/").location == "/teach"
    assert "are new to you" in main_of(client.get("/today"))


def test_drafts_and_changes_wait(teacher: FlaskClient, world: World) -> None:
    for number in range(2):
        write(teacher, typed("true_false", stem=f"Draft {number}?", do="draft"))
    write(teacher, typed("flashcard", stem="Out, then changed?"))
    question = db.session.scalars(select(Question).order_by(Question.created_at.desc())).first()
    assert question is not None
    page = f"/teach/caucasus/questions/{question.id}"
    write(teacher, {"stem": "Changed", "do": "draft"}, page)
    shown = first_page(teacher)
    assert "3 questions to publish" in main_of(shown)
    assert "2 drafts" in main_of(shown) and "One change not yet published" in main_of(shown)
    assert 'href="/teach/caucasus/questions?standing=draft"' in shown.text


@time_machine.travel(START + timedelta(days=1), tick=False)
def test_what_was_handed_in_this_week(client: FlaskClient, world: World) -> None:
    for learner in (world.learner_id, world.other_learner_id):
        study(learner, world.course_id)
    sign_in(client, "instructor@example.org", PASSWORD)
    page = main_of(first_page(client))
    assert "One quiz handed in" in page
    assert "2 learners handed in" in page
    assert needs_of(world.instructor_id, START + timedelta(days=9)).handed_in == ()


def test_what_learners_set_aside(teacher: FlaskClient, world: World) -> None:
    study(world.learner_id, world.course_id)
    question = db.session.scalars(select(Card.question_id)).first()
    with writing() as session:
        session.execute(update(Card).where(Card.question_id == question).values(suspended=True))
    shown = first_page(teacher)
    assert "One question set aside" in main_of(shown)
    assert f"/teach/caucasus/questions/{question}" in shown.text


def test_other_courses_need_nothing_of_them(client: FlaskClient, world: World) -> None:
    helper = Browser(client.application)
    sign_in(helper, "instructor@example.org", PASSWORD)
    write(helper, typed("true_false", do="draft"))
    sign_in(client, "stranger@example.org", PASSWORD)
    assert "Nothing waits for you" in main_of(first_page(client))
    assert len(needs_of(world.admin_id, START)) == 0


def test_news_of_their_account_stands_there_too(teacher: FlaskClient, world: World) -> None:
    with writing() as session:
        add_notice(session, world.instructor_id, NoticeKind.LINK_USED, "Ada", START, START)
    assert "a link that Ada made" in main_of(first_page(teacher))
    assert post(teacher, "/notices", page="/teach").location == "/"
    assert "a link that Ada made" not in main_of(first_page(teacher))
    assert db.session.scalars(select(Notice)).all() == []


def test_a_new_teacher_is_told_how_to_begin(client: FlaskClient, world: World) -> None:
    add_user("new@example.org", "Nele New")
    sign_in(client, "new@example.org", PASSWORD)
    assert "None yet. Make one" in main_of(client.get("/teach"))
