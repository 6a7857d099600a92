"""What is proposed on a short text, as one line a question, for tests of what may not be asked."""

from __future__ import annotations

from functools import cache

from questions.interactions import Choice
from questions.proposing import propose
from questions.question import Question
from questions.reading import markdown, plain

# Beside what is tested, so that there are names and years to make options of.
BESIDE = (
    "Karl Voss moved to Linz in 1950. Ida Berg moved to Riga in 1961. Nils Dahl moved to Lima "
    "in 1970."
)


@cache
def asked(text: str, *, marked: bool = False) -> tuple[Question, ...]:
    """Return what is proposed on a text, which is Markdown where it is ``marked``."""
    reader = markdown if marked else plain
    return propose(reader.read(text), "text").questions


def lines(text: str, *, marked: bool = False) -> list[str]:
    """Return the stem of each question with its key, and its options after that."""
    return [_line(question) for question in asked(text, marked=marked)]


def stems(text: str, *, marked: bool = False) -> list[str]:
    """Return the stem of each question."""
    return [question.stem for question in asked(text, marked=marked)]


def cited(text: str, *, marked: bool = False) -> str:
    """Return all that is cited by some question."""
    return "\n".join(c.quote for q in asked(text, marked=marked) for c in q.citations)


def speakers(text: str) -> set[str | None]:
    """Return whose words are cited by some question; ``None`` are the publisher's own."""
    return {c.speaker for q in asked(text) for c in q.citations}


def _line(question: Question) -> str:
    options = (
        [option.text for option in question.interaction.options]
        if isinstance(question.interaction, Choice)
        else []
    )
    return " | ".join([question.stem, "; ".join(question.interaction.key()), *options])
