"""Tables: a question a row, as spreadsheets save them. Columns are known by their headings.

What is written has the columns of ``HEADINGS``; options stand in columns of their own, and the key
names them by letter. What is read may name its columns otherwise, as other programs do.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.table.reading import read_rows
from questions.interchange.table.writing import left_out, row_of
from questions.question import Question
from questions.reading.decoding import decode
from questions.reading.unreadable import UnreadableError

HEADINGS = ("id", "type", "question", "answer", "explanation", "tags")
CITED = ("document", "start", "quote", "stance", "speaker")
_FEWEST_OPTIONS = 4  # columns of options that a table has at least


class Table:
    """CSV."""

    name = "csv"
    suffixes = (".csv",)

    def read(self, content: bytes) -> Reading:
        """Read a question from every row below the headings."""
        try:
            text = decode(content).text
        except UnreadableError as error:
            return Reading((), (Problem("", f"The file {error}"),))
        return read_rows(text)

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a row for each question; report, one by one, what has no column."""
        asked = list(questions)
        rows = [row_of(question) for question in asked]
        most = max([_FEWEST_OPTIONS, *(len(row.options) for row in rows)])
        file = io.StringIO(newline="")
        writer = csv.writer(file)
        options = [f"option {number}" for number in range(1, most + 1)]
        writer.writerow([*HEADINGS[:3], *options, *HEADINGS[3:], *CITED])
        for row in rows:
            spare = [""] * (most - len(row.options))
            writer.writerow([*row.before, *row.options, *spare, *row.after])
        problems = [
            Problem(f"question {number}", said)
            for number, question in enumerate(asked, 1)
            for said in left_out(question)
        ]
        return Writing(b"\xef\xbb\xbf" + file.getvalue().encode(), tuple(problems))
