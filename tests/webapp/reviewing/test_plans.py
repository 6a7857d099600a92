"""How the database looks for what each page counts: in as many steps as there is to count."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from tests.webapp.worlds import START, World
from webapp.db import db
from webapp.learning.scheduling import Settings
from webapp.services.reviewing.queries.counts import queue
from webapp.services.reviewing.queries.queue import find_question, next_question
from webapp.services.reviewing.queries.waiting import Learner

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def plans_of(world: World) -> list[str]:
    """Return the steps of the plans of what the review page asks the database."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, given: Any, *_rest: object) -> None:
        asked.append((statement, given))

    learner = Learner(world.learner_id, Settings(time_zone="UTC"), 10, START.toordinal())
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        queue(learner, START)
        found = next_question(learner, START)
        assert found is not None
        find_question(learner, found.question_id)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    connection = db.session.connection()
    return [
        row[3]
        for statement, given in asked
        if statement.startswith("SELECT")
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
    ]


def test_whether_an_answer_was_taken_back_is_not_sought_among_all(world: World) -> None:
    steps = [step for step in plans_of(world) if step.startswith("SEARCH reviews_")]
    assert any("ix_reviews_user_id_undoes_id" in step for step in steps)
    assert [step for step in steps if "(user_id=?)" in step] == []


def test_whether_a_question_is_in_a_test_is_not_sought_among_everybodys(world: World) -> None:
    steps = [step for step in plans_of(world) if step.startswith("SEARCH question_attempts")]
    assert steps
    assert [step for step in steps if "(question_id=? AND user_id=?)" not in step] == []
