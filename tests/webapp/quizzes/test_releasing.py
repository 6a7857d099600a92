"""Marks that wait for their release: nothing tells of them before, everything afterwards."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from tests.webapp.browsing import form_on, sign_in, submit
from tests.webapp.teaching.attempting import quiz, take
from tests.webapp.worlds import MORNING, PASSWORD, World
from webapp.db import db
from webapp.services.people.personal_data import gather
from webapp.services.quizzes.queries.secrecy import held_back
from webapp.services.quizzes.releasing import hold_marks

SLUG = "azerbaijan-nato-talks"
WAITS = "Your instructor has not released the marks yet"


@pytest.mark.parametrize("how", ["r", "w"])
def test_until_they_are_released_nothing_tells_of_marks(
    learner: FlaskClient, world: World, how: str
) -> None:
    attempt_id = take(world.learner_id, how, SLUG)
    hold_marks(world.course_id, quiz(SLUG).id, held=True)
    told = learner.get(f"/attempts/{attempt_id}").text
    assert WAITS in told
    assert "<dt>Answer</dt>" not in told and "Right: " not in told and "Missed: " not in told
    assert "Mark kept back" in learner.get(f"/courses/caucasus/quizzes/{quiz(SLUG).id}").text
    kept = next(
        a for a in gather(world.learner_id, MORNING)["attempts"] if a["id"] == str(attempt_id)
    )
    assert "mark" not in kept and "fraction" not in json.dumps(kept["questions"])
    hold_marks(world.course_id, quiz(SLUG).id, held=False)
    told = learner.get(f"/attempts/{attempt_id}").text
    assert WAITS not in told and ("Right: " if how == "r" else "Missed: ") in told


def test_only_pages_of_right_and_wrong_answers_alike_are_given(
    learner: FlaskClient, world: World
) -> None:
    """What a page says of a question is the same however it was answered."""
    hold_marks(world.course_id, quiz(SLUG).id, held=True)
    right = take(world.learner_id, "r", SLUG)
    wrong = take(world.learner_id, "w", SLUG)
    pages = [
        learner.get(f"/attempts/{attempt_id}").text.replace(str(attempt_id), "")
        for attempt_id in (right, wrong)
    ]
    summaries = [page.count('class="fold"') for page in pages]
    assert summaries[0] == summaries[1] > 0
    assert all(WAITS in page and "Kept back: " in page for page in pages)


def test_who_teaches_holds_and_releases(client: FlaskClient, world: World) -> None:
    take(world.learner_id, "r", SLUG)
    sign_in(client, "instructor@example.org", PASSWORD)
    page = f"/teach/caucasus/quizzes/{quiz(SLUG).id}"
    assert form_on(client, f"{page}/results", f"{page}/release").values["hold"] == ["1"]
    submit(client, f"{page}/results", f"{page}/release")
    db.session.expire_all()
    assert quiz(SLUG).holds_marks and held_back(world.learner_id)
    assert "The marks are held back" in client.get(f"{page}/results").text
    submit(client, f"{page}/results", f"{page}/release")
    db.session.expire_all()
    assert not quiz(SLUG).holds_marks and not held_back(world.learner_id)


def test_a_practice_tells_at_once(learner: FlaskClient, world: World) -> None:
    hold_marks(world.course_id, quiz().id, held=True)
    attempt_id = take(world.learner_id, "r")
    assert WAITS not in learner.get(f"/attempts/{attempt_id}").text
