"""The native schema as JSON Lines: one question a line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.native import decode, read_object, write_object
from questions.question import Question


class JsonLines:
    """JSON Lines."""

    name = "jsonl"
    suffixes = (".jsonl", ".ndjson")

    def read(self, content: bytes) -> Reading:
        """Read a question from every line that is not blank."""
        text = decode(content)
        if isinstance(text, Problem):
            return Reading((), (text,))
        questions: list[Question] = []
        problems: list[Problem] = []
        for number, line in enumerate(text.split("\n"), 1):
            result = _read_line(line) if line.strip() else []
            if isinstance(result, Question):
                questions.append(result)
            else:
                problems.extend(Problem(f"line {number}", message) for message in result)
        return Reading(tuple(questions), tuple(problems))

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a line a question; everything is carried."""
        return Writing("".join(_lines(questions)).encode(), ())


def _read_line(line: str) -> Question | list[str]:
    doubled: list[str] = []

    def as_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys = Counter(key for key, _ in pairs)
        doubled.extend(key for key, times in keys.items() if times > 1)
        return dict(pairs)

    try:
        stored = json.loads(line, object_pairs_hook=as_object)
        if doubled:
            return [f"“{key}” is written twice in this line. Leave one out." for key in doubled]
        return read_object(stored)
    except (ValueError, RecursionError) as error:
        return [f"This is not JSON: {error}"]


def _lines(questions: Iterable[Question]) -> Iterator[str]:
    for question in questions:
        yield json.dumps(write_object(question), ensure_ascii=False) + "\n"
