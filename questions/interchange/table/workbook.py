"""XLSX: the same table as a sheet. Every sheet that names its columns is read."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from xlsxwriter import Workbook

from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.native import joined
from questions.interchange.table.reading import read_rows
from questions.interchange.table.sheets import sheets_of
from questions.interchange.table.writing import losses, table_of
from questions.question import Question
from questions.reading.unreadable import UnreadableError

LARGEST = 32 * 1024 * 1024  # bytes, packed: what else is taken in as a document may have as many
_NOTHING = "There is nothing in this workbook."

Table = Sequence[Sequence[str | int]]


class Spreadsheet:
    """XLSX."""

    name = "xlsx"
    suffixes = (".xlsx", ".xlsm")

    def read(self, content: bytes) -> Reading:
        """Read a question from every row below the headings, in every sheet."""
        return read_workbook(content)

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a row for each question; report, one by one, what has no column."""
        asked = list(questions)
        return Writing(as_workbook("Questions", table_of(asked)), losses(asked))


def as_workbook(title: str, table: Table, heading: int = 0) -> bytes:
    """Return a table as a workbook of one sheet; ``heading`` counts from 0, and no text is run."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(heading + 1, 0)
    for place, row in enumerate(table):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(place, column, cell)
            elif cell:
                sheet.write_string(place, column, cell, bold if place == heading else None)
    book.close()
    return out.getvalue()


def read_workbook(content: bytes) -> Reading:
    """Read every sheet of a workbook that is within bounds."""
    if len(content) > LARGEST:
        said = f"The file is over {LARGEST // 1024 // 1024} MB. Split it."
        return Reading((), (Problem("", said),))
    try:
        sheets = list(sheets_of(content))
    except UnreadableError as error:
        return Reading((), (Problem("", f"The file {error}"),))
    if not sheets:
        return Reading((), (Problem("", _NOTHING),))
    several = len(sheets) > 1
    return joined(
        read_rows(sheet.rows, f"sheet “{sheet.title}”, " if several else "") for sheet in sheets
    )
