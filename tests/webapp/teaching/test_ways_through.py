"""Ways through the proposals: of each kind in turn, and on to a quiz of what was accepted."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from questions.interactions import Recall
from tests.webapp.browsing import form_on, submit
from tests.webapp.teaching.test_curating import forms_of, proposed
from tests.webapp.worlds import START, World
from webapp import models
from webapp.db import db
from webapp.services.quizzes.building import Picked, load_quiz
from webapp.services.teaching.curating import accept_proposal, take_proposals
from webapp.services.teaching.queries.accepted import accepted_to_ask
from webapp.services.teaching.queries.proposals import Wanted
from webapp.services.teaching.queries.waiting import list_waiting
from webapp.services.teaching.questions import retire_question

QUIZ = "/teach/caucasus/quizzes/new?of=accepted"
MIXED = ["Typed 0?", "Chosen 0?", "Card?", "Typed 1?", "Chosen 1?", "Typed 2?"]


@pytest.fixture
def ids(world: World) -> dict[str, UUID]:
    """Three typed, two chosen and a flashcard, each on a fact of its own, by stem."""
    document_id = db.session.scalars(select(models.Document.id)).one()
    asked = [proposed(f"Typed {n}?", 0.9 - n / 100, key=f"Typed {n}") for n in range(3)]
    for n in range(2):
        stem, score, key = f"Chosen {n}?", 0.8 - n / 100, f"Chosen {n}"
        asked.append(proposed(stem, score, "multiple_choice", key=key))
    card = proposed("Card?", 0.7, key="Card")
    asked.append(card.model_copy(update={"type": "flashcard", "interaction": Recall(back="Card")}))
    take_proposals(document_id, asked, START)
    rows = db.session.execute(
        select(models.QuestionVersion.stem, models.QuestionVersion.question_id)
    )
    return {stem: question_id for stem, question_id in rows}  # noqa: C416


def test_one_of_each_kind_in_turn(world: World, ids: dict[str, UUID]) -> None:
    best = ["Typed 0?", "Typed 1?", "Typed 2?", "Chosen 0?", "Chosen 1?", "Card?"]
    assert [stems[0] for stems in forms_of(world, Wanted())] == best
    assert [stems[0] for stems in forms_of(world, Wanted(order="mix"))] == MIXED
    listed = list_waiting(world.course_id, Wanted(order="mix"), 1)
    assert [line.stem for line in listed.lines] == MIXED


def test_deciding_changes_no_turns_in_the_queue(world: World, ids: dict[str, UUID]) -> None:
    accept_proposal(world.course_id, ids["Typed 0?"], world.instructor_id, START)
    assert [stems[0] for stems in forms_of(world, Wanted(order="mix"))] == MIXED


def test_a_quiz_begins_with_what_was_accepted(
    teacher: FlaskClient, world: World, ids: dict[str, UUID]
) -> None:
    assert accepted_to_ask(world.course_id, Wanted()) == []
    for stem in MIXED:
        accept_proposal(world.course_id, ids[stem], world.instructor_id, START)
    retire_question(world.course_id, ids["Typed 2?"])
    wanted = {ids["Typed 0?"], ids["Typed 1?"], ids["Chosen 0?"], ids["Chosen 1?"]}
    assert set(accepted_to_ask(world.course_id, Wanted())) == wanted
    chosen = accepted_to_ask(world.course_id, Wanted(type="multiple_choice"))
    assert set(chosen) == {ids["Chosen 0?"], ids["Chosen 1?"]}
    assert "Build a quiz of the 4 accepted" in teacher.get("/teach/caucasus/curate").text
    listed = teacher.get("/teach/caucasus/curate/list?type=multiple_choice").text
    assert "Build a quiz of the 2 accepted" in listed
    answer = submit(teacher, QUIZ, "/teach/caucasus/quizzes/new", title="Accepted", do="save")
    assert answer.status_code == 302
    quiz = load_quiz(world.course_id, UUID(answer.location.rsplit("/", 1)[-1]))
    assert {place.question_id for place in quiz.plan.places if isinstance(place, Picked)} == wanted
    assert accepted_to_ask(world.course_id, Wanted()) == []
    page = teacher.get("/teach/caucasus/curate").text
    assert "The queue is clear." in page and "Build a quiz of" not in page


def test_a_new_quiz_is_empty_unless_asked(
    teacher: FlaskClient, world: World, ids: dict[str, UUID]
) -> None:
    accept_proposal(world.course_id, ids["Typed 0?"], world.instructor_id, START)
    empty = form_on(teacher, "/teach/caucasus/quizzes/new").values
    assert not any(name.startswith("picked") for name in empty)
    form = form_on(teacher, QUIZ, "/teach/caucasus/quizzes/new").values
    assert form["picked-0-question"] == [str(ids["Typed 0?"])]
