from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.webapp.browsing import post, sign_in, submit
from tests.webapp.teaching.writing import Typed
from tests.webapp.worlds import PASSWORD, START, World
from webapp.db import db, new_id, writing
from webapp.models import (
    Attempt,
    AttemptState,
    Course,
    Question,
    QuestionVersion,
    Quiz,
    QuizMode,
    QuizSlot,
    User,
)

NEW = "/teach/caucasus/quizzes/new"


def ids(*slugs: str) -> list[str]:
    rows = db.session.execute(select(Question.slug, Question.id).where(Question.slug.in_(slugs)))
    found = {slug: str(question_id) for slug, question_id in rows}
    return [found[slug] for slug in slugs]


def quiz_called(title: str) -> Quiz:
    db.session.rollback()
    return db.session.scalars(select(Quiz).where(Quiz.title == title)).one()


def slots(quiz_id: UUID) -> list[QuizSlot]:
    db.session.rollback()
    return list(
        db.session.scalars(
            select(QuizSlot).where(QuizSlot.quiz_id == quiz_id).order_by(QuizSlot.position)
        )
    )


def attempt(world: World, quiz_id: UUID) -> None:
    with writing() as session:
        session.add(
            Attempt(
                user_id=world.learner_id,
                id=new_id(START),
                quiz_id=quiz_id,
                number=1,
                state=AttemptState.IN_PROGRESS,
                mode=QuizMode.PRACTICE,
                seed=1,
                started_at=START,
                max_mark=1,
            )
        )


def test_builds_a_quiz_in_the_instructors_own_time(teacher: FlaskClient, world: World) -> None:
    with writing() as session:
        session.execute(
            update(User).where(User.id == world.instructor_id).values(time_zone="Asia/Baku")
        )
    first, second = ids("pfp-year", "deep-year")
    answer = submit(
        teacher,
        NEW,
        title="Years",
        mode="test",
        attempts_allowed="2",
        time_limit_minutes="15",
        opens_at="2026-11-20T09:00",
        closes_at="2026-11-21T09:00",
        add=[second, first],
        do="save",
    )
    assert answer.status_code == 302, answer.text
    quiz = quiz_called("Years")
    assert (quiz.attempts_allowed, quiz.time_limit_minutes) == (2, 15)
    assert quiz.opens_at == datetime(2026, 11, 20, 5, tzinfo=UTC)
    assert [str(slot.question_id) for slot in slots(quiz.id)] == [second, first]
    page = teacher.get(answer.location).text
    assert 'value="2026-11-20T09:00"' in page and "Asia/Baku" in page


def test_moves_removes_and_pins(teacher: FlaskClient, world: World) -> None:
    wanted = ids("pfp-year", "deep-year", "nacc-year")
    made = submit(teacher, NEW, title="Years", add=wanted, do="save")
    page = made.location
    text = submit(teacher, page, do="up-2").text
    places = [text.index(f'value="{question_id}"') for question_id in wanted]
    assert places[0] < places[2] < places[1]
    changes: Typed = {
        "picked-0-pinned": "y",
        "picked-1-question": None,
        "picked-1-mark": None,
        "picked-1-version": None,
        "picked-1-tag": None,
        "picked-2-mark": "2.5",
        "do": "save",
    }
    assert submit(teacher, page, None, **changes).status_code == 302
    quiz = quiz_called("Years")
    kept = slots(quiz.id)
    assert [(str(s.question_id), s.max_mark) for s in kept] == [(wanted[0], 1), (wanted[2], 2.5)]
    version = db.session.get_one(QuestionVersion, kept[0].version_id)
    assert (str(version.question_id), version.number) == (wanted[0], 1)
    assert kept[1].version_id is None


def test_a_pin_stays_when_the_question_is_edited(teacher: FlaskClient, world: World) -> None:
    (question_id,) = ids("pfp-year")
    made = submit(teacher, NEW, title="Years", add=[question_id], do="save")
    submit(teacher, made.location, **{"picked-0-pinned": "y", "do": "save"})
    submit(teacher, f"/teach/caucasus/questions/{question_id}", stem="New words?", do="publish")
    assert "Keep to version 1" in teacher.get(made.location).text
    submit(teacher, made.location, do="save")
    (slot,) = slots(quiz_called("Years").id)
    assert db.session.get_one(QuestionVersion, slot.version_id).number == 1


def test_draws_no_more_than_there_are(teacher: FlaskClient, world: World) -> None:
    picked = ids("deep-year")
    drawn = submit(
        teacher, NEW, title="Drawn", add=picked, draw_tag="deep", draw_count="3", do="draw"
    )
    assert "Drawn by the tag" in drawn.text
    draw: Typed = {"picked-0-tag": "deep", "picked-0-mark": "1", "add": picked, "do": "save"}
    ok = submit(teacher, NEW, action=None, **{**draw, "title": "Drawn", "picked-0-count": "3"})
    assert ok.status_code == 302
    stored = slots(quiz_called("Drawn").id)
    assert [(s.draw_tag, s.draw_count) for s in stored] == [("deep", 3), (None, None)]
    refused = submit(
        teacher, NEW, action=None, **{**draw, "title": "Too many", "picked-0-count": "99"}
    )
    assert refused.status_code == 400 and "left to draw" in refused.text
    again: Typed = {
        **draw,
        "picked-0-count": "3",
        "picked-1-tag": "deep",
        "picked-1-count": "99",
        "picked-1-mark": "1",
    }
    assert submit(teacher, NEW, action=None, title="Twice", **again).status_code == 400


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"title": " "}, "Give the quiz a title."),
        ({"add": []}, "Pick at least one question"),
        ({"closes_at": "2026-01-01T00:00", "opens_at": "2026-01-01T00:00"}, "after it opens"),
        ({"attempts_allowed": "0"}, "Use 1 to 100."),
        ({"time_limit_minutes": "soon"}, "Not a valid integer"),
        ({"mode": "exam"}, "Not a valid choice"),
        ({"add": ["00000000-0000-7000-8000-000000000000"]}, "is not published"),
        ({"add": ["nonsense"]}, "Pick at least one question"),
    ],
)
def test_says_what_is_wrong_and_keeps_the_rest(
    teacher: FlaskClient, world: World, changes: Typed, complaint: str
) -> None:
    fields: Typed = {"title": "Years", "description": "Kept.", "add": ids("pfp-year"), "do": "save"}
    answer = submit(teacher, NEW, None, **{**fields, **changes})
    assert answer.status_code == 400
    assert complaint in answer.text and "Kept." in answer.text
    assert db.session.scalar(select(Quiz.id).where(Quiz.description == "Kept.")) is None


def test_never_offers_or_takes_flashcards(teacher: FlaskClient, world: World) -> None:
    cards = select(QuestionVersion.question_id).where(QuestionVersion.type == "flashcard")
    card = str(db.session.scalars(cards).first())
    assert card not in teacher.get(NEW).text
    answer = submit(teacher, NEW, title="Cards", add=[card], do="save")
    assert answer.status_code == 400


def test_finds_by_words_and_tag(teacher: FlaskClient, world: World) -> None:
    text = submit(teacher, NEW, title="Kept", find="programme", find_tag="deep", do="find").text
    offered = text.count('name="add"')
    assert 0 < offered < 20 and 'value="Kept"' in text
    assert submit(teacher, NEW, find="zzz", do="find").text.count('name="add"') == 0


def test_attempts_forbid_deletion_but_not_changes(teacher: FlaskClient, world: World) -> None:
    quiz = quiz_called("Who said it?")
    page = f"/teach/caucasus/quizzes/{quiz.id}"
    attempt(world, quiz.id)
    assert "It was attempted once." in teacher.get(page).text
    assert submit(teacher, page, title="Voices", do="save").status_code == 302
    assert post(teacher, f"{page}/deletion", page).status_code == 400
    assert quiz_called("Voices").id == quiz.id


def test_deletes_a_quiz_that_nobody_attempted(teacher: FlaskClient, world: World) -> None:
    quiz_id = quiz_called("Who said it?").id
    page = f"/teach/caucasus/quizzes/{quiz_id}/deletion"
    assert "Nobody has attempted it." in teacher.get(page).text
    assert submit(teacher, page).status_code == 302
    assert slots(quiz_id) == []
    assert teacher.get(f"/teach/caucasus/quizzes/{quiz_id}").status_code == 404


def test_only_those_who_teach_the_course_build(client: FlaskClient, world: World) -> None:
    quiz_id = quiz_called("Who said it?").id
    for who, status in (("learner", 403), ("stranger", 404)):
        sign_in(client, f"{who}@example.org", PASSWORD)
        for path in ("new", f"{quiz_id}", f"{quiz_id}/deletion"):
            assert client.get(f"/teach/caucasus/quizzes/{path}").status_code == status
    own = f"/teach/elsewhere/quizzes/{quiz_id}"
    assert post(client, f"{own}/deletion", "/teach").status_code == 404
    foreign = post(client, "/teach/elsewhere/quizzes/new", title="x", add=ids("pfp-year"))
    assert foreign.status_code == 400


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "1999-12-31T23:59"])
@pytest.mark.parametrize("field", ["opens_at", "closes_at"])
def test_moments_out_of_reach_are_refused(
    teacher: FlaskClient, world: World, field: str, moment: str
) -> None:
    with writing() as session:
        session.execute(
            update(User).where(User.id == world.instructor_id).values(time_zone="Asia/Baku")
        )
    answer = submit(
        teacher, NEW, title="Far", mode="test", add=ids("pfp-year"), do="save", **{field: moment}
    )
    assert answer.status_code == 400
    assert "Use a year from 2000 to 2100." in answer.text


def test_saving_moves_no_close_in_an_hour_that_comes_twice(
    teacher: FlaskClient, world: World
) -> None:
    second_half_past_two = datetime(2026, 10, 25, 1, 30, 17, tzinfo=UTC)
    with writing() as session:
        session.get_one(User, world.instructor_id).time_zone = "Europe/Berlin"
        quiz = session.scalars(select(Quiz).where(Quiz.slug == "who-said-it")).one()
        quiz.closes_at, page = second_half_past_two, f"/teach/caucasus/quizzes/{quiz.id}"
    assert submit(teacher, page, do="save", title="Anew").status_code == 302
    assert quiz_called("Anew").closes_at == second_half_past_two
    submit(teacher, page, do="save", closes_at="2026-10-25T02:40")
    assert quiz_called("Anew").closes_at == datetime(2026, 10, 25, 0, 40, tzinfo=UTC)


@pytest.mark.parametrize("verb", ["up", "down", "remove"])
def test_a_place_of_thousands_of_digits_is_no_place(
    teacher: FlaskClient, world: World, verb: str
) -> None:
    assert submit(teacher, NEW, do=f"{verb}-{'9' * 5_000}").status_code < 500


def test_a_quiz_has_a_link_for_learners(teacher: FlaskClient, world: World) -> None:
    assert "The link for learners" not in teacher.get(NEW).text
    answer = submit(teacher, NEW, title="Linked", do="save", add=ids("mine-threat"))
    page = teacher.get(answer.location).text
    code = db.session.get_one(Course, world.course_id).join_code
    quiz = quiz_called("Linked")
    assert f"/join/{code}/quizzes/{quiz.id}" in page


def test_each_page_of_a_quiz_leads_to_the_others(teacher: FlaskClient, world: World) -> None:
    quiz = quiz_called("Who said it?")
    page = f"/teach/caucasus/quizzes/{quiz.id}"
    text = teacher.get(page).text
    assert "<h1>Who said it?</h1>" in text
    assert f'<a href="{page}" aria-current="page">Questions</a>' in text
