"""What an answer asks of the database: no more of a long quiz than of a short one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask.testing import FlaskClient
from sqlalchemy import event

from tests.webapp.browsing import form_on
from tests.webapp.quizzes.test_attempts import full, right_fields, start
from tests.webapp.worlds import World
from webapp.db import db

# Who is here, the attempt, the map, the question and its answer, and with these BEGIN.
_SEEING = 6
# Then, held: the attempt, the question, its answers, whether it was sent before, and the new one.
_SAVING = _SEEING + 6


@contextmanager
def counted() -> Iterator[list[str]]:
    """Note the statements of what is done meanwhile."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_seeing_and_answering_take_few_statements(learner: FlaskClient, world: World) -> None:
    attempt = start(learner, "azerbaijan-nato-talks")
    slots = full(world, attempt).slots
    assert len(slots) > _SEEING
    page = f"/attempts/{attempt}/1"
    form = form_on(learner, page, page)
    fields = {**form.values, **right_fields(slots[0])}
    db.session.remove()
    with counted() as seen:
        assert learner.get(page).status_code == 200
    assert len(seen) <= _SEEING, seen
    with counted() as saved:
        said = learner.post(page, data=fields, headers={"Accept": "application/json"})
    assert said.status_code == 200, said.text
    assert len(saved) <= _SAVING, saved
