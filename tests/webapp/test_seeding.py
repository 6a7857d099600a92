from sqlalchemy import func, select

from tests.webapp.worlds import SEED, START, World
from webapp.db import db
from webapp.models import Citation, DocumentRevision, Passage, QuestionVersion, Quiz, QuizSlot
from webapp.services.operations.seeding import load_seed_into

TABLES = (QuestionVersion, Citation, DocumentRevision, Passage, Quiz, QuizSlot)


def count() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def test_loading_again_changes_nothing(world: World) -> None:
    before = count()
    load_seed_into(world.course_id, SEED, START)
    assert count() == before
    assert min(before) > 0


def test_every_stored_quote_stands_in_its_revision(world: World) -> None:
    rows = db.session.execute(
        select(Citation, DocumentRevision.text).join(
            DocumentRevision, DocumentRevision.id == Citation.revision_id
        )
    ).all()
    assert rows
    for citation, text in rows:
        assert text[citation.start : citation.end] == citation.quote
