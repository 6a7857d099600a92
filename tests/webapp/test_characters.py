"""One rule for characters, whichever way a text comes in."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from questions.interchange import FORMATS
from questions.reading import read
from tests.webapp.browsing import sign_in, submit
from tests.webapp.worlds import PASSWORD, START, World
from webapp.characters import find_unfit, one_line, title_line, without_unfit
from webapp.db import db, writing
from webapp.models import Course, Document, Question, QuestionVersion, Quiz
from webapp.services.errors import Refusal
from webapp.services.operations import backups, repairs, upkeep
from webapp.services.sources.documents import add_document
from webapp.services.teaching.courses import create_course
from webapp.services.teaching.exchange import import_questions

UNFIT = ["\0", "\x01", "\x1f", "\x7f", "\x9b", "\ud800", "\ufdd0", "\uffff", "\U0010ffff"]
FIT = ["\t", "\n", "\r", "\x0b", "\x0c", "\x85", "\u00ad", "\u200d", "é", "😀", "\ufffd"]
# PostgreSQL keeps no NUL, which is the point.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LINE = (
    '{"type": "flashcard", "stem": "a%s?", "interaction": {"kind": "recall", "back": "b%s"},'
    ' "explanation": "c%s", "tags": ["d%s"]}'
)


@pytest.mark.parametrize("character", UNFIT)
def test_what_is_no_text_is_found_and_taken_out(character: str) -> None:
    assert find_unfit(f"a{character}b") == f"U+{ord(character):04X}, 2"
    assert without_unfit(f"a{character}b") == "ab"


@pytest.mark.parametrize("character", FIT)
def test_what_is_text_stays(character: str) -> None:
    assert find_unfit(character) is None


def test_titles_keep_joiners_between_letters_alone() -> None:
    assert title_line(" می\u200cخواهم \u202e\u2066x\x07 \u200d") == "می\u200cخواهم x"
    assert title_line("\u200c \u200d") == ""
    assert one_line("a\u200d\u202e\x1bb") == "ab"


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("spelt", ["\\u0000", "\\u0001", "\\u007f", "\\uffff"])
def test_an_import_reports_it(world: World, spelt: str, place: int) -> None:
    line = LINE % tuple(spelt if n == place else "" for n in range(4))
    reading = FORMATS["jsonl"].read(line.encode())
    done = import_questions(world.slug, reading, START, dry_run=False)
    assert (done.added, len(done.problems)) == (0, 1)
    assert "no text" in str(done.problems[0])


def test_documents_and_courses_are_refused_with_it(world: World) -> None:
    text = read("It was so. It is so.")
    with pytest.raises(Refusal, match="no text"):
        add_document(
            world.course_id, read("It was so. It\x01 is so."), START, title="a", publisher="b"
        )
    with pytest.raises(Refusal, match="no text"):
        add_document(world.course_id, text, START, title="a\0", publisher="b")
    with pytest.raises(Refusal, match="no text"):
        create_course("a\x02", START, owner_id=None)


@pytest.mark.parametrize("title", ["\u202eevil\u2066\x07", "ev\u200bil\x1b"])
def test_titles_come_without_what_turns_them(client: FlaskClient, world: World, title: str) -> None:
    sign_in(client, "instructor@example.org", PASSWORD)
    submit(client, "/teach", title=title)
    assert db.session.scalars(select(Course.title).order_by(Course.id.desc())).first() == "evil"


def test_what_is_typed_by_mistake_is_said_beside_the_field(
    client: FlaskClient, world: World
) -> None:
    sign_in(client, "instructor@example.org", PASSWORD)
    page = f"/teach/{world.slug}/questions/new"
    said = submit(client, page, type="flashcard", stem="What\x02 is it?", do="draft")
    assert said.status_code == 400
    assert "Characters that are no text were taken out." in said.text
    assert "What is it?" in said.text


@pytest.fixture
def spoilt(world: World, app: Flask) -> str:
    """A question and a title with NUL, as older versions let in on SQLite."""
    with writing() as session:
        version = session.scalars(select(QuestionVersion).limit(1)).one()
        session.execute(
            update(QuestionVersion)
            .where(QuestionVersion.id == version.id)
            .values(stem="a\0b", interaction={**version.interaction, "x": ["c\0"]})
        )
        session.execute(update(Quiz).where(Quiz.course_id == world.course_id).values(title="q\0"))
        return str(version.id)


@ON_SQLITE
def test_the_doctor_finds_it_and_mends_it(spoilt: str) -> None:
    [done] = [check for check in upkeep.check() if check.texts]
    assert any(spoilt in problem and "U+0000" in problem for problem in done.problems)
    assert len(done.problems) == len(done.texts) > 2
    repairs.repair_texts(done.texts)
    assert not any(check.problems for check in upkeep.check())
    assert db.session.scalars(
        select(QuestionVersion.stem).where(QuestionVersion.stem.contains("\ufffd"))
    ).all() == ["a\ufffdb"]


@ON_SQLITE
def test_a_restored_backup_names_it(spoilt: str, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    manifest = backups.back_up(file, START)
    places = backups.restore(file, manifest, replace=True)
    assert f"question_versions, {spoilt}, stem" in places


@ON_SQLITE
def test_mended_documents_keep_their_digest(world: World) -> None:
    with writing() as session:
        session.execute(
            Document.metadata.tables["document_revisions"].update().values(text="\0" * 10_000)
        )
    [done] = [check for check in upkeep.check() if check.texts]
    repairs.repair_texts(done.texts)
    wrong = [problem for check in upkeep.check() for problem in check.problems]
    assert not any("was changed" in problem for problem in wrong)
    assert db.session.scalar(select(Question.id).limit(1)) is not None
