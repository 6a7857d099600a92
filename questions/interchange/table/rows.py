"""The rows of a table, numbered, and where its headings stand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from questions.interchange.format import Problem

MOST = 50_000  # rows with something in them: five times the largest bank that was seen
Row = tuple[int, list[str]]

_SEPARATORS = ",;\t"
_SAID = re.compile(r"sep=([;,\t])[ \t]*(?:\r\n?|\n)", re.I)
_HEADINGS = {
    "question": ("question", "stem", "prompt", "term", "front", "question text"),
    "answer": (
        *("answer", "key", "correct", "correct answer", "correct answers", "correct answer(s)"),
        *("definition", "back", "right answer"),
    ),
    "type": ("type", "question type", "kind"),
    "id": ("id", "identifier", "slug"),
    "explanation": ("explanation", "feedback", "general feedback", "rationale"),
    "tags": ("tags", "tag", "category", "topic"),
    **{name: (name,) for name in ("document", "start", "quote", "stance", "speaker")},
}
_HEADING = {heading: name for name, headings in _HEADINGS.items() for heading in headings}
_OPTION = re.compile(r"(?:option|choice|answer|distractor|wrong)?\s*([a-z]|\d{1,2})", re.I)
_BEFORE_HEADINGS = 20  # rows: a title and instructions, such as Kahoot’s


@dataclass
class Columns:
    """Where each thing stands in a row."""

    named: dict[str, int] = field(default_factory=dict)
    options: list[int] = field(default_factory=list)

    def cell(self, row: Sequence[str], name: str) -> str:
        """Return what a row has in a column, or an empty string."""
        place = self.named.get(name, len(row))
        return row[place] if place < len(row) else ""

    def choices(self, row: Sequence[str]) -> list[str]:
        """Return the options of a row up to the last that is filled in."""
        found = [row[place] if place < len(row) else "" for place in self.options]
        while found and not found[-1]:
            found.pop()
        return found

    def are_known(self) -> bool:
        """Return whether there is a column of questions, and another."""
        return "question" in self.named and len(self.named) + len(self.options) > 1


def rows_of_text(text: str) -> Iterator[Row | Problem]:
    """Yield each row that has something in it with its number; a problem ends them."""
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    separator = said[1] if said else _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = [plain(cell) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            said_of_it = f"It cannot be read from here on: {error}. "
            yield Problem(f"row {number}", f"{said_of_it}Look for a quotation mark too many.")
            return
        if any(cells):
            yield number, cells


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(_SEPARATORS, key=first.count)


def plain(cell: str) -> str:
    """Return what a cell says: without the apostrophe that keeps it from being run."""
    text = cell.strip()
    return text[1:] if text.startswith("'") else text


def below_headings(
    rows: Sequence[Row | Problem],
) -> tuple[Columns, Sequence[Row | Problem]] | Problem:
    """Return the columns of a table and the rows below their headings, or why there are none."""
    for place, row in enumerate(rows[:_BEFORE_HEADINGS]):
        if isinstance(row, Problem):
            return row
        columns = _columns(row[1])
        if columns.are_known():
            return columns, rows[place + 1 :]
    return Problem("row 1", _NO_HEADING)


_NO_HEADING = (
    "The first row must name the columns: question, answer, and option 1, option 2 … for choices; "
    "type, explanation and tags if you like."
)


def _columns(head: Sequence[str]) -> Columns:
    columns = Columns()
    for place, heading in enumerate(head):
        name = " ".join(heading.lower().split("-")[0].split()).rstrip(":")
        if name in _HEADING:
            columns.named.setdefault(_HEADING[name], place)
        elif _OPTION.fullmatch(name):
            columns.options.append(place)
    return columns
