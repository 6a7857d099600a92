"""Whatever the document, something sensible comes out, or it is said what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.asking import speakers
from questions.distractors import names
from questions.documents import Document, PassageKind
from questions.facts.naming import Names
from questions.interchange.jsonl import JsonLines
from questions.proposing import propose
from questions.question import Question
from questions.reading import markdown, plain, read
from questions.reading.decoding import decode
from questions.reading.files import read_file
from webapp.cli import recite

HOSTILE = Path(__file__).parent / "hostile"
NOTHING = "Nothing to ask was found: is it English, in whole sentences?\n"

# What each file is refused for, with how many questions otherwise: none, or at least so many.
REFUSED = {
    "empty.txt": "is empty.",
    "letter.docx": "is a packed file without a document. Unpack it and choose what is in it.",
    "letter.rtf": "is a Rich Text file. Save it as DOCX or PDF.",
    "mixed-encodings.txt": "is not UTF-8 (byte 48), nor Windows-1252. Save it as UTF-8.",
    "nul.txt": "is not a text file.",
    "paper.pdf": "is damaged or cut off.",
    "picture.png": "is a picture. Run it through text recognition",
    "utf16-broken.txt": "begins as UTF-16, but goes on otherwise. Save it as UTF-8.",
    "utf16-unmarked.txt": "is not a text file.",
    "white-space.txt": "is empty.",
}
WITHOUT_QUESTIONS = """
arabic.txt azerbaijani.txt broken.md chinese.txt combining.txt controls.txt french.txt german.txt
lists.md lists.txt marks.txt one-word.txt poetry.txt replaced.txt russian.txt
table.md tables.txt tags.txt
""".split()
ASSUMED = {"overlong.txt", "windows-1252.txt"}
FILES = sorted(HOSTILE.iterdir())


def run(file: Path) -> Result:
    return CliRunner().invoke(recite, ["propose", str(file)])


def holds(document: Document, questions: tuple[Question, ...]) -> None:
    for question in questions:
        for citation in question.citations:
            assert citation.problem(document.text) is None
        said = question.model_dump_json(include={"stem", "interaction"})
        assert not re.search(r"</?\w+[^<>]*>|[\u00ad\u200b-\u200f\u2028-\u202e\ufeff]", said)


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
def test_every_file_gives_questions_or_a_message(file: Path) -> None:
    result = run(file)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    if file.name in REFUSED:
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith(f"Error: {file} {REFUSED[file.name]}")
        return
    assert result.exit_code == 0
    reading = JsonLines().read(result.stdout_bytes)
    assert not reading.problems
    source = read_file(file.name, file.read_bytes(), unchanged=True).document
    holds(source, tuple(reading.questions))
    if file.name in WITHOUT_QUESTIONS:
        assert (tuple(reading.questions), result.stderr) == ((), NOTHING)
    elif file.name in ASSUMED:
        assert result.stderr == f"{file} is not UTF-8. It was read as Windows-1252.\n"
    else:
        assert reading.questions
        assert result.stderr == ""


@pytest.mark.parametrize(
    "name", ["sentences-in-lists.txt", "code.md", "tags.md", "windows-lines.txt"]
)
def test_only_sentences_are_asked_about(name: str) -> None:
    document = read(decode((HOSTILE / name).read_bytes()).text, name)
    starts = {p.span.start for p in document.passages if p.kind is PassageKind.SENTENCE}
    cited = [c.start for q in propose(document, "text").questions for c in q.citations]
    assert cited
    assert starts.issuperset(cited)


def test_a_lone_sentence_is_asked_about() -> None:
    text = (HOSTILE / "one-sentence.txt").read_text(encoding="utf-8")
    found = {q.stem: q for q in propose(plain.read(text), "text").questions}
    year = found["In what year did Warsaw become the capital of Poland?"]
    assert year.interaction.key() == ["1596"]


def test_wrapped_lines_do_not_run_words_together() -> None:
    text = (
        "Warsaw became the capital\nof Poland in 1596. Poland joined the\nEuropean Union in 2004."
    )
    stems = [question.stem for question in propose(plain.read(text), "text").questions]
    assert "In what year did Warsaw become the capital of Poland?" in stems
    assert "In what year did Poland join the European Union?" in stems


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000 + "NATO" + ")" * 5_000 + ".",
        "and then he said " * 2_000,
        "a" * 20_000 + " was founded in 1990.",
        "\ud800 became the capital of Poland in 1596. \udfff",
        "’s was the capital of 's in 1596. ' said that “Warsaw” was ’s.",
    ],
)
def test_any_kind_of_text_is_read(text: str) -> None:
    for reader in (plain, markdown):
        document = reader.read(text)
        holds(document, propose(document, "text").questions)


def large() -> Iterator[str]:
    """Different sentences without end, with names, years and speakers."""
    for number in range(10**6):
        name = "".join(chr(97 + int(digit)) for digit in f"{number:06d}").title()
        yield f"{name} became the capital of {name}land in {1500 + number % 500}."
        yield f"John {name} said that the town was large."


def test_work_grows_with_the_text_and_no_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the text may take little more than twice the comparisons of names."""
    monkeypatch.setattr(speakers, "LOOKED_AT", 20)
    monkeypatch.setattr(names, "LOOKED_AT", 20)
    compared = 0
    same = Names.same

    def counted(names: Names, one: str, other: str) -> bool:
        nonlocal compared
        compared += 1
        return same(names, one, other)

    monkeypatch.setattr(Names, "same", counted)
    counts = []
    for sentences in (200, 400):
        compared = 0
        assert propose(plain.read(" ".join(islice(large(), sentences))), "text").questions
        counts.append(compared)
    assert 0 < counts[1] < 3 * counts[0]


@pytest.mark.parametrize(
    ("piece", "size"),
    [
        *(("word ", 1_000_000), ("a", 1_000_000), ("Word. ", 100_000), ("1994 ", 1_000_000)),
        *(("- a\n", 100_000), ("| a | b |\n", 100_000), ("# A\n\n", 100_000), ("[", 50_000)),
    ],
)
@pytest.mark.parametrize("name", ["large.txt", "large.md"])
def test_much_of_one_thing_has_nothing_to_ask(
    tmp_path: Path, piece: str, size: int, name: str
) -> None:
    file = tmp_path / name
    file.write_text(piece * (size // len(piece)), encoding="utf-8")
    result = run(file)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith(NOTHING)


def test_more_than_a_megabyte_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    file.write_text("word " * 209_716, encoding="utf-8")
    assert "is over 1 MB. Take it in as several documents." in run(file).stderr


@settings(max_examples=40, derandomize=True)
@given(st.text(st.characters(), max_size=400), st.sampled_from(["a.txt", "a.md"]))
def test_any_text_at_all_never_raises(text: str, name: str) -> None:
    document = read(text, name)
    holds(document, propose(document, "text").questions)


WORDS = st.sampled_from(
    """Warsaw became joined NATO said that he 's ’s ' ( ) " “ ” , . ; : \u200b \u00ad - — U.S. and
    who 3,000 people [1] Mr. Wałęsa was born founded by (PfP) elected on May 5 1990 It the in of
    `` $ % / is when to … ! ? é denied Jane Smith according I * # > | <b>""".split()
)


@settings(max_examples=60, derandomize=True)
@given(st.lists(WORDS, max_size=60), st.sampled_from([" ", "\n"]))
def test_any_words_at_all_never_raise(words: list[str], between: str) -> None:
    document = plain.read(between.join(words) + ".")
    holds(document, propose(document, "text").questions)
