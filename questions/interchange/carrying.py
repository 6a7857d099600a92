"""Question by question: what is written of each, and what is said of those that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from questions.interchange.format import Problem
from questions.interchange.shares import NotCarriedError
from questions.question import Question

Written = TypeVar("Written")


def _nothing(_question: Question) -> Iterator[str]:
    yield from ()


def each_carried(
    questions: Iterable[Question],
    write: Callable[[Question], Written],
    left_out: Callable[[Question], Iterable[str]] = _nothing,
) -> tuple[list[Written], tuple[Problem, ...]]:
    """Return what ``write`` makes of each question that it can, and what could not be carried.

    ``left_out`` says what a format has no place for in a question that it can hold.
    """
    made: list[Written] = []
    problems: list[Problem] = []
    for number, question in enumerate(questions, 1):
        where = f"question {number}"
        try:
            made.append(write(question))
        except NotCarriedError as reason:
            problems.append(Problem(where, str(reason)))
        else:
            problems += [Problem(where, said) for said in left_out(question)]
    return made, tuple(problems)


def each_in_xml(
    questions: Iterable[Question], element_of: Callable[[Question], Written]
) -> tuple[list[Written], tuple[Problem, ...]]:
    """Return the element of each question that XML can hold, and what could not be carried."""

    def write(question: Question) -> Written:
        try:
            return element_of(question)
        except ValueError:
            said = "It has a character in it that no XML file can hold."
            raise NotCarriedError(said) from None

    return each_carried(questions, write)


_FIELDS = {
    "citations": "its citations were",
    "explanation": "its explanation was",
    "hints": "its hints were",
    "statistics": "its statistics were",
    "id": "its id was",
    "tags": "its tags were",
    "type": "its type was",
    "stem": "a part of its text was",
}
_COUNTS = "what counts in what is typed was"
_MATCHED = "that an answer is a number or a date was"
_PARTS = {
    "shuffle": "whether its options stay in order was",
    "significant": _COUNTS,
    "typos": _COUNTS,
    "feedback": "the feedback to its answers was",
    "fraction": "the shares of its answers were",
    "match": _MATCHED,
    "tolerance": _MATCHED,
}


def lost_between(question: Question, back: Question | None) -> Iterator[str]:
    """Yield what of a question is not in what is read back of it, each thing once."""
    if back is None:
        yield "it is not whole there, and cannot be read again"
        return
    lost = {
        what for name, what in _FIELDS.items() if getattr(question, name) != getattr(back, name)
    }
    if question.interaction != back.interaction:
        asked, found = (_spread(q.interaction.model_dump(mode="json")) for q in (question, back))
        lost |= {
            _PARTS.get(name, "a part of its answers was")
            for name in asked.keys() | found.keys()
            if asked.get(name) != found.get(name)
        }
    yield from (f"{what} left out" for what in sorted(lost))


def _spread(shape: dict[str, Any]) -> dict[str, Any]:
    """Return an interaction with each part of its options or answers as a list of its own."""
    rows = shape.pop("options", None) or shape.pop("answers", [])
    names = {name for row in rows for name in row}
    return shape | {name: [row.get(name) for row in rows] for name in names}
