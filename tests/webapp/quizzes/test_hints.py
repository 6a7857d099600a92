"""Hints: written in the editor, shown one after each wrong try, and none that tells the answer."""

from __future__ import annotations

import html
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select, update

from questions.interactions import Choice, Option
from questions.leaking import key_told_by
from tests.webapp.browsing import sign_in
from tests.webapp.quizzes.test_tries import begin, pick, wrong_options
from tests.webapp.quizzes.test_tries import learner as learner
from tests.webapp.quizzes.test_tries import quiz_id as quiz_id
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db, writing
from webapp.models import Question, QuestionVersion, Quiz
from webapp.services.quizzes.queries.attempts import load_attempt
from webapp.services.quizzes.queries.hints import place_to_look

ASKED = "pfp-year"
HINTS = ["Look at the winter.", "It was before 1995."]


def test_one_comes_after_each_wrong_try(learner: FlaskClient, world: World, quiz_id: UUID) -> None:
    full, number = begin(world.learner_id, quiz_id)
    with writing() as session:
        session.execute(
            update(QuestionVersion)
            .where(QuestionVersion.id == full.slot(number).version.id)
            .values(hints=HINTS)
        )
    here, wrong = f"/attempts/{full.attempt.id}/{number}", wrong_options(full, number)
    assert not [hint for hint in HINTS if hint in learner.get(here).text]
    pick(full, number, wrong[0], later=1)
    first = learner.get(here).text
    assert HINTS[0] in first and HINTS[1] not in first and "Look in:" not in first
    pick(full, number, wrong[1], later=2)
    second = learner.get(here).text
    assert HINTS[0] in second and HINTS[1] in second


def test_without_one_it_is_said_where_to_look(
    learner: FlaskClient, world: World, quiz_id: UUID
) -> None:
    full, number = begin(world.learner_id, quiz_id)
    pick(full, number, wrong_options(full, number)[0], later=1)
    db.session.expire_all()
    slot = load_attempt(world.learner_id, full.attempt.id).slot(number)
    place = place_to_look(slot)
    assert place and place in learner.get(f"/attempts/{full.attempt.id}/{number}").text
    assert slot.version.stem not in place


def test_a_text_that_has_the_key_tells_it() -> None:
    options = (Option(text="Azernews", fraction=1), Option(text="Trend", fraction=0))
    choice = Choice(options=options)
    assert key_told_by("Azernews, 20 January 2023", choice) == "Azernews"
    assert key_told_by("Trend, 20 January 2023", choice) is None


def test_the_preview_shows_those_that_tries_can_earn(client: FlaskClient, world: World) -> None:
    sign_in(client, "instructor@example.org", PASSWORD)
    quiz_id = give_hints([*HINTS, "It was 1994."], tries=1)
    page = f"/teach/caucasus/quizzes/{quiz_id}/preview"
    assert "After a wrong try" not in client.get(page).text
    give_hints([*HINTS, "It was 1994."], tries=3)
    shown = client.get(page).text
    assert all(f"Hint: {hint}" in shown for hint in HINTS) and "It was 1994." not in shown
    give_hints([], tries=3)
    shown = client.get(page).text
    assert "Hint:" not in shown and "It has no hint" in shown


def test_the_editor_shows_each_on_a_line_of_its_own(client: FlaskClient, world: World) -> None:
    """From a file one may come with a break in it, which would make it two when it is saved."""
    sign_in(client, "instructor@example.org", PASSWORD)
    give_hints(["Look at\nthe winter.", "It was before 1995."], tries=2)
    question_id = db.session.scalars(select(Question.id).where(Question.slug == ASKED)).one()
    text = html.unescape(client.get(f"/teach/caucasus/questions/{question_id}").text)
    assert "Look at the winter.\nIt was before 1995.</textarea>" in text.replace("\r\n", "\n")


def give_hints(hints: list[str], *, tries: int) -> UUID:
    """Give the question that every quiz of dates asks hints; returns the quiz."""
    with writing() as session:
        question_id = session.scalars(select(Question.id).where(Question.slug == ASKED)).one()
        session.execute(
            update(QuestionVersion)
            .where(QuestionVersion.question_id == question_id)
            .values(hints=hints)
        )
        quiz = session.scalars(select(Quiz).where(Quiz.slug == "partnership-dates")).one()
        quiz.tries = tries
        return quiz.id
