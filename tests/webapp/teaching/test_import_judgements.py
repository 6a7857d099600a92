"""What was found out about a file is kept, and found out anew once its course is another."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from questions.question import Status
from tests.webapp.browsing import submit
from tests.webapp.operations.test_exchange import flashcard
from tests.webapp.teaching.test_importing import TERMS, look_over
from tests.webapp.worlds import START, World
from webapp.db import writing
from webapp.models import QuestionVersion
from webapp.services.teaching.queries import import_judgements
from webapp.services.teaching.questions import save_question


def test_what_is_known_of_a_file_follows_its_course(
    teacher: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = look_over(teacher, TERMS)
    with monkeypatch.context() as patched:
        patched.setattr(import_judgements, "judge", None)  # nothing is judged twice
        assert "2 new" in teacher.get(place).text
        assert submit(teacher, place, do="keep").status_code == 302
    save_question(world.course_id, flashcard("capital of georgia"), Status.PUBLISHED, START)
    page = teacher.get(place).text
    assert "1 new" in page and "1 asked here already" in page
    submit(teacher, place, do="keep")
    with writing() as session:
        session.execute(update(QuestionVersion).values(status=Status.REJECTED))
    assert "2 new" in teacher.get(place).text
