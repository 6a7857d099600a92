from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from questions.bank import load_seed
from questions.interactions import Recall
from questions.interchange import FORMATS, Reading
from questions.question import Citation, Stance
from questions.question import Question as Asked
from questions.reading import read
from questions.reading.decoding import decode
from tests.webapp.operations.running import run
from tests.webapp.worlds import SEED, START, World
from webapp.db import db
from webapp.models import (
    Course,
    Document,
    DocumentRevision,
    Passage,
    Question,
    QuestionVersion,
)
from webapp.services.errors import Missing
from webapp.services.sources.documents import add_document
from webapp.services.teaching.courses import create_course
from webapp.services.teaching.exchange import Imported, export_questions, import_questions
from webapp.services.teaching.questions import retire_question

BANK = load_seed(SEED)[1].questions
CITED = BANK[0].citations


def flashcard(stem: str, **fields: object) -> Asked:
    whole = {"citations": CITED, **fields}
    return Asked(type="flashcard", stem=stem, interaction=Recall(back="Back"), **whole)


def take_in(world: World, *asked: Asked, dry_run: bool = False) -> Imported:
    return import_questions(world.slug, Reading(asked, ()), START, dry_run=dry_run)


def counts(done: Imported) -> tuple[int, int, int, int]:
    return done.added, done.changed, done.unchanged, done.drafts


def second_course(world: World) -> str:
    """A course with the same document and no questions."""
    course_id = create_course("Second", START, owner_id=world.instructor_id)
    source, _bank = load_seed(SEED)
    add_document(course_id, source, START, title="T", publisher="P", slug=SEED)
    return db.session.get_one(Course, course_id).slug


def test_the_whole_bank_comes_out_as_it_went_in(world: World) -> None:
    exported = export_questions(world.slug)
    assert sorted(exported, key=lambda asked: asked.id or "") == sorted(
        BANK, key=lambda asked: asked.id or ""
    )


@pytest.mark.parametrize("form", ["jsonl", "yaml"])
def test_an_export_taken_into_another_course_comes_out_the_same(world: World, form: str) -> None:
    content = FORMATS[form].write(export_questions(world.slug)).content
    other = second_course(world)
    done = import_questions(other, FORMATS[form].read(content), START, dry_run=False)
    assert counts(done) == (len(BANK), 0, 0, 0)
    exported = export_questions(other)
    assert sorted(FORMATS[form].write(exported).content.splitlines()) == sorted(
        content.splitlines()
    )
    again = import_questions(other, FORMATS[form].read(content), START, dry_run=False)
    assert counts(again) == (0, 0, len(BANK), 0)


def test_a_question_made_without_an_id_is_known_again_by_its_export(world: World) -> None:
    take_in(world, flashcard("Made here"))
    (exported,) = [asked for asked in export_questions(world.slug) if asked.stem == "Made here"]
    assert exported.id
    assert counts(take_in(world, exported)) == (0, 0, 1, 0)
    changed = exported.model_copy(update={"stem": "Made better"})
    assert counts(take_in(world, changed)) == (0, 1, 0, 0)
    assert changed in export_questions(world.slug)


def test_a_changed_question_becomes_a_new_version(world: World) -> None:
    changed = BANK[0].model_copy(update={"explanation": "Said otherwise."})
    assert counts(take_in(world, changed, BANK[1])) == (0, 1, 1, 0)
    question = db.session.scalars(select(Question).where(Question.slug == changed.id)).one()
    db.session.refresh(question)
    assert (question.latest, question.published) == (2, 2)


def test_a_score_is_not_a_change(world: World) -> None:
    assert counts(take_in(world, BANK[0].model_copy(update={"score": 0.5}))) == (0, 0, 1, 0)


def test_a_question_without_citation_goes_in_as_a_draft(world: World) -> None:
    draft = flashcard("No source", id="no-source", citations=())
    assert counts(take_in(world, draft)) == (1, 0, 0, 1)
    assert counts(take_in(world, draft)) == (0, 0, 1, 0)
    assert draft not in export_questions(world.slug)


def test_a_bad_question_is_reported_and_the_others_go_in(world: World) -> None:
    misquoted = CITED[0].model_copy(update={"start": CITED[0].start + 1, "end": CITED[0].end + 1})
    elsewhere = CITED[0].model_copy(update={"document": "nowhere"})
    done = take_in(
        world,
        flashcard("One", citations=(misquoted,)),
        flashcard("Two", citations=(elsewhere,)),
        flashcard("Three"),
        flashcard("Four", id="twice"),
        flashcard("Five", id="twice"),
        flashcard("Six").model_copy(update={"type": "riddle"}),
    )
    assert counts(done) == (2, 0, 0, 0)
    assert [problem.where for problem in done.problems] == ["“One”", "“Two”", "“twice”", "“Six”"]
    assert "nowhere" in done.problems[1].message


def test_what_a_database_cannot_store_is_reported(world: World) -> None:
    done = take_in(world, flashcard("Before"), flashcard("Nul \0"), flashcard("After"))
    assert done.added + len(done.problems) == 3
    assert {"Before", "After"} <= {asked.stem for asked in export_questions(world.slug)}


def test_a_dry_run_says_the_same_and_keeps_nothing(world: World) -> None:
    changed = BANK[0].model_copy(update={"explanation": "Said otherwise."})
    before = db.session.scalar(select(func.count()).select_from(QuestionVersion))
    assert counts(take_in(world, changed, flashcard("New"), dry_run=True)) == (1, 1, 0, 0)
    assert db.session.scalar(select(func.count()).select_from(QuestionVersion)) == before


def test_a_retired_question_is_not_exported(world: World) -> None:
    question = db.session.scalars(select(Question).where(Question.slug == BANK[0].id)).one()
    retire_question(world.course_id, question.id)
    assert BANK[0] not in export_questions(world.slug)


def test_an_unknown_course_is_named_with_those_there_are(world: World) -> None:
    with pytest.raises(Missing, match="caucasus"):
        export_questions("nowhere")


def test_the_commands(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "questions.jsonl"
    exported = run(app, monkeypatch, "export", "--course", world.slug, file)
    assert (exported.exit_code, exported.output) == (
        0,
        f"{len(BANK)} questions written to {file}.\n",
    )
    with file.open("a") as stream:
        stream.write("{}\n")
    taken = run(app, monkeypatch, "import", file, "--course", world.slug, "--dry-run")
    assert taken.exit_code == 1
    assert f"Dry run: 0 added, 0 new versions, {len(BANK)} unchanged." in taken.output
    assert f"line {len(BANK) + 1}: " in taken.output
    unknown = run(app, monkeypatch, "import", file, "--course", "nowhere")
    assert (unknown.exit_code, unknown.output.count("\n")) == (1, 1)
    assert run(app, monkeypatch, "import", file).exit_code == 2
    assert run(app, monkeypatch, "export", "--course", world.slug, "x.odt").exit_code == 2


WITHOUT_THE_WEB = """
import sys
for name in ("flask", "sqlalchemy", "wtforms", "uvicorn", "psycopg"):
    sys.modules[name] = None
from webapp.cli import main
main()
"""


def convert(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-c", WITHOUT_THE_WEB, "convert", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def test_converting_needs_neither_the_web_nor_a_database(tmp_path: Path) -> None:
    there, back = tmp_path / "bank.jsonl", tmp_path / "bank.yml"
    there.write_bytes(FORMATS["jsonl"].write(BANK).content)
    done = convert(there, back)
    assert (done.returncode, done.stderr) == (0, "")
    assert FORMATS["yaml"].read(back.read_bytes()).questions == BANK


def test_what_is_not_converted_is_reported(tmp_path: Path) -> None:
    source, report = tmp_path / "mixed", tmp_path / "report.txt"
    source.write_text('{"type": "riddle"}\n')
    done = convert(source, tmp_path / "out.yaml", "--from", "jsonl", "--report", report)
    assert done.returncode == 1
    assert report.read_text().startswith("line 1: ")
    assert report.read_text() in done.stderr


def test_an_unknown_format_is_wrong_usage(tmp_path: Path) -> None:
    source = tmp_path / "questions.odt"
    source.touch()
    done = convert(source, tmp_path / "out.yaml")
    assert done.returncode == 2
    assert "jsonl" in done.stderr and "yaml" in done.stderr
    assert convert(source, tmp_path / "out.yaml", "--from", "odt").returncode == 2
    assert convert(tmp_path / "missing.yaml", tmp_path / "out.yaml").returncode == 2


@pytest.mark.parametrize("speaker", [" ", "\u200b", "\u00a0\t"])
def test_a_claim_that_names_nobody_is_not_published(world: World, speaker: str) -> None:
    claim = CITED[0].model_copy(update={"stance": Stance.CLAIMED, "speaker": speaker})
    done = take_in(world, flashcard("Who says so?", citations=(claim,)))
    assert counts(done) == (0, 0, 0, 0)
    assert "Say who it is by whom this is claimed." in str(done.problems[0])


def test_a_claim_asked_without_its_speaker_is_not_published(world: World) -> None:
    claim = CITED[0].model_copy(update={"stance": Stance.CLAIMED, "speaker": "Ada Lovelace"})
    asked = [flashcard(stem, citations=(claim,)) for stem in ("Why?", "Why, says Lovelace?")]
    done = take_in(world, *asked)
    assert counts(done) == (1, 0, 0, 0)
    assert "This is a claim by Ada Lovelace." in str(done.problems[0])


def test_what_nobody_can_see_is_not_published(world: World) -> None:
    done = take_in(world, flashcard("\u200b "), flashcard("Sound?"))
    assert counts(done) == (1, 0, 0, 0) and len(done.problems) == 1


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_proposals_from_a_file_fit_the_text_that_was_pasted(
    world: World, end: str, mark: str
) -> None:
    course_id = create_course("Pasted", START, owner_id=world.instructor_id)
    pasted = "A title\n\nWarsaw became\nthe capital in 1596.\n\nIt was rebuilt later.\n"
    add_document(course_id, read(pasted), START, title="T", publisher="P", slug="text")
    text = decode((mark + pasted.replace("\n", end)).encode()).text
    quotes = [p.span.of(text) for p in read(text).passages if p.number]
    cited = [
        Citation(
            document="text",
            start=text.index(quote),
            end=text.index(quote) + len(quote),
            quote=quote,
            stance=Stance.ASSERTED,
        )
        for quote in quotes
    ]
    slug = db.session.get_one(Course, course_id).slug
    asked = flashcard("When?", id="when", citations=tuple(cited))
    for expected in ((1, 0, 0, 0), (0, 0, 1, 0)):
        done = import_questions(slug, Reading((asked,), ()), START, dry_run=False)
        assert (counts(done), done.problems) == (expected, [])
    (kept,) = export_questions(slug)
    assert [c.quote for c in kept.citations] == [
        "Warsaw became\nthe capital in 1596.",
        "It was rebuilt later.",
    ]
    assert all(c.problem(pasted) is None for c in kept.citations)


def voices_of(slug: str) -> list[tuple[Stance | None, str | None]]:
    return [
        (stance, speaker)
        for stance, speaker in db.session.execute(
            select(Passage.stance, Passage.speaker)
            .join(DocumentRevision, DocumentRevision.id == Passage.revision_id)
            .join(Document, Document.id == DocumentRevision.document_id)
            .where(Document.slug == slug)
            .order_by(Passage.position)
        )
    ]


def test_a_citation_gives_a_voice_only_to_what_has_none(world: World) -> None:
    course_id = create_course("Voices", START, owner_id=world.instructor_id)
    text = "Ada said so. Nobody knows whose this is. The paper says so."
    known = {1: (Stance.DENIED, "Ada"), 3: (Stance.ASSERTED, None)}
    add_document(
        course_id, read(text), START, title="T", publisher="P", slug="voices", voices=known
    )
    claim = Citation(
        document="voices",
        start=0,
        end=len(text),
        quote=text,
        stance=Stance.CLAIMED,
        speaker="Charles",
    )
    slug = db.session.get_one(Course, course_id).slug
    asked = flashcard("Who, says Charles?", citations=(claim,))
    assert counts(import_questions(slug, Reading((asked,), ()), START, dry_run=False))[0] == 1
    assert voices_of("voices") == [
        (Stance.DENIED, "Ada"),
        (Stance.CLAIMED, "Charles"),
        (Stance.ASSERTED, None),
    ]
