"""What the page says of an answer: right, partly right, missed, or shown without one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from questions.interactions import Choice, TextEntry, load_interaction
from tests.webapp.browsing import sign_in, submit
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db, writing
from webapp.models import Question, QuestionVersion, Quiz, QuizMode

MORNING = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
RED, GREEN, AMBER = "bad", "ok", "warn"


@pytest.fixture
def learner(client: FlaskClient, world: World) -> Iterator[FlaskClient]:
    """A browser in which the learner is signed in, on the morning of 3 November."""
    with time_machine.travel(MORNING, tick=False):
        assert sign_in(client, "learner@example.org", PASSWORD).status_code == 302
        yield client


def version_of(slug: str) -> QuestionVersion:
    query = select(QuestionVersion).join(Question, Question.id == QuestionVersion.question_id)
    return db.session.scalars(query.where(Question.slug == slug)).one()


def answer(learner: FlaskClient, question_id: UUID, **fields: Any) -> str:
    """Answer a question in review; returns the page of its verdict."""
    page = f"/review?again={question_id}"
    said = submit(learner, page, f"/review/{question_id}", **fields)
    return learner.get(said.headers["Location"]).get_data(as_text=True)


def verdict_on(page: str) -> tuple[str, str]:
    found = re.search(r'<p class="verdict ([^"]*)">.*?<b>(.*?)</b></p>', page, re.DOTALL)
    assert found, page
    return found[1].strip(), found[2]


def a_choice_of_several() -> tuple[UUID, Choice]:
    for version in db.session.scalars(select(QuestionVersion).order_by(QuestionVersion.id)):
        interaction = load_interaction(version.interaction)
        if isinstance(interaction, Choice) and interaction.multiple:
            return version.question_id, interaction
    raise AssertionError("the bank has none")


def place_of(page: str, text: str) -> str:
    found: list[str] = re.findall(r'value="(\d+)"[^>]*><span>' + re.escape(text), page)
    return found[0]


def test_an_answer_that_was_asked_for_is_no_miss(learner: FlaskClient, world: World) -> None:
    page = answer(learner, version_of("pfp-year").question_id, unknown="1")
    look, words = verdict_on(page)
    assert words == "Shown. Here is the line:"
    assert not {RED, GREEN, AMBER} & set(look.split())
    assert "<title>Shown ·" in page
    assert "You said" not in page and "Not answered" not in page


def test_a_miss_is_one(learner: FlaskClient, world: World) -> None:
    page = answer(learner, version_of("mine-threat").question_id, text="nothing of the kind")
    assert verdict_on(page) == (RED, "Not quite. Here is the line:")


def test_partly_right_has_a_look_and_a_word_of_its_own(learner: FlaskClient, world: World) -> None:
    question_id, choice = a_choice_of_several()
    shown = learner.get(f"/review?again={question_id}").get_data(as_text=True)
    page = answer(learner, question_id, choice=[place_of(shown, choice.key()[0])])
    assert verdict_on(page) == (AMBER, "Partly right. Here is the line:")
    assert "<title>Partly right ·" in page


def test_half_of_a_typed_answer_is_not_shown_as_a_miss(learner: FlaskClient, world: World) -> None:
    version = version_of("mine-threat")
    with writing() as session:
        kept = session.get_one(QuestionVersion, version.id)
        entry = load_interaction(kept.interaction)
        assert isinstance(entry, TextEntry)
        half = {"text": "unexploded shells", "fraction": 0.5, "match": "text"}
        kept.interaction = {**kept.interaction, "answers": [*kept.interaction["answers"], half]}
    page = answer(learner, version.question_id, text="unexploded shells")
    assert verdict_on(page)[0] == AMBER
    assert re.search(r'<dd class="warn">\s*<span class="said-line"><span>unexploded shells', page)


def test_in_a_quiz_too(learner: FlaskClient, world: World) -> None:
    quiz = db.session.scalars(select(Quiz).where(Quiz.slug == "azerbaijan-nato-talks")).one()
    with writing() as session:
        session.get_one(Quiz, quiz.id).mode = QuizMode.PRACTICE
    start = f"/courses/{world.slug}/quizzes/{quiz.id}"
    attempt = submit(learner, start, f"{start}/attempts").headers["Location"]
    page, choice = f"{attempt}/3", load_interaction(version_of("informed-matters").interaction)
    asked = learner.get(page).get_data(as_text=True)
    submit(learner, page, choice=[place_of(asked, choice.key()[0])])
    seen = learner.get(page).get_data(as_text=True)
    assert verdict_on(seen) == (AMBER, "Partly right. Here is the line:")
    submit(learner, f"{attempt}/submission")
    result = learner.get(attempt).get_data(as_text=True)
    assert re.search(r'<svg class="warn"[^>]*>.{0,300}<span class="vh">Partly right: ', result)
    assert len(re.findall(r'<svg class="bad"[^>]*>.{0,300}<span class="vh">Missed: ', result)) == 9
    assert "Review 10 again" in result and "missed<" not in result
    assert "None wholly right yet." in result
