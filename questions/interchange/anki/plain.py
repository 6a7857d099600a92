"""Anki’s notes as text: what its first lines say, and a note a line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from questions.interchange.anki.collection import Note, NoteType, Template
from questions.interchange.anki.reading import read_notes
from questions.interchange.anki.writing import NAMES, note_of
from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.native import decode, joined
from questions.question import Question

_SIGNS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_SAID = re.compile(r"#([a-z ]{2,20}):(.*)")
_NUMBER = re.compile(r"\{\{c(\d{1,3})::")
_NAME = re.compile(r"[^:{}\"#^/][^:{}\"]*")  # what a template can name a field by
_OF_ITS_OWN = ("guid", "notetype", "deck", "tags")  # columns that are no fields
_MOST_FIELDS = 100  # plain choice: note types have ten at most
_LARGEST = 32 * 1024 * 1024  # bytes: ten thousand of our own questions, each kept whole beside
_GAPS_ASKED = 50  # of one note


class AnkiText:
    """Anki’s notes as text."""

    name = "anki-text"
    suffixes = (".anki.txt",)

    def read(self, content: bytes) -> Reading:
        """Read a question from every note; one with gaps asks each."""
        text = decode(content, _LARGEST)
        if isinstance(text, Problem):
            return Reading((), (text,))
        said, lines = _head(text)
        problems: list[Problem] = []
        read = read_notes(_notes(said, lines, problems))
        return joined([read, Reading((), tuple(problems))])

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a line for each question; everything is carried."""
        # A StringIO takes four bytes a letter, which is half of what all of it takes.
        content = io.BytesIO()
        file = io.TextIOWrapper(content, "utf-8", newline="")
        columns = ("guid", *NAMES, "tags")
        file.write("#separator:tab\n#html:true\n#guid column:1\n")
        named = "\t".join(columns)
        file.write(f"#tags column:{len(columns)}\n#columns:{named}\n")
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        for question in questions:
            note = note_of(question, with_gaps=False)
            writer.writerow([note.guid, *note.fields, " ".join(note.tags)])
        file.flush()
        return Writing(content.getvalue(), ())


def _head(text: str) -> tuple[dict[str, str], str]:
    """Return what the first lines say, and the lines below them."""
    said: dict[str, str] = {}
    while text.startswith("#"):
        line, _end, rest = text.partition("\n")
        found = _SAID.fullmatch(line.rstrip("\r"))
        if found is None:
            break
        said[found[1]] = found[2]
        text = rest
    return said, text


def _notes(said: Mapping[str, str], text: str, problems: list[Problem]) -> Iterator[Note]:
    separator = said.get("separator", "tab")
    sign = _SIGNS.get(separator.lower(), separator[:1] or "\t")
    lines = (found[0] for found in _LINE.finditer(text))
    rows = csv.reader(lines, delimiter=sign, strict=True)
    names = next(csv.reader([said.get("columns", "")], delimiter=sign), [])
    places = {name: _place(said, name) for name in _OF_ITS_OWN}
    is_html = said.get("html", "").strip().lower() == "true"
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield _note(cells[:_MOST_FIELDS], names, places, said, is_html)
    except csv.Error as error:
        why = f"It cannot be read from here on: {error}. Look for a quotation mark too many."
        problems.append(Problem(f"line {rows.line_num}", why))


def _place(said: Mapping[str, str], name: str) -> int:
    number = said.get(f"{name} column", "").strip()
    return int(number) - 1 if re.fullmatch(r"[1-9]\d{0,2}", number) else -1


def _note(
    cells: Sequence[str],
    names: Sequence[str],
    places: Mapping[str, int],
    said: Mapping[str, str],
    is_html: bool,
) -> Note:
    def own(name: str) -> str:
        place = places[name]
        return cells[place] if 0 <= place < len(cells) else ""

    fields: dict[str, str] = {}
    for place, cell in enumerate(cells):
        if place not in places.values():
            name = names[place].strip() if place < len(names) else ""
            is_free = _NAME.fullmatch(name) and name not in fields
            fields[name if is_free else f"Field {place + 1}"] = cell if is_html else _as_html(cell)
    kind, numbers = _kind(fields)
    deck = own("deck") or said.get("deck", "").strip()
    return Note(
        guid=own("guid"),
        kind=kind,
        fields=fields,
        tags=tuple(dict.fromkeys([*own("tags").split(), *said.get("tags", "").split()])),
        cards=tuple((number, deck) for number in numbers),
    )


def _as_html(cell: str) -> str:
    return escape(cell, quote=False).replace("\n", "<br>")


def _kind(fields: Mapping[str, str]) -> tuple[NoteType, list[int]]:
    """Return a note type for some fields, and the numbers of its cards.

    The first is asked; the others answer it, or where it has gaps stand behind them.
    """
    first, *others = list(fields) or [""]
    gaps = {int(number) for number in _NUMBER.findall(fields.get(first, ""))} - {0}
    asked = f"{{{{{'cloze:' if gaps else ''}{first}}}}}"
    answer = "<br>".join(f"{{{{#{name}}}}}{{{{{name}}}}}{{{{/{name}}}}}" for name in others)
    template = Template(asked, f"{asked}<br>{answer}" if gaps else answer)
    numbers = sorted(gaps)[:_GAPS_ASKED] if gaps else [1]
    kind = NoteType("text", tuple(fields), (template,), is_cloze=bool(gaps))
    return kind, [number - 1 for number in numbers]
