"""`recite propose`: what comes out, and what is said when nothing can."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from questions.interchange.jsonl import JsonLines
from webapp.cli import recite

TEXT = "Warsaw became the capital of Poland in 1596.\n\nIt is “large”. Naïve café.\n"


def run(file: Path, *more: str) -> tuple[int, bytes, str]:
    result = CliRunner().invoke(recite, ["propose", str(file), *more])
    return result.exit_code, result.stdout_bytes, result.stderr


def test_writes_questions_that_can_be_taken_in_again(tmp_path: Path) -> None:
    file = tmp_path / "Old Town, part 1.txt"
    file.write_text(TEXT, encoding="utf-8")
    code, out, _ = run(file)
    reading = JsonLines().read(out)
    assert code == 0 and not reading.problems
    citation = reading.questions[0].citations[0]
    assert citation.document == "old-town-part-1"
    assert file.read_text(encoding="utf-8")[citation.start : citation.end] == citation.quote


def test_a_limit_holds(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    assert run(file, "--limit", "1")[1].count(b"\n") == 1


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"caf\xe9 \x81 is open.", "is not UTF-8 (byte 3), nor Windows-1252. Save it as UTF-8."),
        (b"<!doctype html><p>", "has no text of its own."),
        (b"%PDF-1.7", "is damaged or cut off."),
        (b"PK\x03\x04word/document.xml", "is damaged or cut off."),
        (b"{\\rtf1 text}", "is a Rich Text file. Save it as DOCX or PDF."),
        (b"A \0 sentence.", "is not a text file"),
        (b"A sentence. " * 100_000, "is over 1 MB. Take it in as several documents."),
    ],
)
def test_says_what_is_wrong(tmp_path: Path, content: bytes, complaint: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    code, out, err = run(file)
    assert (code, out) == (1, b"")
    assert complaint in err


def test_says_which_encoding_was_assumed(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode("cp1252"))
    code, out, err = run(file)
    assert code == 0
    assert err == f"{file} is not UTF-8. It was read as Windows-1252.\n"
    citation = JsonLines().read(out).questions[0].citations[0]
    assert TEXT[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding=encoding)
    code, out, err = run(file)
    assert (code, err) == (0, "")
    assert JsonLines().read(out).questions[0].citations[0].start == 0


def test_markdown_is_read_without_its_marks(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# Poland\n\n**Warsaw** became the [capital](x) of Poland in 1596.\n")
    quote = JsonLines().read(run(file)[1]).questions[0].citations[0].quote
    assert quote == "Warsaw became the capital of Poland in 1596."


def test_a_long_text_says_that_it_takes_time(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("It is so. " * 301, encoding="utf-8")
    assert "Reading 301 sentences …" in run(file)[2]


def test_says_when_there_is_nothing_to_ask(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Jeanne d'Arc est née à Domrémy.", encoding="utf-8")
    code, out, err = run(file)
    assert (code, out) == (0, b"")
    assert "Nothing to ask was found" in err


def test_writes_what_was_turned_away_and_why(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "The city was rebuilt in 1952. Marie Curie discovered radium in 1898 in Warsaw.",
        encoding="utf-8",
    )
    assert run(file, "--dropped", str(tmp_path / "dropped.jsonl"))[0] == 0
    lines = (tmp_path / "dropped.jsonl").read_text(encoding="utf-8").splitlines()
    reasons = [json.loads(line) for line in lines]
    dangling = next(reason for reason in reasons if reason.get("check") == "nothing dangling")
    assert dangling["reason"] == "“The” points outside the question"
    assert dangling["stem"] == "In what year was the city rebuilt?"
    assert any(reason["reason"].startswith("no choice: ") for reason in reasons)


@pytest.mark.parametrize("name", ["tex.pdf", "pandoc.docx", "by-hand.epub", "news.html"])
def test_proposes_on_other_kinds_of_files(name: str) -> None:
    file = Path(__file__).parents[2] / "questions/reading/files" / name
    code, out, err = run(file, "--limit", "3")
    questions = JsonLines().read(out).questions
    assert (code, len(questions)) == (0, 3), err
    assert all(question.citations[0].quote for question in questions)
