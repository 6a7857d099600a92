"""Marking by hand: a mark and a comment, kept in the history, and taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.webapp.browsing import form_on, sign_in, submit
from tests.webapp.teaching.attempting import take
from tests.webapp.worlds import MORNING, PASSWORD, World
from webapp.db import db
from webapp.models import Attempt, MarkChange
from webapp.services.errors import Conflict, Missing
from webapp.services.quizzes.hand_marks import Place, mark_by_hand, take_back
from webapp.services.quizzes.marking import recompute
from webapp.services.quizzes.queries.attempts import load_attempt
from webapp.services.quizzes.queries.mark_history import mark_histories


@pytest.fixture
def attempt_id(world: World) -> UUID:
    """Lea's attempt, in which everything is wrong."""
    return take(world.learner_id, "w")


def page(world: World, attempt_id: UUID) -> str:
    return f"/teach/caucasus/attempts/{world.learner_id}/{attempt_id}"


def set_mark(teacher: FlaskClient, world: World, attempt_id: UUID, **fields: str) -> Any:
    at = page(world, attempt_id)
    return submit(teacher, at, f"{at}/1/mark#m1", **fields)


def undo(teacher: FlaskClient, world: World, attempt_id: UUID) -> Any:
    at = page(world, attempt_id)
    return submit(teacher, at, f"{at}/1/undoing")


def mark_of(world: World, attempt_id: UUID) -> float | None:
    db.session.expire_all()
    return db.session.get_one(Attempt, (world.learner_id, attempt_id)).mark


def test_a_mark_is_kept_with_who_gave_it(
    teacher: FlaskClient, world: World, attempt_id: UUID
) -> None:
    said = set_mark(teacher, world, attempt_id, mark="0,5", comment="Half of it is right.")
    assert said.status_code == 302
    assert mark_of(world, attempt_id) == 0.5
    text = teacher.get(page(world, attempt_id)).text
    assert "0 → 0.5" in text and "Ines Instructor" in text and "Half of it is right." in text
    set_mark(teacher, world, attempt_id, mark="1", comment="All of it.")
    assert mark_of(world, attempt_id) == 1
    history = mark_histories(load_attempt(world.learner_id, attempt_id))[1]
    assert [(entry.before, entry.after) for entry in history.entries] == [(0, 0.5), (0.5, 1)]
    assert recompute() == 0


def test_what_was_marked_is_taken_back_one_by_one(
    teacher: FlaskClient, world: World, attempt_id: UUID
) -> None:
    set_mark(teacher, world, attempt_id, mark="0.5", comment="First.")
    set_mark(teacher, world, attempt_id, mark="1", comment="Second.")
    undo(teacher, world, attempt_id)
    assert mark_of(world, attempt_id) == 0.5
    assert mark_histories(load_attempt(world.learner_id, attempt_id))[1].comment == "First."
    undo(teacher, world, attempt_id)
    assert mark_of(world, attempt_id) == 1, "taking back is taken back as well"
    assert db.session.scalar(select(func.count()).select_from(MarkChange)) == 4
    assert recompute() == 0


def test_taking_back_the_only_mark_leaves_the_steps(
    teacher: FlaskClient, world: World, attempt_id: UUID
) -> None:
    set_mark(teacher, world, attempt_id, mark="1", comment="Yes.")
    undo(teacher, world, attempt_id)
    assert mark_of(world, attempt_id) == 0
    assert mark_histories(load_attempt(world.learner_id, attempt_id))[1].comment == ""


def test_a_comment_alone_marks_nothing(
    teacher: FlaskClient, world: World, attempt_id: UUID
) -> None:
    set_mark(teacher, world, attempt_id, comment="Read the passage again.")
    row = db.session.scalars(select(MarkChange)).one()
    assert (row.fraction, row.comment) == (None, "Read the passage again.")
    assert mark_of(world, attempt_id) == 0


@pytest.mark.parametrize("typed", ["-0.1", "1.01", "much", "", "nan", "1e999", "0,5,5", "=1"])
def test_a_mark_that_is_none_is_refused_and_kept(
    teacher: FlaskClient, world: World, attempt_id: UUID, typed: str
) -> None:
    said = set_mark(teacher, world, attempt_id, mark=typed, comment="My <b>words</b>")
    assert said.status_code == 400
    assert 'aria-invalid="true"' in said.text and "My &lt;b&gt;words&lt;/b&gt;" in said.text
    assert mark_of(world, attempt_id) == 0


def test_a_comment_that_is_too_long_is_refused_and_kept(
    teacher: FlaskClient, world: World, attempt_id: UUID
) -> None:
    said = set_mark(teacher, world, attempt_id, mark="1", comment="x" * 2001)
    assert said.status_code == 400 and "x" * 2001 in said.text
    assert mark_of(world, attempt_id) == 0


def test_the_learner_reads_the_comment(client: FlaskClient, world: World, attempt_id: UUID) -> None:
    place = Place(world.course_id, world.learner_id, attempt_id, 1)
    mark_by_hand(place, 1, "Well <i>argued</i>.", world.instructor_id, MORNING)
    sign_in(client, "learner@example.org", PASSWORD)
    text = client.get(f"/attempts/{attempt_id}").text
    assert "9 min 12 s" in text
    assert "Your instructor wrote" in text and "Well &lt;i&gt;argued&lt;/i&gt;." in text


def test_neither_what_is_under_way_nor_elsewhere_is_marked(world: World) -> None:
    attempt_id = take(world.learner_id, "w", hand_in=False)
    here = Place(world.course_id, world.learner_id, attempt_id, 1)
    with pytest.raises(Conflict):
        mark_by_hand(here, 1, "", world.instructor_id, MORNING)
    elsewhere = Place(world.stranger_id, world.learner_id, attempt_id, 1)
    with pytest.raises(Missing):
        mark_by_hand(elsewhere, 1, "", world.instructor_id, MORNING)
    handed_in = take(world.other_learner_id, "w")
    for number in (0, 99):
        with pytest.raises(Missing):
            place = Place(world.course_id, world.other_learner_id, handed_in, number)
            mark_by_hand(place, 1, "", world.instructor_id, MORNING)
    with pytest.raises(Conflict):
        take_back(
            Place(world.course_id, world.other_learner_id, handed_in, 1),
            world.instructor_id,
            MORNING,
        )


def test_nobody_marks_in_another_course(
    client: FlaskClient, world: World, attempt_id: UUID
) -> None:
    sign_in(client, "stranger@example.org", PASSWORD)
    token = form_on(client, "/settings", "/sign-out").values["csrf_token"]
    for act in ("mark", "undoing"):
        at = f"/teach/elsewhere/attempts/{world.learner_id}/{attempt_id}/1/{act}"
        said = client.post(at, data={"csrf_token": token, "mark": "1"})
        assert said.status_code == 404
    assert mark_of(world, attempt_id) == 0
