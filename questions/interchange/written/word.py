"""Numbered questions in a Word file: the same lines as in plain text, set as Word sets them.

Numbers and letters may be Word's own. Besides the marks of plain text, the right option may be
bold, underlined, highlighted or coloured, while not all are. What was deleted with changes tracked
is not there; formulas and notes are reported with their paragraph; of a table, cells with
a number or letter count as paragraphs, and other rows become lines. Nothing in the file is run.

Ours have each part as a paragraph, and what a text cannot say as hidden text below a question.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml.etree import _Element

from questions.interchange.carrying import each_carried
from questions.interchange.filing import settled, there, without_sounds
from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.written.paragraphs import lines_in
from questions.interchange.written.reading import read_lines
from questions.interchange.written.word_writing import paragraphs_in_word, word_file
from questions.media import NO_FILES, Files
from questions.media.album import Album, is_sound
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
        album = Album()
        try:
            lines, lost = lines_in(unpack(content), album)
        except UnreadableError as error:
            said = _TOO_LARGE if error.cause is Cause.SIZE else f"The file {error}"
            return Reading((), (Problem("", said if content[:2] == b"PK" else _NOT_WORD),))
        except KeyError:
            return Reading((), (Problem("", _NOT_WORD),))
        return settled(read_lines(lines, "paragraph", lost), album)

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write every question with its number."""
        return self.write_with_files(questions, NO_FILES)

    def write_with_files(self, questions: Iterable[Question], files: Files) -> Writing:
        """Write every question with its number and its pictures; of sounds, what they are."""
        numbers = iter(range(1, 1_000_000))

        def write(question: Question) -> tuple[list[_Element], tuple[str, ...]]:
            asked = without_sounds(question, files)
            return paragraphs_in_word(asked, next(numbers), files), there(asked, files)

        def left_out(question: Question) -> list[str]:
            return ["a sound was left out" for name in there(question, files) if is_sound(name)]

        found, problems = each_carried(questions, write, left_out)
        pictures = {name: files[name] for _parts, names in found for name in names}
        paragraphs = (part for parts, _names in found for part in parts)
        return Writing(word_file(paragraphs, pictures), problems)
