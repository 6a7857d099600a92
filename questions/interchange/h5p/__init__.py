"""H5P: question sets and dialog cards as packages, without the programs that show them.

Question sets, choices, true or false, blanks, words to drag, single choice sets, flashcards and
dialog cards are read, alone or inside others; what else there is, is reported by its name. Texts
go as HTML. Whose claim a question asks for is told to learners there too: each citation stands
under the explanation, in the feedback. The whole question travels along beside what H5P knows, and
comes back as it was where that was not changed.

Written are a question set, dialog cards, or a column of both. No program is in the package: where
it goes, the content types it names are installed, as they are wherever H5P is used.
"""

from __future__ import annotations

from collections.abc import Iterable

from questions.interchange.carrying import each_carried
from questions.interchange.filing import settled
from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.h5p.packages import contents_in, package_of
from questions.interchange.h5p.reading import read_content
from questions.interchange.h5p.writing import write_question
from questions.media import NO_FILES, Files
from questions.media.album import Album
from questions.question import Question
from questions.reading.unreadable import Cause, UnreadableError

__all__ = ["H5p"]

LARGEST = 64 * 1024 * 1024  # bytes: a set with its pictures inside
_TOO_LARGE = "The package unpacks to more than it may, or has too many files in it. Split it."


class H5p:
    """H5P."""

    name = "h5p"
    suffixes = (".h5p",)

    def read(self, content: bytes) -> Reading:
        """Read every question that asks something we have; report the others."""
        if len(content) > LARGEST:
            said = f"The file is over {LARGEST // 1024 // 1024} MB. Split it."
            return Reading((), (Problem("", said),))
        try:
            library, params, find = contents_in(content)
        except UnreadableError as error:
            said = _TOO_LARGE if error.cause is Cause.SIZE else f"The file {error}"
            return Reading((), (Problem("", said),))
        album = Album(find)
        return settled(read_content(library, params, album), album)

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a package with all questions that H5P can ask."""
        return self.write_with_files(questions, NO_FILES)

    def write_with_files(self, questions: Iterable[Question], files: Files) -> Writing:
        """Write a package with all questions that H5P can ask, and the files they speak of."""
        made, problems = each_carried(questions, lambda asked: write_question(asked, files))
        return Writing(package_of(made, files), problems)
