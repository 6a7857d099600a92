"""The rows of a table, numbered, and where its headings stand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from questions.interchange.format import Problem

MOST = 50_000  # rows with something in them: five times the largest bank that was seen
Row = tuple[int, list[str]]

_SEPARATORS = ",;\t"
_SAID = re.compile(r"sep=([;,\t])[ \t]*(?:\r\n?|\n)", re.I)
_HEADINGS = {
    "question": ("question", "stem", "prompt", "term", "front", "question text", "questiontext"),
    "answer": (
        *("answer", "key", "correct", "correct answer", "correct answers", "correct answer(s)"),
        *("definition", "back", "right answer", "correctanswer", "correct choice"),
        *("correct option", "answer key"),
    ),
    "type": ("type", "question type", "kind"),
    "id": ("id", "identifier", "slug"),
    "explanation": ("explanation", "feedback", "general feedback", "rationale"),
    "tags": ("tags", "tag", "category", "topic"),
    **{name: (name,) for name in ("document", "start", "quote", "stance", "speaker")},
}
_HEADING = {heading: name for name, headings in _HEADINGS.items() for heading in headings}
_OPTION = re.compile(
    r"(?:option|choice|answer|distractor|wrong|incorrect)?[\s_]*([a-z]|\d{1,2})", re.I
)
_BACKS = ("definition", "back")
_TIME = "time limit"  # that Kahoot’s sheet gives each question; its key is always of numbers
# By these a table is known for one of ours, whose texts are Markdown: those of others are none.
_OURS = {"document", "start", "quote"}
ABOVE_OURS = "Questions begin in row 9."  # in Kahoot’s, which has no such columns
_BEFORE_HEADINGS = 20  # rows: a title and instructions, such as Kahoot’s


@dataclass
class Columns:
    """Where each thing stands in a row."""

    named: dict[str, int] = field(default_factory=dict)
    options: list[int] = field(default_factory=list)
    others: dict[int, str] = field(default_factory=dict)  # headings that say nothing here
    has_back: bool = False  # whether the answers are the other sides of cards
    is_ours: bool = False  # whether its texts are Markdown
    is_numbered: bool = False  # whether the key gives the numbers of options, and never their text

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

    @property
    def are_cards(self) -> bool:
        """Return whether the headings are those of cards, with two sides and no options."""
        return self.has_back and not self.options

    def only_numbers(self, row: Sequence[str]) -> bool:
        """Return whether a row has its number alone, as of a form that was not filled in."""
        known = {*self.named.values(), *self.options}
        return all(cell.isdigit() and place not in known for place, cell in enumerate(row) if cell)

    def unread(self, rows: Iterable[Sequence[str]]) -> list[str]:
        """Return the headings of columns that say nothing here and have something in them."""
        filled = {place for row in rows for place, cell in enumerate(row) if cell}
        return [heading for place, heading in self.others.items() if place in filled]

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
            above = (cell for each in rows[:place] if isinstance(each, tuple) for cell in each[1])
            columns.is_ours = columns.named.keys() >= _OURS or ABOVE_OURS in above
            return columns, rows[place + 1 :]
    return Problem("row 1", _NO_HEADING)


_NO_HEADING = (
    "The first row must name the columns: question, answer, and option 1, option 2 … for choices; "
    "type, explanation and tags if you like."
)


def _columns(head: Sequence[str]) -> Columns:
    columns = Columns()
    for place, heading in enumerate(head):
        name = " ".join(heading.lower().split("-")[0].replace("_", " ").split()).rstrip(":")
        if _HEADING.get(name, name) not in columns.named and name in _HEADING:
            columns.named[_HEADING[name]] = place
            columns.has_back |= name in _BACKS
        elif _OPTION.fullmatch(name):
            columns.options.append(place)
        elif name.startswith(_TIME):
            columns.is_numbered = True
        elif name:
            columns.others[place] = heading
    return columns
