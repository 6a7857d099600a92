"""Tables: a question a row, as spreadsheets save them. Columns are known by their headings.

What is written has the columns of ``HEADINGS``; options stand in columns of their own, and the key
names them by letter. What is read may name its columns otherwise, as other programs do, and have a
title and instructions above them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.native import read_text
from questions.interchange.table.kahoot import Kahoot
from questions.interchange.table.reading import read_rows
from questions.interchange.table.rows import rows_of_text
from questions.interchange.table.workbook import LARGEST, Spreadsheet
from questions.interchange.table.writing import losses, table_of
from questions.question import Question

__all__ = ["Kahoot", "Spreadsheet", "Table"]


class Table:
    """CSV."""

    name = "csv"
    suffixes = (".csv",)

    def read(self, content: bytes) -> Reading:
        """Read a question from every row below the headings."""
        if not content.strip():
            return Reading((), (Problem("", "The file is empty."),))
        return read_text(content, lambda text: read_rows(rows_of_text(text)), LARGEST)

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a row for each question; report, one by one, what has no column."""
        asked = list(questions)
        file = io.StringIO(newline="")
        csv.writer(file).writerows(table_of(asked))
        return Writing(b"\xef\xbb\xbf" + file.getvalue().encode(), losses(asked))
