from __future__ import annotations

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade
from sqlalchemy import event, select, text

from questions.interactions import Answer, TextEntry
from questions.question import Question as Asked
from questions.question import Status
from tests.webapp.teaching.writing import newest, typed, write
from tests.webapp.worlds import START, World
from webapp import MIGRATIONS
from webapp.db import db, new_id, writing
from webapp.models import Question, QuestionVersion, Report, ReportKind
from webapp.services.operations.backups import back_up, restore, verify
from webapp.services.teaching.queries.question_facets import Filters
from webapp.services.teaching.queries.question_list import list_questions, matching_ids
from webapp.services.teaching.questions import save_question
from webapp.services.teaching.word_index import index_everything

PAGE = "/teach/caucasus/questions"


def add(course_id: UUID, stem: str, *tags: str, answer: str = "Yes") -> UUID:
    asked = Asked(
        type="short_answer",
        stem=stem,
        interaction=TextEntry(answers=(Answer(text=answer),)),
        tags=tags,
    )
    return save_question(course_id, asked, Status.DRAFT, START)


def found(world: World, said: str) -> list[str]:
    ids = matching_ids(world.course_id, Filters(text=said))
    query = (
        select(QuestionVersion.stem)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(Question.id.in_(ids), QuestionVersion.number == Question.latest)
    )
    return sorted(db.session.scalars(query))


@pytest.fixture
def turbines(world: World) -> str:
    stem = "How many turbines were rotating at Qaraçay?"
    add(world.course_id, stem, "energy::wind", answer="Eighteen machines")
    return stem


@pytest.mark.parametrize(
    "said",
    [
        "turbine",
        "TURBINES rotate",
        "rotated turbine",
        "qaracay",
        "Qaraçay?",
        "machine eighteen",
        "wind",
        "turb",
        "how many turbines were",
        "“turbines”",
    ],
)
def test_words_are_found_however_they_are_inflected(world: World, turbines: str, said: str) -> None:
    assert turbines in found(world, said)


@pytest.mark.parametrize("said", ["turbines unicorns", "text_entry", "number turbines zebra"])
def test_what_a_question_does_not_say_is_not_found(world: World, turbines: str, said: str) -> None:
    assert turbines not in found(world, said)


def test_words_of_the_quote_are_found(world: World) -> None:
    assert found(world, "groundless accusation")


def test_the_newest_version_alone_is_found(
    teacher: FlaskClient, world: World, turbines: str
) -> None:
    write(teacher, typed("flashcard", stem="Which gazelle is this?"))
    question, _version, asked = newest(world.course_id)
    assert found(world, "gazelles") == [asked.stem]
    changed = asked.model_copy(update={"stem": "Which otter is this?"})
    save_question(world.course_id, changed, Status.DRAFT, START, question_id=question.id)
    assert (found(world, "gazelles"), found(world, "otters")) == ([], ["Which otter is this?"])


def test_what_is_deleted_is_not_found(world: World, turbines: str) -> None:
    with writing() as session:
        session.execute(text("DELETE FROM questions WHERE slug IS NULL"))
    assert found(world, "turbine") == []
    assert db.session.scalar(text("SELECT count(*) FROM question_words")) == db.session.scalar(
        text("SELECT count(*) FROM questions")
    )


def test_a_backup_brings_the_words_back(world: World, turbines: str, tmp_path: object) -> None:
    file = tmp_path / "all.zip"  # type: ignore[operator]
    back_up(file, START)
    restore(file, verify(file), replace=True)
    assert found(world, "turbine") == [turbines]


def test_the_index_can_be_made_anew(world: World, turbines: str) -> None:
    with writing() as session:
        session.execute(text("DELETE FROM question_words"))
    assert found(world, "turbine") == []
    with writing() as session:
        index_everything(session)
    assert found(world, "turbine") == [turbines]


def test_questions_from_before_are_found(world: World, turbines: str) -> None:
    db.session.remove()
    for to in (downgrade, upgrade):
        to(str(MIGRATIONS), *(["0027"] if to is downgrade else []))
    assert found(world, "turbine") == [turbines]
    assert found(world, "groundless accusation")


@pytest.mark.parametrize(
    "said",
    [
        '"',
        '"""',
        "'; DROP TABLE questions; --",
        "NEAR(a b)",
        "a AND",
        "OR",
        "NOT NOT",
        "words : x",
        "-x",
        "^a*",
        "a & | ! ( )",
        "a:*",
        "\\",
        "\0",
        "a\0b",
        "%",
        "*",
        "()",
        "{",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        "日本語",
        "٣ ٤",
        "x" * 10_000,
        "a " * 5_000,
        '" ' * 5_000,
    ],
)
def test_hostile_words_are_no_error(teacher: FlaskClient, world: World, said: str) -> None:
    """No address holds NUL, or is that long, but other ways to this list may come."""
    assert list_questions(world.course_id, Filters(text=said), 1).page == 1
    refused = {400, 404, 414} if "\0" in said or len(said) > 1000 else {200}
    assert teacher.get(PAGE, query_string={"text": said}).status_code in refused


def test_a_tag_is_found_under_what_it_is_under(world: World) -> None:
    add(world.course_id, "One?", "seas::black")
    add(world.course_id, "Two?", "seas::caspian::oil")
    add(world.course_id, "Three?", "seasons")
    of = {
        tag: list_questions(world.course_id, Filters(tag=tag), 1).total
        for tag in ("seas", "seas::black", "seas::caspian", "seas::caspian::oil", "sea")
    }
    assert list(of.values()) == [2, 1, 1, 1, 0]
    counts = list_questions(world.course_id, Filters(standing="draft"), 1).counts["tag"]
    assert counts == {
        "seas": 2,
        "seas::black": 1,
        "seas::caspian": 1,
        "seas::caspian::oil": 1,
        "seasons": 1,
    }


def test_each_choice_leaves_as_many_as_it_says(world: World, turbines: str) -> None:
    everything = list_questions(world.course_id, Filters(), 1)
    for name, choices in everything.counts.items():
        for value, count in choices.items():
            assert list_questions(world.course_id, Filters(**{name: value}), 1).total == count
    chosen = list_questions(world.course_id, Filters(type="flashcard"), 1)
    assert chosen.counts["type"] == everything.counts["type"]
    assert sum(chosen.counts["standing"].values()) == chosen.total


def test_a_reported_question_needs_a_look(
    client: FlaskClient, teacher: FlaskClient, world: World
) -> None:
    version = db.session.scalars(select(QuestionVersion)).first()
    assert version is not None
    with writing() as session:
        report = Report(
            user_id=world.learner_id, id=new_id(START), kind=ReportKind.TYPO, made_at=START
        )
        report.question_id, report.version_id = version.question_id, version.id
        session.add(report)
    page = teacher.get(PAGE, query_string={"needs": "flagged"}).text
    assert "Reported (1)" in page
    assert ">1 question<" in page


@pytest.mark.parametrize("order", ["", "oldest", "stem", "hardest", "nonsense"])
def test_every_question_comes_once_in_any_order(world: World, order: str) -> None:
    pages = [list_questions(world.course_id, Filters(order=order), n) for n in (1, 2)]
    ids = [line.id for page in pages for line in page.lines]
    assert len(ids) == len(set(ids)) == pages[0].total


def test_a_longer_list_asks_the_database_as_often(world: World) -> None:
    def count() -> int:
        seen: list[str] = []
        keep = lambda *given: seen.append(given[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", keep)
        list_questions(world.course_id, Filters(text="the"), 1)
        event.remove(db.engine, "before_cursor_execute", keep)
        return len(seen)

    before = count()
    for number in range(60):
        add(world.course_id, f"The question {number}?", f"made::{number}")
    assert count() == before


def test_the_answer_stands_on_the_line(teacher: FlaskClient, world: World, turbines: str) -> None:
    page = teacher.get(PAGE, query_string={"text": "turbines"}).text
    assert "Eighteen machines" in page
    assert 'value="energy">energy (1)<' in page
    assert "wind (1)<" in page
