"""The native schema: one question, one object. What its spellings in YAML and JSON share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from questions.interchange.format import Problem, Reading
from questions.media import MediaFile
from questions.question import Question
from questions.reading.decoding import decode as decoded
from questions.reading.unreadable import UnreadableError
from questions.types import type_problem

LARGEST = 16 * 1024 * 1024  # bytes: ten thousand of our own questions are 12 MB
Explain = Callable[[Sequence[int | str]], str | None]


def _unexplained(place: Sequence[int | str]) -> None:
    """Know nothing better."""


def decode(content: bytes, largest: int = LARGEST) -> str | Problem:
    """Return the text of a file, or why it has none."""
    if len(content) > largest:
        return Problem("", f"The file is over {largest // 1024 // 1024} MB. Split it.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem("", f"The file is not UTF-8 (byte {error.start}). Save it as UTF-8.")


def read_text(content: bytes, read: Callable[[str], Reading], largest: int = LARGEST) -> Reading:
    """Return what ``read`` finds in the text of a file of another program, in whatever encoding.

    Where a file is neither marked nor UTF-8, its encoding is taken for granted: that is told.
    """
    if len(content) > largest:
        return Reading(
            (), (Problem("", f"The file is over {largest // 1024 // 1024} MB. Split it."),)
        )
    if not content.strip():
        return read("")
    try:
        found = decoded(content)
    except UnreadableError as error:
        return Reading((), (Problem("", f"The file {error}"),))
    reading = read(found.text)
    if found.assumed is None:
        return reading
    said = f"The file is not UTF-8 and was read as {found.assumed}: look at its accents and quotes."
    return replace(reading, problems=(Problem("", said), *reading.problems))


def read_objects(objects: Iterable[tuple[str, object]], explain: Explain = _unexplained) -> Reading:
    """Read questions from ``(where, object)`` pairs, each by itself.

    ``explain`` may know better why there is no text where there should be one.
    """
    return joined(
        came_of(where, read_object(stored, explain), spelt=stored) for where, stored in objects
    )


def joined(readings: Iterable[Reading]) -> Reading:
    """Return several readings as one, their problems where they stand among all questions."""
    questions: list[Question] = []
    problems: list[Problem] = []
    files: dict[str, MediaFile] = {}
    for reading in readings:
        before, is_one = len(questions), len(reading.questions) == 1
        for problem in reading.problems:
            problems.append(_moved(problem, before, is_one))
        questions += reading.questions
        files |= {file.name: file for file in reading.files}
    return Reading(tuple(questions), tuple(problems), tuple(files.values()))


def _moved(problem: Problem, before: int, is_read: bool) -> Problem:
    if not problem.where:
        return problem
    place = before
    if problem.place is not None:
        place, is_read = before + problem.place, problem.is_read
    return Problem(problem.where, problem.message, place, is_read, problem.spelt)


def came_of(
    where: str, result: Question | Sequence[str], notes: Iterable[str] = (), spelt: object = None
) -> Reading:
    """Return what came of one place: a question and what it lost, or why there is none."""
    if isinstance(result, Question):
        return Reading((result,), tuple(Problem(where, note) for note in notes))
    known = spelt if isinstance(spelt, dict) else None
    told = [Problem(where, message) for message in result]
    told[:1] = [replace(each, spelt=known) for each in told[:1]]  # once is enough
    return Reading((), tuple(told))


def read_object(stored: object, explain: Explain = _unexplained) -> Question | list[str]:
    """Return the question an object spells, or what is wrong with it."""
    try:
        question = Question.model_validate(stored)
    except ValidationError as error:
        return list(_messages(error, explain))
    problem = type_problem(question)
    return [problem] if problem else question


def write_object(question: Question) -> dict[str, Any]:
    """Return the object that spells ``question``, without what it leaves unsaid."""
    spelt = question.model_dump(mode="json")
    for optional in ("id", "score", "statistics"):
        if spelt[optional] is None:
            del spelt[optional]
    if not spelt["hints"]:
        del spelt["hints"]
    return spelt


def _messages(error: ValidationError, explain: Explain) -> Iterator[str]:
    details = error.errors()
    places = [detail["loc"] for detail in details]
    for detail in details:
        own = detail["loc"]
        if any(len(own) < len(other) and other[: len(own)] == own for other in places):
            continue  # it counts without what is faulty in it: untrue once that is mended
        place = " → ".join(str(part) for part in own)
        better = explain(own) if detail["type"] == "string_type" else None
        message = better or detail["msg"].removeprefix("Value error, ")
        yield f"{place}: {message}" if place else message
