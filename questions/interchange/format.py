"""What every format offers: read bytes into questions, write questions into bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from questions.media import Files, MediaFile
from questions.question import Question


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be carried over: where, and why.

    ``where`` names the question ("question 3", "line 12") or is empty for the whole file. Where it
    is known, ``place`` says how many questions that could be read stand before it; it is of the
    next one where that ``is_read``, or else of one that is left out there. ``spelt`` is what could
    be made out of that, in the native schema as far as it goes.
    """

    where: str
    message: str
    place: int | None = field(default=None, compare=False)
    is_read: bool = field(default=False, compare=False)
    spelt: dict[str, Any] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


@dataclass(frozen=True, slots=True)
class Reading:
    """The questions that could be read, and the problems of those that could not.

    ``files`` are the pictures and sounds that they speak of, as far as the file had them.
    """

    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]
    files: tuple[MediaFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Writing:
    """The file's content, and the problems of what it could not carry."""

    content: bytes
    problems: tuple[Problem, ...]


class Format(Protocol):
    """A file format for questions."""

    @property
    def name(self) -> str:
        """The name given on the command line."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file name endings, dot included, that mean this format."""

    def read(self, content: bytes) -> Reading:
        """Read every question that can be read; report the others. Never raises."""

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write the questions; report, one by one, what the format cannot carry."""


@runtime_checkable
class CarriesFiles(Protocol):
    """A format that has room for pictures and sounds."""

    def write_with_files(self, questions: Iterable[Question], files: Files) -> Writing:
        """Write the questions with the files that they speak of; see ``Format.write``."""
