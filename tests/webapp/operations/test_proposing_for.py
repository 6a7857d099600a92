"""`recite propose --course`: the whole way on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from questions.question import Status
from tests.webapp.operations.running import run
from tests.webapp.worlds import SEED, World
from webapp.db import db
from webapp.models import Document, Question, QuestionVersion

NEW = "# The Bridge\n\nWarsaw became the capital of Poland in 1596. Marie Curie was born there.\n"


def counts() -> tuple[int, int, int]:
    """Documents, proposals, and questions that are published."""
    db.session.rollback()
    candidates = select(func.count()).where(QuestionVersion.status == Status.CANDIDATE)
    published = select(func.count()).where(Question.published.is_not(None))
    documents = select(func.count()).select_from(Document)
    return (
        db.session.scalar(documents) or 0,
        db.session.scalar(candidates) or 0,
        db.session.scalar(published) or 0,
    )


def test_a_known_text_is_found_whatever_its_file_is_called(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts()
    file = tmp_path / "renamed copy.txt"
    text = Path(f"seeds/{SEED}.txt").read_text(encoding="utf-8")
    file.write_bytes(text.replace("\n", "\r\n").encode())
    result = run(app, monkeypatch, "propose", file, "--course", world.slug)
    assert result.exit_code == 0, result.output
    after = counts()
    assert after[0] == before[0]
    assert after[1] > before[1]
    assert after[2] == before[2]
    assert f"{after[1] - before[1]} proposed" in result.output
    assert f"/teach/{world.slug}/curate?document={SEED}" in result.output
    again = run(app, monkeypatch, "propose", file, "--course", world.slug)
    assert again.exit_code == 0
    assert again.output.startswith("0 proposed")
    assert counts() == after


def test_a_new_text_is_added_under_its_own_title(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "notes.md"
    file.write_text(NEW, encoding="utf-8")
    result = run(
        app, monkeypatch, "propose", file, "--course", world.slug, "--publisher", "The Museum"
    )
    assert result.exit_code == 0, result.output
    added = db.session.scalars(select(Document).where(Document.title == "The Bridge")).one()
    assert (added.publisher, added.slug) == ("The Museum", "the-bridge")
    assert "Added to the course as “the-bridge”." in result.output
    assert "document=the-bridge" in result.output
    assert "8000" not in result.output and "set RECITE_URL" in result.output


def test_the_address_is_whole_where_it_is_set(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "notes.md"
    file.write_text(NEW, encoding="utf-8")
    monkeypatch.setenv("RECITE_URL", "https://recite.example.org")
    result = run(app, monkeypatch, "propose", file, "--course", world.slug)
    assert "https://recite.example.org/teach/caucasus/curate?document=the-bridge" in result.output


def test_nobody_is_made_a_publisher(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "old_town.txt"
    file.write_text("Warsaw became the capital of Poland in 1596.\n", encoding="utf-8")
    result = run(app, monkeypatch, "propose", file, "--course", world.slug)
    added = db.session.scalars(select(Document).where(Document.title == "old town")).one()
    assert added.publisher == "Unknown publisher"
    assert "--publisher was not given" in result.stderr


def test_says_which_courses_there_are(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(NEW, encoding="utf-8")
    before = counts()
    result = run(app, monkeypatch, "propose", file, "--course", "nowhere")
    assert result.exit_code == 1
    assert "There is no course “nowhere”. There are: caucasus, elsewhere." in result.output
    assert counts() == before


def test_a_publisher_without_a_course_is_a_mistake(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(NEW, encoding="utf-8")
    assert run(app, monkeypatch, "propose", file, "--publisher", "X").exit_code == 2
