"""Tables of marks, as spreadsheets save them: read where it is plain what is meant."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from questions.reading.decoding import decode
from questions.reading.unreadable import UnreadableError

_DELIMITERS = ";\t,"
_NAMES = {";": "semicolons", "\t": "tabs", ",": "commas"}
_SAID = re.compile(r"sep=([;,\t])[ \t]*(?:\r\n?|\n)", re.I)
_MARK = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?\s*%?")
_NOT_ANSWERED = {"", "-", "–", "—"}
_LOOKED_AT = 50  # rows, to find what stands between cells
_LONGEST = 40  # characters of a cell that a message repeats


class UnfitTableError(Exception):
    """A file is no table of marks; each problem says where, why and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__(problems[0])
        self.problems = problems


@dataclass(frozen=True, slots=True)
class MarksTable:
    """What each learner got for each item; ``empty`` counts cells that had no mark, and are 0."""

    items: tuple[str, ...]
    learners: tuple[str, ...]
    marks: tuple[tuple[float, ...], ...]
    empty: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a file, by its number there."""

    number: int
    cells: tuple[str, ...]


def read_marks(content: bytes) -> MarksTable:
    """Return the table in a file: a heading, then a row a learner. Raises UnfitTableError."""
    try:
        text = decode(content).text
    except UnreadableError as error:
        raise UnfitTableError(f"The file {error}") from error
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    delimiter = said[1] if said else _delimiter(text)
    rows = list(_rows(text, delimiter))
    if not rows:
        raise UnfitTableError("The file is empty. Its first row must name the questions.")
    items = _items(rows[0], delimiter)
    return _table(items, rows[1:], delimiter)


def _delimiter(text: str) -> str:
    """Return what stands between the cells: what leaves the most marks alone in theirs."""

    def fits(sign: str) -> tuple[int, int]:
        try:
            rows = list(islice(_rows(text, sign), _LOOKED_AT))
        except UnfitTableError:
            return 0, 0
        alone = sum(bool(_MARK.fullmatch(cell)) for row in rows for cell in row.cells[1:])
        return alone, sum(len(row.cells) for row in rows)

    return max(_DELIMITERS, key=fits)


def _rows(text: str, delimiter: str) -> Iterator[_Row]:
    """Yield every row that has something in it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = [" ".join(cell.split()) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise UnfitTableError(
                f"Row {number}: a quotation mark is missing, or there is one too many. "
                "Save the table as CSV from a spreadsheet program."
            ) from error
        if any(cells):
            yield _Row(number, tuple(cells))


def _items(head: _Row, delimiter: str) -> tuple[str, ...]:
    """Return the names of the items: the heading, up to the last cell that has something in it."""
    names = head.cells[1:]
    while names and not names[-1]:
        names = names[:-1]
    if not names:
        raise UnfitTableError(
            f"Row {head.number} has one column, parted by {_NAMES[delimiter]}. There must be the "
            "learner first, then a column for each question, parted by commas, semicolons or tabs."
        )
    problems = [
        f"Column {n} has no name in row {head.number}. Give each question one."
        for n, name in enumerate(names, 2)
        if not name
    ]
    if twice := next((name for name, count in Counter(names).items() if count > 1 and name), None):
        problems.append(
            f"Two columns are named “{_short(twice)}” in row {head.number}. The first row must "
            "name the questions, each by a name of its own."
        )
    if any(_MARK.fullmatch(name) and not name.isdigit() for name in names):
        problems.append(
            f"Row {head.number} has marks where the questions should be named. Put a row with "
            "their names above it."
        )
    if problems:
        raise UnfitTableError(*problems)
    return names


def _table(items: tuple[str, ...], rows: Sequence[_Row], delimiter: str) -> MarksTable:
    if not rows:
        raise UnfitTableError("There is no learner below the heading. Add a row for each.")
    problems: list[str] = []
    first: dict[str, int] = {}
    marks: list[tuple[float, ...]] = []
    empty = 0
    for row in rows:
        problems.extend(_problems_of(row, len(items), first, delimiter))
        cells = row.cells[1 : len(items) + 1]
        empty += sum(cell in _NOT_ANSWERED for cell in cells)
        read = [_mark(row.number, item, cell) for item, cell in zip(items, cells, strict=False)]
        problems.extend(found for found in read if isinstance(found, str))
        marks.append(tuple(found for found in read if isinstance(found, float)))
    if problems:
        raise UnfitTableError(*problems)
    return MarksTable(items, tuple(first), tuple(marks), empty)


def _problems_of(row: _Row, items: int, first: dict[str, int], delimiter: str) -> Iterator[str]:
    """Yield what is wrong with a row as a whole, and note its learner in ``first``."""
    learner, wanted = row.cells[0], items + 1
    if not learner:
        yield f"Row {row.number}, column 1: the learner is missing. Say whose marks these are."
    elif (before := first.setdefault(learner, row.number)) != row.number:
        yield (
            f"Row {row.number}, column 1: “{_short(learner)}” is in row {before} already. Keep "
            "one row for each learner."
        )
    if len(row.cells) < wanted or any(row.cells[wanted:]):
        hint = " Marks with a decimal comma need semicolons in between." if delimiter == "," else ""
        yield (
            f"Row {row.number} has {len(row.cells)} cells, parted by {_NAMES[delimiter]}, and the "
            f"heading {wanted}. Put a mark, or nothing, in each column.{hint}"
        )


def _mark(row: int, item: str, cell: str) -> float | str:
    """Return the mark in a cell, or what is wrong with it."""
    if cell in _NOT_ANSWERED:
        return 0.0
    place = f"Row {row}, column “{_short(item)}”"
    if not _MARK.fullmatch(cell):
        return f"{place}: “{_short(cell)}” is not a number. Write a mark from 0 to 1."
    mark = float(cell.rstrip("% ").replace(",", ".")) / (100 if cell.endswith("%") else 1)
    if not 0 <= mark <= 1:
        return (
            f"{place}: {_short(cell)} is not from 0 to 1. Divide each mark by the most that its "
            "question gives."
        )
    return mark


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
