"""How an answer was graded is kept with it, and the words around a question are no slips."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select, update

from questions.interactions import TextEntry
from questions.responses import Entered
from tests.webapp.browsing import sign_in
from tests.webapp.worlds import PASSWORD, START, World
from webapp.db import db, writing
from webapp.learning.scheduling import Settings
from webapp.models import AttemptStep, Citation, DocumentRevision, QuestionVersion, Quiz, Review
from webapp.services.gradings import graded
from webapp.services.quizzes.attempting import answer_slot, start_attempt
from webapp.services.quizzes.queries.attempts import load_attempt
from webapp.services.reviewing.queries.queue import find_question
from webapp.services.reviewing.queries.waiting import Learner
from webapp.services.reviewing.reviews import answer_review, find_review
from webapp.services.sources.queries import words

SETTINGS = Settings("UTC")


def write_key(version: QuestionVersion, *answers: dict[str, object]) -> None:
    entry = TextEntry.model_validate({"answers": answers})
    with writing() as session:
        session.execute(
            update(QuestionVersion)
            .where(QuestionVersion.id == version.id)
            .values(interaction=entry.model_dump(mode="json"))
        )
    db.session.expire_all()


@pytest.fixture
def asked(world: World) -> QuestionVersion:
    """A question of the quiz on voices, typed here; it cites the document."""
    quiz_id = db.session.scalars(select(Quiz.id).where(Quiz.slug == "who-said-it")).one()
    attempt_id = start_attempt(world.other_learner_id, quiz_id, START)
    version = load_attempt(world.other_learner_id, attempt_id).slot(1).version
    no = {"text": "Baku", "fraction": 0, "feedback": "Not the city."}
    write_key(version, {"text": "Karabag"}, no)
    return version


@pytest.fixture
def in_the_text(asked: QuestionVersion) -> Iterator[None]:
    """A word that is one slip away from the key stands in the document."""
    revision_id = db.session.scalars(
        select(Citation.revision_id).where(Citation.version_id == asked.id).limit(1)
    ).one()
    with writing() as session:
        session.execute(
            update(DocumentRevision)
            .where(DocumentRevision.id == revision_id)
            .values(text=DocumentRevision.text + " They met in Kárrabag.")
        )
    # Texts never change but here.
    words._words.cache_clear()
    yield
    words._words.cache_clear()


def review(world: World, version: QuestionVersion, typed: str) -> Review:
    learner = Learner(world.learner_id, SETTINGS, 10, START.toordinal())
    shown = find_question(learner, version.question_id)
    recorded = answer_review(
        learner, shown, Entered(text=typed), START, seen=0, client_key="b:1", duration_ms=None
    )
    assert recorded.review_id is not None
    return find_review(learner, recorded.review_id).review


def attempt(world: World, typed: str) -> AttemptStep:
    user_id = world.other_learner_id
    quiz_id = db.session.scalars(select(Quiz.id).where(Quiz.slug == "who-said-it")).one()
    attempt_id = start_attempt(user_id, quiz_id, START)
    answer_slot(user_id, attempt_id, 1, Entered(text=typed), START, SETTINGS, client_key="b:2")
    step = load_attempt(user_id, attempt_id).slot(1).step
    assert step is not None
    return step


def test_a_slip_is_forgiven(world: World, asked: QuestionVersion) -> None:
    for answered in (review(world, asked, "Karrabag"), attempt(world, "Karrabag")):
        assert (answered.fraction, answered.rule) == (1.0, "typo")


@pytest.mark.usefixtures("in_the_text")
def test_a_word_of_the_document_is_no_slip(world: World, asked: QuestionVersion) -> None:
    for answered in (review(world, asked, "Karrabag"), attempt(world, "karrabag")):
        assert (answered.fraction, answered.rule) == (0.0, None)


def test_what_was_told_stays_what_is_told(app: Flask, world: World, asked: QuestionVersion) -> None:
    answered = review(world, asked, "Baku")
    assert answered.feedback == "Not the city."
    write_key(asked, {"text": "Baku"})
    client = app.test_client()
    sign_in(client, "learner@example.org", PASSWORD)
    page = client.get(f"/review/answers/{answered.id}").get_data(as_text=True)
    assert "Not the city." in page


def test_what_was_answered_before_is_graded_again(world: World, asked: QuestionVersion) -> None:
    answered = review(world, asked, "Karrabag")
    answered.feedback = answered.rule = None
    entry = TextEntry.model_validate({"answers": [{"text": "Karabag", "feedback": "Yes."}]})
    found = graded(entry, answered)
    assert found is not None and (found.rule, found.feedback) == ("typo", "Yes.")
    answered.response = None
    assert graded(entry, answered) is None
