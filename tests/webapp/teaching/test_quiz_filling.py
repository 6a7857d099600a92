from __future__ import annotations

import re
from collections import Counter
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.browsing import submit
from tests.webapp.teaching.writing import Typed
from tests.webapp.worlds import START, World
from webapp.db import db, new_id, writing
from webapp.models import (
    Document,
    Question,
    QuestionAttempt,
    QuestionVersion,
    Quiz,
    QuizSlot,
    Report,
    ReportKind,
    number_asked,
)
from webapp.services.quizzes.attempting import start_attempt
from webapp.services.sources.removing import remove_document

NEW = "/teach/caucasus/quizzes/new"
FILL: Typed = {"fill_even": None, "fill_new": None, "fill_apart": None, "do": "fill"}


def ids(*slugs: str) -> list[str]:
    rows = db.session.execute(select(Question.slug, Question.id).where(Question.slug.in_(slugs)))
    found = {slug: str(question_id) for slug, question_id in rows}
    return [found[slug] for slug in slugs]


def picked_in(text: str) -> list[str]:
    return [
        re.findall(r'value="([^"]*)"', field)[0]
        for field in re.findall(r'<input[^>]*name="picked-\d+-question"[^>]*>', text)
    ]


def types_of(question_ids: list[str]) -> Counter[str]:
    wanted = [UUID(each) for each in question_ids]
    rows = select(QuestionVersion.type).where(QuestionVersion.question_id.in_(wanted))
    return Counter(db.session.scalars(rows))


def test_fills_a_quiz_at_once(teacher: FlaskClient, world: World) -> None:
    text = submit(teacher, NEW, None, **{**FILL, "fill_count": "20"}).text
    assert "20 questions are added." in text and len(set(picked_in(text))) == 20
    kinds = ["multiple_choice", "true_false"]
    wanted: Typed = {**FILL, "fill_even": "y", "fill_types": kinds, "fill_count": "12"}
    text = submit(teacher, NEW, None, **wanted).text
    assert types_of(picked_in(text)) == {"multiple_choice": 6, "true_false": 5}
    assert "True or false: only 5 are published there." in text
    ticked = re.findall(r'<input[^>]*name="fill_types"[^>]*>', text)
    assert sum(" checked" in each for each in ticked) == 2


def test_fills_with_what_no_quiz_asks_and_nobody_reports(
    teacher: FlaskClient, world: World
) -> None:
    asked = {str(each) for each in db.session.scalars(select(QuizSlot.question_id)) if each}
    wanted: Typed = {**FILL, "fill_new": "y", "fill_count": "40"}
    text = submit(teacher, NEW, None, **wanted).text
    assert len(picked_in(text)) == 32 and not asked & set(picked_in(text))
    assert "Only 32 more are left." in text
    reported = picked_in(text)[0]
    report(world, UUID(reported))
    text = submit(teacher, NEW, None, **wanted).text
    assert len(picked_in(text)) == 31 and reported not in picked_in(text)
    assert "reported by learners" in text


def report(world: World, question_id: UUID) -> None:
    with writing() as session:
        version_id = session.scalars(
            select(QuestionVersion.id).where(QuestionVersion.question_id == question_id)
        ).one()
        session.add(
            Report(
                user_id=world.learner_id,
                id=new_id(START),
                question_id=question_id,
                version_id=version_id,
                kind=ReportKind.UNCLEAR,
                made_at=START,
            )
        )


def test_offers_those_about_the_same_sentences_as_well(teacher: FlaskClient, world: World) -> None:
    apart: Typed = {**FILL, "fill_apart": "y", "fill_count": "20"}
    text = submit(teacher, NEW, None, **apart).text
    assert 10 <= len(picked_in(text)) <= 17
    assert "about a sentence that is asked about already" in text
    assert "It is about the same sentence" not in text
    again = submit(teacher, NEW, None, **{**apart, "do": "fill-all"}).text
    assert len(picked_in(again)) == 20 and "It is about the same sentence as" in again


def test_a_quiz_in_use_counts_as_what_another_one_asks(teacher: FlaskClient, world: World) -> None:
    picked = ids("mine-threat")
    made = submit(teacher, NEW, title="One", add=picked, do="save").location
    everything: Typed = {**FILL, "fill_new": "y", "fill_count": "100"}
    assert picked[0] not in picked_in(submit(teacher, NEW, None, **everything).text)
    assert picked[0] in picked_in(submit(teacher, made, None, **everything).text)


def test_swaps_one_place_for_another_of_its_kind(teacher: FlaskClient, world: World) -> None:
    (out,) = ids("pfp-year")
    made = submit(teacher, NEW, title="Swapped", add=[out], do="save").location
    text = submit(teacher, made, None, **{**FILL, "do": "swap-0"}).text
    (other,) = picked_in(text)
    assert other != out and types_of([out, other]) == {"multiple_choice": 2}
    alone: Typed = {**FILL, "do": "swap-0", "fill_tags": ["no such tag"]}
    text = submit(teacher, made, None, **alone).text
    assert "No other question of this kind is left." in text and picked_in(text) == [out]


@pytest.mark.parametrize("place", ["9", "-1", "x", "9" * 5_000])
def test_swaps_no_place_that_is_not_there(teacher: FlaskClient, world: World, place: str) -> None:
    assert submit(teacher, NEW, do=f"swap-{place}").status_code == 200


@pytest.mark.parametrize("count", ["", "0", "101", "many"])
def test_says_how_many_a_quiz_may_be_filled_with(
    teacher: FlaskClient, world: World, count: str
) -> None:
    answer = submit(teacher, NEW, None, **{**FILL, "fill_count": count, "title": "Kept"})
    assert answer.status_code == 200
    assert "Use 1 to 100." in answer.text and 'value="Kept"' in answer.text


def test_names_what_gives_another_away_and_refuses_nothing(
    teacher: FlaskClient, world: World
) -> None:
    clean = submit(teacher, NEW, add=ids("pfp-year", "mine-threat"), do="add").text
    assert "give away" not in clean
    close = ids("pfp-year", "pfp-name")
    text = submit(teacher, NEW, add=close, do="add").text
    assert "One question may give away another" in text
    assert "It is about the same sentence as 2." in text
    made = submit(teacher, NEW, title="Close", add=close, do="save")
    assert made.status_code == 302 and "same sentence as 2" in teacher.get(made.location).text
    told = ids("pfp-name", "who-security")
    text = submit(teacher, NEW, add=told, do="add").text
    assert "It gives away 1: its question says “Partnership for Peace”." in text


def test_finds_by_kind_document_and_what_is_not_asked_yet(
    teacher: FlaskClient, world: World
) -> None:
    def offered(**sought: str) -> int:
        fields: Typed = {"find_new": None, "do": "find", **sought}
        return submit(teacher, NEW, None, **fields).text.count('name="add"')

    assert offered() == 59
    assert offered(find_type="true_false") == 5
    assert offered(find_new="y") == 32
    assert offered(find_document="azernews-2023-01-20") == 59
    assert offered(find_document="nowhere") == 0
    assert offered(find="military HIGH school") > offered(find="pre-commissioning school") > 0


def test_an_answer_stands_beside_each_question_to_pick(teacher: FlaskClient, world: World) -> None:
    text = teacher.get(NEW).text
    assert "Military High School</span>" in text and "sentence 16" in text


def test_draws_by_kind_document_and_tag_together(teacher: FlaskClient, world: World) -> None:
    refused = submit(teacher, NEW, None, title="Drawn", draw_count="2", do="draw").text
    assert "Choose a tag, a kind, a document or how hard it turned out." in refused
    shown = submit(teacher, NEW, None, draw_type="true_false", draw_count="2", do="draw").text
    assert "Drawn from: True or false" in shown
    draw: Typed = {
        "title": "Drawn",
        "picked-0-kind": "true_false",
        "picked-0-document": "azernews-2023-01-20",
        "picked-0-count": "4",
        "picked-0-mark": "1",
        "do": "save",
    }
    made = submit(teacher, NEW, None, **draw)
    assert made.status_code == 302, made.text
    assert "azernews" in teacher.get(made.location).text.casefold()
    quiz = db.session.scalars(select(Quiz).where(Quiz.title == "Drawn")).one()
    with writing() as session:
        attempt_id = start_attempt(world.learner_id, quiz.id, START)
        asked = session.scalars(
            select(QuestionVersion.type)
            .join(QuestionAttempt, QuestionAttempt.version_id == QuestionVersion.id)
            .where(QuestionAttempt.attempt_id == attempt_id)
        ).all()
    assert asked == ["true_false"] * 4
    assert db.session.scalar(select(number_asked()).where(Quiz.id == quiz.id)) == 4
    for changes in ({"picked-0-count": "6"}, {"picked-0-document": "nowhere"}):
        answer = submit(teacher, NEW, None, **{**draw, **changes})
        assert answer.status_code == 400 and "left to draw in place 1." in answer.text


def test_a_draw_takes_none_that_is_picked(teacher: FlaskClient, world: World) -> None:
    truths = ids("lachin-response", "humanitarian-crisis-denied")
    kind = db.session.scalars(
        select(QuestionVersion.type).where(QuestionVersion.question_id == UUID(truths[1]))
    ).one()
    draw: Typed = {
        "title": "Mixed",
        "add": [truths[1]],
        "picked-0-kind": kind,
        "picked-0-mark": "1",
        "do": "save",
    }
    too_many = submit(teacher, NEW, None, **{**draw, "picked-0-count": "5"})
    assert too_many.status_code == 400
    assert submit(teacher, NEW, None, **{**draw, "picked-0-count": "4"}).status_code == 302


def test_removing_a_document_takes_the_draws_from_it_along(
    teacher: FlaskClient, world: World
) -> None:
    with writing() as session:
        quiz = session.scalars(select(Quiz)).first()
        document = session.scalars(select(Document)).one()
        assert quiz is not None
        session.add(
            QuizSlot(quiz_id=quiz.id, position=99, draw_document_id=document.id, draw_count=1)
        )
    remove_document(document.id)
    assert db.session.scalars(select(QuizSlot.position).where(QuizSlot.position == 99)).all() == []
