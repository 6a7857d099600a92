"""Questions that are saved at once come to the same rows as those saved one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column, MetaData, Table, Text, Uuid, select
from sqlalchemy.orm import Session

from questions.media import refer
from questions.question import Question as Asked
from questions.question import Stance, Status
from tests.webapp.media.pictures import picture
from tests.webapp.operations.test_exchange import BANK, flashcard
from tests.webapp.worlds import MORNING, START, World
from webapp.db import Base, db, writing
from webapp.models import CourseFile, Passage
from webapp.services.errors import Conflict, Refusal
from webapp.services.media.keeping import keep_files
from webapp.services.operations.queries import quotas
from webapp.services.teaching.queries.import_verdicts import texts_cited
from webapp.services.teaching.questions import save_question
from webapp.services.teaching.saved_rows import SavedRows, make_ready
from webapp.services.teaching.saving_many import save_many

WORDS = Table("question_words", MetaData(), Column("question_id", Uuid), Column("words", Text))
MADE = ("questions", "question_versions")

Saved = tuple[Asked, Status, UUID | None]
Rows = dict[str, list[dict[str, Any]]]


class BackAgain(Exception):  # noqa: N818
    """What was saved is let go of."""


@contextmanager
def for_now() -> Iterator[Session]:
    with suppress(BackAgain), writing() as session:
        yield session
        session.flush()
        raise BackAgain


def one_by_one(_session: Session, world: World, saved: Sequence[Saved]) -> None:
    for asked, status, known in saved:
        by = {"author_id": world.instructor_id, "question_id": known}
        save_question(world.course_id, asked, status, MORNING, **by)  # type: ignore[arg-type]


def at_once(session: Session, world: World, saved: Sequence[Saved]) -> None:
    texts = texts_cited(session, world.course_id, [asked for asked, *_rest in saved])
    ready = [make_ready(*each) for each in saved]
    save_many(session, SavedRows(world.course_id, ready, texts, MORNING, world.instructor_id))


def rows() -> Rows:
    """Return every row of every table, and the words that questions are found by."""
    tables = [*Base.metadata.sorted_tables, WORDS]
    return {
        table.name: [dict(row) for row in db.session.execute(select(table)).mappings()]
        for table in tables
    }


def alike(after: Rows, before: Rows) -> dict[str, list[str]]:
    """Return rows in no order, with ids that were made by their turn."""
    turns = {
        key: f"{name} {turn}"
        for name in MADE
        for turn, key in enumerate(
            sorted({row["id"] for row in after[name]} - {row["id"] for row in before[name]})
        )
    }
    return {
        name: sorted(
            repr([(column, turns.get(value, value) if isinstance(value, UUID) else value)
                  for column, value in row.items()])
            for row in listed
        )
        for name, listed in after.items()
    }  # fmt: skip


@pytest.fixture
def saved(world: World) -> list[Saved]:
    """Return questions of every kind there is: new, known, published, drafts, with pictures."""
    course_id, cited = world.course_id, next(each for each in BANK if len(each.citations) == 1)
    out = save_question(course_id, flashcard("Out?", id="o", tags=["t"]), Status.PUBLISHED, START)
    draft = save_question(course_id, flashcard("Draft?", id="d", tags=["t"]), Status.DRAFT, START)
    shown = picture()
    keep_files(course_id, [shown], START, world.instructor_id)
    with writing() as session:
        for passage in session.scalars(select(Passage)):
            passage.stance = passage.speaker = None
        for file in session.scalars(select(CourseFile)):
            file.idle_since = START
    (first,) = cited.citations
    again = first.model_copy(update={"stance": Stance.CLAIMED, "speaker": "Somebody"})
    drawn, gone = refer(shown.name, "Red"), refer("0" * 32 + ".png", "Nothing")
    published, drafts = Status.PUBLISHED, Status.DRAFT
    both = flashcard("According to Somebody?", citations=(again, first))
    return [
        (both, published, None),
        *((each.model_copy(update={"id": f"new-{each.id}"}), published, None) for each in BANK),
        (flashcard("Twice?", tags=["b", "a", "b"], hints=["h"], explanation="E"), published, None),
        (flashcard("Nothing cited?", citations=(), tags=["a"]), drafts, None),
        (flashcard(f"Seen? {drawn}"), published, None),
        (flashcard(f"Gone? {gone} {drawn}"), drafts, None),
        (flashcard("Out again?", id="o", tags=["u", "v"]), published, out),
        (flashcard("Draft no more?", id="d", tags=["w"]), published, draft),
        (flashcard("As a draft?", id="o2"), drafts, None),
    ]


def test_at_once_is_as_one_by_one(world: World, saved: list[Saved]) -> None:
    before = rows()
    with for_now() as session:
        one_by_one(session, world, saved)
        session.flush()
        one = alike(rows(), before)
    assert rows() == before
    with for_now() as session:
        at_once(session, world, saved)
        session.flush()
        many = alike(rows(), before)
    for name, listed in one.items():
        assert many[name] == listed, name
    changed = {name for name, listed in one.items() if listed != alike(before, before)[name]}
    assert changed == {
        *("questions", "question_versions", "citations", "question_tags", "version_files"),
        *("course_files", "passages", "question_words"),
    }


def test_a_published_one_that_is_a_draft_from_now_on_stays_out(world: World) -> None:
    out = save_question(
        world.course_id, flashcard("Out?", id="o", tags=["t"]), Status.PUBLISHED, START
    )
    before, found = rows(), []
    for way in (one_by_one, at_once):
        with for_now() as session:
            way(session, world, [(flashcard("Draft?", id="o", tags=["u"]), Status.DRAFT, out)])
            session.flush()
            found.append(alike(rows(), before))
    assert found[0] == found[1] != alike(before, before)


def taken(world: World) -> list[Saved]:
    return [(flashcard("Mine?", id=BANK[0].id), Status.DRAFT, None)]


def lost_picture(world: World) -> list[Saved]:
    stem = f"Gone? {refer('0' * 32 + '.png', 'Nothing')}"
    return [(flashcard("Fine?"), Status.DRAFT, None), (flashcard(stem), Status.PUBLISHED, None)]


def too_many(world: World) -> list[Saved]:
    return [(flashcard(f"Front {n}"), Status.DRAFT, None) for n in range(2)]


@pytest.mark.parametrize(
    ("made", "error", "said"),
    [
        (taken, Conflict, "was changed while"),
        (lost_picture, Refusal, "not in this course"),
        (too_many, quotas.OverQuota, "With these, this course would have over"),
    ],
)
def test_all_or_none(
    world: World,
    made: Callable[[World], list[Saved]],
    error: type[Refusal],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(quotas, "QUESTIONS", len(rows()["questions"]) + (made is not too_many) + 1)
    before = rows()
    with pytest.raises(error, match=said), writing() as session:
        at_once(session, world, made(world))
    db.session.expire_all()
    assert rows() == before
