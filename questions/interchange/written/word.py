"""Numbered questions in a Word file: the same lines as in plain text, set as Word sets them.

Numbers and letters may be Word's own. Besides the marks of plain text, the right option may be
bold, underlined, highlighted or coloured, while not all are. What was deleted with changes tracked
is not there; pictures, formulas and notes are reported with their paragraph; of a table, cells with
a number or letter count as paragraphs, and other rows become lines. Nothing in the file is run.

Ours have each part as a paragraph, and what a text cannot say as hidden text below a question.
"""

from __future__ import annotations

from collections.abc import Iterable

from questions.interchange.carrying import each_carried
from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.written.paragraphs import lines_in
from questions.interchange.written.reading import read_lines
from questions.interchange.written.word_writing import paragraphs_in_word, word_file
from questions.question import Question
from questions.reading.packed import unpack
from questions.reading.unreadable import Cause, UnreadableError

LARGEST = 64 * 1024 * 1024  # bytes: a test with its pictures inside
_TOO_LARGE = "The file unpacks to more than a list of questions should have. Split it."
_NOT_WORD = "This is no Word file (.docx). In Word, save it as “Word document”."


class Word:
    """Numbered questions in Word."""

    name = "docx"
    suffixes = (".docx",)

    def read(self, content: bytes) -> Reading:
        """Read a question from every number to the next."""
        if len(content) > LARGEST:
            said = f"The file is over {LARGEST // 1024 // 1024} MB. Split it."
            return Reading((), (Problem("", said),))
        try:
            lines, problems = lines_in(unpack(content))
        except UnreadableError as error:
            said = _TOO_LARGE if error.cause is Cause.SIZE else f"The file {error}"
            return Reading((), (Problem("", said if content[:2] == b"PK" else _NOT_WORD),))
        except KeyError:
            return Reading((), (Problem("", _NOT_WORD),))
        reading = read_lines(lines, "paragraph")
        if not reading.questions and len(reading.problems) == 1 and not reading.problems[0].where:
            return reading
        return Reading(reading.questions, (*reading.problems, *problems))

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write every question with its number."""
        numbers = iter(range(1, 1_000_000))
        found, problems = each_carried(
            questions, lambda each: paragraphs_in_word(each, next(numbers))
        )
        return Writing(word_file(part for parts in found for part in parts), problems)
