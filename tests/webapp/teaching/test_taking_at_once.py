"""Several jobs on one document, each for a paragraph, that end at once: nothing waits twice."""

from __future__ import annotations

from functools import partial

from flask import Flask
from sqlalchemy import func, select

from tests.webapp.racing import at_once
from tests.webapp.teaching.test_curating import proposed
from tests.webapp.worlds import START, World
from webapp.db import db
from webapp.models import Document, Proposal
from webapp.services.teaching.curating import take_proposals


def test_what_several_found_waits_once(app: Flask, world: World) -> None:
    document_id = db.session.scalars(select(Document.id)).one()
    found = [proposed(f"Who joined the Partnership for Peace? ({n})") for n in range(5)]
    db.session.rollback()
    taken = at_once(app, [partial(take_proposals, document_id, found, START)] * 6)
    assert sum(each for each in taken if isinstance(each, int)) == len(found), taken
    assert db.session.scalar(select(func.count()).select_from(Proposal)) == len(found)
