"""Anki’s packages and its notes as text: a card asks a question, and a question goes as a note.

Choices, pairs and orders go as cards whose answer one says to oneself. What Anki has no place for
stands in a field of its own, which no card shows and which comes back whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from questions.interchange.anki.collection import notes_in
from questions.interchange.anki.database import opened
from questions.interchange.anki.packages import collection_in, files_in, pack
from questions.interchange.anki.plain import AnkiText
from questions.interchange.anki.reading import read_notes
from questions.interchange.anki.storing import collection_of
from questions.interchange.anki.studied import Calendar, Studied
from questions.interchange.anki.writing import note_of
from questions.interchange.filing import settled
from questions.interchange.format import Problem, Reading, Writing
from questions.media import NO_FILES, Files, names_in
from questions.media.album import Album
from questions.question import Question
from questions.reading.unreadable import UnreadableError

__all__ = ["Anki", "AnkiText", "write_studied"]


class Anki:
    """Anki’s packages."""

    name = "anki"
    suffixes = (".apkg", ".colpkg")

    def read(self, content: bytes) -> Reading:
        """Read a question from every card; report those that ask nothing we have."""
        try:
            album = Album(files_in(content))
            with opened(collection_in(content)) as database:
                return settled(read_notes(notes_in(database), album), album)
        except UnreadableError as error:
            return Reading((), (Problem("", f"The file {error}"),))

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a note for each question; everything is carried but pictures and sounds."""
        return self.write_with_files(questions, NO_FILES)

    def write_with_files(self, questions: Iterable[Question], files: Files) -> Writing:
        """Write a note for each question, and the files that they speak of."""
        asked = list(questions)
        collection = collection_of([note_of(question, files=files) for question in asked])
        names = dict.fromkeys(name for question in asked for name in names_in(question))
        return Writing(pack(collection, {n: files[n] for n in names if n in files}), ())


def write_studied(
    cards: Sequence[tuple[Question, Studied]], calendar: Calendar, files: Files = NO_FILES
) -> bytes:
    """Return questions as a package, each with how its card stands and what was answered."""
    asked = [question for question, _study in cards]
    notes = [note_of(question, files=files) for question in asked]
    collection = collection_of(notes, [study for _question, study in cards], calendar)
    names = dict.fromkeys(name for question in asked for name in names_in(question))
    return pack(collection, {name: files[name] for name in names if name in files})
