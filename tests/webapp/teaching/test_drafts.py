from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.webapp.browsing import form_on, post, sign_in, submit
from tests.webapp.teaching.writing import NEW, newest, typed, write
from tests.webapp.worlds import PASSWORD, START, World, add_user
from webapp.db import db, writing
from webapp.models import Question, QuestionComment, QuestionDraft, Role
from webapp.services.errors import Refusal
from webapp.services.teaching.courses import enrol
from webapp.services.teaching.drafting import MOST_BYTES, MOST_DRAFTS, keep_draft

KEEP = "/teach/caucasus/questions/keep"


@pytest.fixture
def colleague(app: Flask, world: World) -> FlaskClient:
    user_id = add_user("assistant@example.org", "Ali Assistant")
    with writing() as session:
        enrol(session, user_id, world.course_id, Role.INSTRUCTOR, START)
    client = app.test_client()
    sign_in(client, "assistant@example.org", PASSWORD)
    return client


def drafts() -> int:
    return db.session.scalar(select(func.count()).select_from(QuestionDraft)) or 0


def some_question() -> UUID:
    return db.session.scalars(select(Question.id).where(Question.slug == "pfp-year")).one()


def keep(client: FlaskClient, page: str, query: str = "", **changes: str) -> str:
    values = form_on(client, page, page.partition("?")[0]).values
    said = client.post(KEEP + query, data={**values, **changes})
    assert said.status_code == 200, said.text
    return said.text


def test_a_draft_of_a_new_question_comes_back(teacher: FlaskClient, world: World) -> None:
    assert "Your draft" not in teacher.get(NEW).text
    assert keep(teacher, NEW, stem="Half a quest").startswith("Draft kept")
    page = teacher.get(NEW).text
    assert "Half a quest" in page and "Your draft of" in page and "Discard it" in page
    assert keep(teacher, NEW, stem="Half a question") and drafts() == 1
    post(teacher, "/teach/caucasus/questions/discard", page=NEW, place="new")
    assert "Half a" not in teacher.get(NEW).text and drafts() == 0


def test_saving_is_the_end_of_its_draft(teacher: FlaskClient, world: World) -> None:
    keep(teacher, NEW, stem="Half a quest")
    assert write(teacher, typed("multiple_choice")).status_code == 302
    assert drafts() == 0
    question_id = newest(world.course_id)[0].id
    page = f"{NEW[:-3]}{question_id}"
    keep(teacher, page, f"?question={question_id}", stem="Other words?")
    assert "Other words?" in teacher.get(page).text
    assert "Your draft of" not in teacher.get(f"{page}?version=1").text
    assert submit(teacher, page, do="draft").status_code == 302
    assert drafts() == 0 and newest(world.course_id)[2].stem == "Other words?"


def test_a_refused_save_keeps_the_draft(teacher: FlaskClient, world: World) -> None:
    keep(teacher, NEW, stem="Half a quest")
    assert write(teacher, typed("multiple_choice", quote="Not there")).status_code == 400
    assert drafts() == 1


def test_new_questions_begun_elsewhere_have_their_own(teacher: FlaskClient, world: World) -> None:
    there = f"{NEW}?sentence=4"
    keep(teacher, NEW, stem="The one")
    keep(teacher, there, stem="The other")
    assert drafts() == 2
    assert "The one" in teacher.get(NEW).text and "The other" in teacher.get(there).text


def test_the_second_is_told(teacher: FlaskClient, colleague: FlaskClient, world: World) -> None:
    question_id = some_question()
    page = f"{NEW[:-3]}{question_id}"
    keep(teacher, page, f"?question={question_id}", stem="My words?")
    said = colleague.get(page).text
    assert "Ines Instructor has been editing this since" in said
    assert "My words?" not in said
    assert "has been editing" not in teacher.get(page).text


def test_drafts_are_bounded(app: Flask, world: World) -> None:
    for number in range(MOST_DRAFTS + 3):
        keep_draft(world.instructor_id, world.course_id, f"new-{number}", {"stem": "x"}, START)
    assert drafts() == MOST_DRAFTS
    with pytest.raises(Refusal):
        long = {"stem": "x" * MOST_BYTES}
        keep_draft(world.instructor_id, world.course_id, "new", long, START)


def test_a_draft_of_another_editor_is_left_alone(teacher: FlaskClient, world: World) -> None:
    keep_draft(world.instructor_id, world.course_id, "new", {"cite": "everything"}, START)
    assert teacher.get(NEW).status_code == 200


def test_a_draft_is_of_a_question_of_the_course(teacher: FlaskClient, world: World) -> None:
    values = form_on(teacher, NEW, NEW).values
    said = teacher.post(f"{KEEP}?question={UUID(int=7)}", data=values)
    assert said.status_code == 404 and drafts() == 0


def test_instructors_comment(teacher: FlaskClient, colleague: FlaskClient, world: World) -> None:
    page = f"{NEW[:-3]}{some_question()}"
    said = post(teacher, f"{page}/comments", page=page, comment=" Is <b>this</b> so?\n")
    assert said.status_code == 302
    shown = colleague.get(page).text
    assert "Is &lt;b&gt;this&lt;/b&gt; so?" in shown and "Ines Instructor" in shown
    comment = db.session.scalars(select(QuestionComment)).one()
    delete = f"/teach/caucasus/comments/{comment.id}/delete"
    assert delete not in shown
    assert post(colleague, delete, page=page).status_code == 404
    assert post(teacher, delete, page=page).status_code == 302
    assert db.session.scalars(select(QuestionComment)).first() is None


@pytest.mark.parametrize("text", ["  ", "x" * 2001])
def test_a_comment_says_something(teacher: FlaskClient, world: World, text: str) -> None:
    page = f"{NEW[:-3]}{some_question()}"
    post(teacher, f"{page}/comments", page=page, comment=text)
    assert db.session.scalars(select(QuestionComment)).first() is None
    assert "Write the comment" in (said := teacher.get(page).text) or "Keep it under" in said


def test_speakers_of_its_questions_are_suggested(teacher: FlaskClient, world: World) -> None:
    assert '<option value="Nora Newcomer">' not in teacher.get(NEW).text
    changes = {"stance": "claimed", "speaker": "Nora Newcomer", "do": "draft"}
    assert write(teacher, typed("flashcard", **changes)).status_code == 302
    page = teacher.get(NEW).text
    assert page.count('<option value="Nora Newcomer">') == 1
    assert '<option value="Jeyhun Bayramov">' in page
