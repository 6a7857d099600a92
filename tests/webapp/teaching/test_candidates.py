"""Proposals are stored many at once, and nothing is worked out while the database is held."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import event, select

from questions.question import Question
from questions.stages import tell_nobody
from tests.webapp.teaching.test_curating import proposed
from tests.webapp.worlds import START, World
from webapp.db import db
from webapp.models import Document, Passage, Proposal
from webapp.services.sources.documents import newest_revision
from webapp.services.teaching import candidates
from webapp.services.teaching.curating import take_candidates
from webapp.services.teaching.proposing import propose_on


def made_up(first: int, number: int) -> list[Question]:
    return [proposed(f"Who was number {n} to join?") for n in range(first, first + number)]


def test_ten_times_as_many_take_as_many_statements(world: World) -> None:
    document_id = db.session.scalars(select(Document.id)).one()

    def statements(ready: candidates.Candidates) -> list[str]:
        sent: list[str] = []

        def note(*given: object) -> None:
            sent.append(str(given[2]).partition("VALUES")[0])

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert take_candidates(document_id, ready, START) == len(ready.found)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return sent

    few = candidates.look_over(document_id, made_up(0, 4))
    some = statements(few)
    assert some == statements(candidates.look_over(document_id, made_up(4, 40)))


def test_nothing_is_looked_over_while_the_database_is_held(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = db.session.scalars(select(Document.id)).one()
    looked_over = []

    def look(question: Question) -> None:
        assert not db.session().info.get("writing")
        looked_over.append(question)

    monkeypatch.setattr(candidates, "must_be_sound", look)
    store = propose_on(document_id, tell_nobody)
    assert looked_over and not db.session().in_transaction()
    assert 0 < store(START) <= len(looked_over)
    kept = db.session.scalars(select(Proposal)).all()
    assert {row.way for row in kept} and all(row.checks for row in kept)
    assert voices(document_id)


def voices(document_id: UUID) -> set[str]:
    """Return who the sentences of a document are said by."""
    revision = newest_revision(db.session(), document_id)
    named = select(Passage.speaker).where(Passage.revision_id == revision.id)
    return {name for name in db.session.scalars(named) if name}
