"""What a format has no room for: said before anything is written in it, by reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from questions import interchange
from questions.interchange import Format
from questions.media import NO_FILES, Files
from questions.question import Question

_NUMBERED = re.compile(r"question (\d+)")


@dataclass(frozen=True, slots=True)
class Loss:
    """One reason, and the questions it holds for: their numbers and what they ask."""

    reason: str
    questions: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file in a format: how many of the questions it holds, and what it could not carry.

    ``touched`` is how many questions lose something, or are left out.
    """

    content: bytes
    total: int
    held: int
    touched: int
    losses: tuple[Loss, ...]


def write_out(form: Format, questions: Sequence[Question], files: Files = NO_FILES) -> WrittenFile:
    """Write questions in a format; what it could not carry is told with the reason.

    How many it holds is counted by reading it again.
    """
    writing = interchange.write_out(form, questions, files)
    touched: set[int] = set()
    by_reason: dict[str, dict[int, str]] = {}
    for problem in writing.problems:
        told = by_reason.setdefault(problem.message, {})
        if found := _NUMBERED.match(problem.where):
            number = int(found[1])
            touched.add(number)
            told[number] = questions[number - 1].stem
    losses = (Loss(reason, tuple(sorted(told.items()))) for reason, told in by_reason.items())
    return WrittenFile(
        content=writing.content,
        total=len(questions),
        held=len(form.read(writing.content).questions) if writing.problems else len(questions),
        touched=len(touched),
        losses=tuple(sorted(losses, key=lambda loss: -len(loss.questions))),
    )
