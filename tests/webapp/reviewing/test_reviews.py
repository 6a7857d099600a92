"""Review in the browser's own terms: pages fetched, forms sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from questions.interactions import Choice, load_interaction
from tests.webapp.browsing import form_on, sign_in, submit
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db, writing
from webapp.learning.scheduling import Settings
from webapp.models import Card, Question, QuestionVersion, Review, ReviewKind, User
from webapp.services.reviewing.queries.counts import queue
from webapp.services.reviewing.queries.queue import find_question
from webapp.services.reviewing.queries.waiting import Learner
from webapp.services.reviewing.replaying import card_key
from webapp.services.teaching.questions import retire_question

MORNING = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def learner(client: FlaskClient, world: World) -> Iterator[FlaskClient]:
    """A browser in which the learner is signed in, on the morning of 3 November."""
    with time_machine.travel(MORNING, tick=False):
        assert sign_in(client, "learner@example.org", PASSWORD).status_code == 302
        yield client


def question_id(slug: str) -> UUID:
    return db.session.scalars(select(Question.id).where(Question.slug == slug)).one()


def version_of(slug: str) -> QuestionVersion:
    query = select(QuestionVersion).join(Question, Question.id == QuestionVersion.question_id)
    return db.session.scalars(query.where(Question.slug == slug)).one()


def a_flashcard() -> UUID:
    query = select(QuestionVersion.question_id).where(QuestionVersion.type == "flashcard")
    return db.session.scalars(query.order_by(QuestionVersion.id)).first() or UUID(int=0)


def count(kind: ReviewKind) -> int:
    query = select(func.count()).select_from(Review).where(Review.kind == kind)
    return db.session.scalar(query) or 0


def place_of(page: str, text: str) -> str:
    """The value of the option that reads ``text``."""
    found: list[str] = re.findall(r'value="(\d+)"[^>]*><span>' + re.escape(text), page)
    return found[0]


def key_of(slug: str) -> str:
    interaction = load_interaction(version_of(slug).interaction)
    assert isinstance(interaction, Choice)
    return interaction.key()[0]


def ask(learner: FlaskClient, slug: str) -> str:
    return learner.get(f"/review?again={question_id(slug)}").get_data(as_text=True)


def answer(learner: FlaskClient, slug: str, **fields: str) -> str:
    """Answer a question and return the address it leads to."""
    page = f"/review?again={question_id(slug)}"
    said = submit(learner, page, f"/review/{question_id(slug)}", **fields)
    return said.headers.get("Location", "")


def test_new_questions_come_in_the_order_of_the_bank(learner: FlaskClient) -> None:
    page = learner.get("/review").get_data(as_text=True)
    assert "In the opening sentence of its report" in page
    assert "Card 1 of 10" in page


def test_the_key_is_not_on_the_page_before_the_answer(learner: FlaskClient) -> None:
    page = ask(learner, "pfp-year")
    for secret in (
        "explanation",
        "fraction",
        'class="cite',
        version_of("pfp-year").explanation[:40],
    ):
        assert secret not in page
    flashcard = learner.get(f"/review?again={a_flashcard()}").get_data(as_text=True)
    back = db.session.scalars(
        select(QuestionVersion.interaction).where(QuestionVersion.question_id == a_flashcard())
    ).one()["back"]
    assert back not in flashcard


def test_a_right_answer_shows_its_passage_and_comes_back_later(learner: FlaskClient) -> None:
    right = place_of(ask(learner, "pfp-year"), key_of("pfp-year"))
    page = learner.get(answer(learner, "pfp-year", choice=right)).get_data(as_text=True)
    assert "Right." in page
    assert "<mark>" in page and "Asserted by <b>Azernews</b>" in page
    review = db.session.scalars(select(Review)).one()
    assert (review.rating, review.fraction, review.kind) == (3, 1.0, ReviewKind.REVIEW)


def test_a_wrong_answer_shows_the_right_one_and_comes_back_soon(learner: FlaskClient) -> None:
    page = ask(learner, "pfp-year")
    right = place_of(page, key_of("pfp-year"))
    wrong = next(n for n in "0123" if n != right)
    page = learner.get(answer(learner, "pfp-year", choice=wrong)).get_data(as_text=True)
    assert "Not quite. Here is the line:" in page
    assert "Comes back in 1 min." in page
    card = db.session.scalars(select(Card)).one()
    assert card.due_at == MORNING + timedelta(minutes=1)


def test_not_knowing_is_recorded_as_again(learner: FlaskClient) -> None:
    answer(learner, "pfp-year", unknown="1")
    review = db.session.scalars(select(Review)).one()
    assert (review.rating, review.fraction, review.response) == (1, 0.0, None)


def test_right_but_unsure_is_hard(learner: FlaskClient) -> None:
    right = place_of(ask(learner, "pfp-year"), key_of("pfp-year"))
    answer(learner, "pfp-year", choice=right, unsure="1")
    assert db.session.scalars(select(Review.rating)).one() == 2


def test_no_answer_is_asked_for_again_with_the_cause(learner: FlaskClient) -> None:
    page = f"/review?again={question_id('pfp-year')}"
    said = submit(learner, page, f"/review/{question_id('pfp-year')}")
    assert said.status_code == 400
    assert "Give an answer first" in said.get_data(as_text=True)
    assert count(ReviewKind.REVIEW) == 0


def test_an_answer_that_cannot_be_read_is_refused_and_kept(learner: FlaskClient) -> None:
    page = f"/review?again={question_id('pfp-year')}"
    said = submit(learner, page, f"/review/{question_id('pfp-year')}", choice="99")
    assert said.status_code == 400
    assert "That option is not one of these" in said.get_data(as_text=True)


def test_a_flashcard_shows_its_back_and_four_intervals(learner: FlaskClient) -> None:
    page = learner.get(f"/review/{a_flashcard()}/back").get_data(as_text=True)
    for label in ("Again", "Hard", "Good", "Easy", "1 min", "10 min"):
        assert label in page
    said = submit(learner, f"/review/{a_flashcard()}/back", f"/review/{a_flashcard()}", rating="4")
    assert said.headers["Location"] == "/review"
    assert db.session.scalars(select(Review.rating)).one() == 4


def test_only_a_flashcard_has_a_back_to_show(learner: FlaskClient) -> None:
    assert learner.get(f"/review/{question_id('pfp-year')}/back").status_code == 404


def test_a_rating_out_of_range_is_refused(learner: FlaskClient) -> None:
    page = f"/review/{a_flashcard()}/back"
    assert submit(learner, page, f"/review/{a_flashcard()}", rating="5").status_code == 400


def test_answering_twice_from_one_page_has_one_effect(learner: FlaskClient) -> None:
    page = learner.get(f"/review/{a_flashcard()}/back").get_data(as_text=True)
    fields = dict(re.findall(r'name="(csrf_token|client_key|seen)" value="([^"]*)"', page))
    for _time in range(2):
        learner.post(f"/review/{a_flashcard()}", data={**fields, "rating": "3"})
    assert count(ReviewKind.REVIEW) == 1


def test_undo_asks_the_question_again(learner: FlaskClient) -> None:
    answer(learner, "pfp-year", unknown="1")
    said = submit(learner, "/review", "/review/undo")
    assert said.headers["Location"] == f"/review?again={question_id('pfp-year')}"
    assert db.session.scalars(select(Card)).all() == []
    assert (count(ReviewKind.REVIEW), count(ReviewKind.UNDO)) == (1, 1)
    page = learner.get(said.headers["Location"]).get_data(as_text=True)
    assert "Took back the last answer" in page


def test_with_nothing_to_undo_it_says_so(learner: FlaskClient) -> None:
    answer(learner, "pfp-year", unknown="1")
    submit(learner, "/review", "/review/undo")
    learner.post("/review/undo", data=form_on(learner, "/settings", "/sign-out").values)
    assert "nothing to take back" in learner.get("/review").get_data(as_text=True)


def test_a_right_answer_can_be_judged_harder_or_easier(learner: FlaskClient) -> None:
    right = place_of(ask(learner, "pfp-year"), key_of("pfp-year"))
    verdict = answer(learner, "pfp-year", choice=right)
    before = db.session.scalars(select(Card.due_at)).one()
    submit(learner, verdict, f"{verdict}/rating", rating="4")
    card = db.session.scalars(select(Card).execution_options(populate_existing=True)).one()
    assert card.due_at > before
    assert card.repetitions == 1
    assert learner.get(verdict).status_code == 404


def test_keeping_the_rating_adds_nothing_to_the_log(learner: FlaskClient) -> None:
    right = place_of(ask(learner, "pfp-year"), key_of("pfp-year"))
    verdict = answer(learner, "pfp-year", choice=right)
    assert submit(learner, verdict, f"{verdict}/rating", rating="3").status_code == 302
    assert db.session.scalar(select(func.count()).select_from(Review)) == 1
    assert submit(learner, verdict, f"{verdict}/rating", rating="9").status_code == 400


def test_new_questions_stop_at_the_day_s_number(learner: FlaskClient, world: World) -> None:
    with writing() as session:
        session.get_one(User, world.learner_id).new_per_day = 1
    answer(learner, "pfp-year", unknown="1")
    page = learner.get("/review").get_data(as_text=True)
    assert "In what year" in page or version_of("pfp-year").stem[:20] in page, "a step, early"
    today = Learner(world.learner_id, Settings(time_zone="UTC"), 1, MORNING.toordinal())
    assert queue(today, MORNING).new == 0


def test_it_stops_when_there_is_nothing_left(learner: FlaskClient, world: World) -> None:
    with writing() as session:
        session.get_one(User, world.learner_id).new_per_day = 0
    assert "everything for today" in learner.get("/review").get_data(as_text=True)


def test_just_ten_stops_after_ten(learner: FlaskClient) -> None:
    answer(learner, "pfp-year", unknown="1")
    page = learner.get("/review?until=1").get_data(as_text=True)
    assert "That is enough for now." in page
    assert "Card 2 of 5" in learner.get("/review?until=5").get_data(as_text=True)


def test_another_learner_s_review_is_not_shown(learner: FlaskClient, world: World) -> None:
    verdict = answer(learner, "pfp-year", unknown="1")
    other = learner.application.test_client()
    sign_in(other, "other@example.org", PASSWORD)
    assert other.get(verdict).status_code == 404
    stranger = learner.application.test_client()
    sign_in(stranger, "stranger@example.org", PASSWORD)
    assert stranger.get(f"/review/{a_flashcard()}/back").status_code == 404


def test_a_leech_is_set_aside_and_brought_back(learner: FlaskClient, world: World) -> None:
    answer(learner, "pfp-year", unknown="1")
    with writing() as session:
        card = session.scalars(select(Card)).one()
        card.suspended = True
    page = learner.get("/").get_data(as_text=True)
    assert "Set aside" in page
    submit(learner, "/", f"/review/{question_id('pfp-year')}/resumption")
    db.session.expire_all()
    assert db.session.scalars(select(Card.suspended)).one() is False


def test_a_retired_question_is_not_asked(learner: FlaskClient, world: World) -> None:
    retire_question(world.course_id, question_id("pfp-year"))
    assert learner.get(f"/review/{question_id('pfp-year')}/back").status_code == 404
    page = learner.get(f"/review?again={question_id('pfp-year')}").get_data(as_text=True)
    assert version_of("pfp-year").stem[:40] not in page


def test_options_keep_their_order_until_answered(learner: FlaskClient, world: World) -> None:
    settings = Settings(time_zone="UTC")
    today = Learner(world.learner_id, settings, 10, MORNING.toordinal())
    asked = find_question(today, question_id("talks-subject"))
    assert asked.repetitions == 0
    assert card_key(world.learner_id, asked.question_id).count(":") == 1
    shown = [re.findall(r"<span>([^<]+)</span><kbd", ask(learner, "talks-subject")) for _n in "ab"]
    assert shown[0] == shown[1]
    assert len(shown[0]) == 4
