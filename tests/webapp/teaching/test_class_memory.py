"""What a class will know: by question, document and tag, today and on a day, and how that did."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.worlds import START, World
from webapp.db import db, new_id, writing
from webapp.models import Card, Question, QuestionVersion, Review, ReviewKind, User
from webapp.services.teaching.queries.class_memory import class_memory, past_forecasts

PAGE = "/teach/caucasus/results/memory"
TODAY = START.toordinal()


def version_of(question_id: UUID) -> UUID:
    return db.session.scalars(
        select(QuestionVersion.id).where(QuestionVersion.question_id == question_id)
    ).one()


def question(slug: str) -> UUID:
    return db.session.scalars(select(Question.id).where(Question.slug == slug)).one()


def remember(user_id: UUID, question_id: UUID, stability: float, ago: int) -> None:
    with writing() as session:
        session.add(
            Card(
                user_id=user_id,
                question_id=question_id,
                stability=stability,
                difficulty=5,
                state="review",
                step=None,
                due_at=START,
                due_day=TODAY,
                last_at=START - timedelta(days=ago),
                last_day=TODAY - ago,
                last_review_id=new_id(START),
                repetitions=2,
                lapses=0,
                algorithm="fsrs-6",
            )
        )


def answer(
    user_id: UUID,
    question_id: UUID,
    forecast: float | None,
    rating: int,
    undoes: UUID | None = None,
) -> UUID:
    review_id = new_id(START)
    with writing() as session:
        session.add(
            Review(
                user_id=user_id,
                id=review_id,
                question_id=question_id,
                version_id=version_of(question_id),
                kind=ReviewKind.UNDO if undoes else ReviewKind.REVIEW,
                undoes_id=undoes,
                rating=rating,
                fraction=float(rating > 1),
                answered_at=START,
                time_zone="UTC",
                study_day=TODAY,
                parameters_id="fsrs-6",
                desired_retention=0.9,
                predicted_recall=forecast,
                client_key=review_id.hex,
            )
        )
    return review_id


@pytest.fixture
def met(world: World) -> dict[str, UUID]:
    """Both learners met one question, one of them another; so did the instructor."""
    ids = {slug: question(slug) for slug in ("pfp-year", "nacc-year", "talks-subject")}
    remember(world.learner_id, ids["pfp-year"], 10, 10)
    remember(world.other_learner_id, ids["pfp-year"], 2, 4)
    remember(world.learner_id, ids["nacc-year"], 400, 1)
    remember(world.instructor_id, ids["talks-subject"], 1, 90)
    return ids


def test_each_learner_who_met_a_question_counts(world: World, met: dict[str, UUID]) -> None:
    known = class_memory(world.course_id, TODAY, TODAY + 30)
    assert known.learners == 2
    by_id = {each.question_id: each.recall for each in known.questions}
    assert set(by_id) == {met["pfp-year"], met["nacc-year"]}
    both = by_id[met["pfp-year"]]
    assert (both.met, by_id[met["nacc-year"]].met) == (2, 1)
    assert both.then < both.now < 2
    assert known.unmet > 40
    [first, *_] = known.worth_repeating
    assert first.question_id == met["pfp-year"] and first.quote
    [(title, of_document)] = known.by_document
    assert of_document == known.all and title.startswith("Azerbaijan")
    assert "dates" in dict(known.by_tag)


def test_an_archived_question_and_who_left_do_not_count(world: World, met: dict[str, UUID]) -> None:
    with writing() as session:
        session.get_one(Question, met["nacc-year"]).published = None
    assert len(class_memory(world.course_id, TODAY, TODAY).questions) == 1
    with writing() as session:
        session.delete(session.get_one(User, world.other_learner_id))
    assert class_memory(world.course_id, TODAY, TODAY).all.met == 1


def test_past_forecasts_leave_out_what_was_taken_back(world: World, met: dict[str, UUID]) -> None:
    asked = met["pfp-year"]
    for forecast, rating in ((0.95, 3), (0.95, 1), (0.5, 1), (None, 3)):
        last = answer(world.learner_id, asked, forecast, rating)
    wrong = answer(world.other_learner_id, asked, 0.92, 1)
    answer(world.other_learner_id, asked, None, 0, undoes=wrong)
    answer(world.instructor_id, asked, 0.99, 1)
    assert last
    assert [(band.answers, band.recalled) for band in past_forecasts(world.course_id)] == [
        (1, 0),
        (2, 0.5),
    ]


def test_the_page_says_what_will_be_known(
    teacher: FlaskClient, world: World, met: dict[str, UUID]
) -> None:
    page = teacher.get(PAGE)
    assert page.status_code == 200
    assert "the class will know" in page.text and "met by 2 learners" in page.text
    assert "too few to tell" in page.text
    assert re.search(r'name="on"[^>]* value="2\d{3}-', page.text)
    later = teacher.get(PAGE, query_string={"on": str((START + timedelta(days=400)).date())})
    assert later.status_code == 200 and later.text != page.text
    for _ in range(30):
        answer(world.learner_id, met["pfp-year"], 0.9, 3)
    assert "How such forecasts have done" in (told := teacher.get(PAGE).text)
    assert "too few to tell" not in told


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2001-01-01", "That day is past."),
        ("2999-01-01", "more than two years ahead"),
        ("soon", "Not a valid date"),
    ],
)
def test_a_day_that_cannot_be_forecast_says_so(
    teacher: FlaskClient, world: World, met: dict[str, UUID], on: str, said: str
) -> None:
    page = teacher.get(PAGE, query_string={"on": on})
    assert page.status_code == 400 and said in page.text
    assert "Most worth repeating" in page.text


def test_a_class_that_met_nothing_is_told_where_to_begin(teacher: FlaskClient) -> None:
    page = teacher.get(PAGE).text
    assert "Nobody has answered a question yet." in page
