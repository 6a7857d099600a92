"""The process in which a file of questions is read: bytes come in, questions go out as JSON."""

from __future__ import annotations

import json
import math
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from questions.interchange import FORMATS, Problem, Reading
from questions.media.album import MOST_BYTES
from questions.reading.child import serve
from questions.receiving import MOST_QUESTIONS
from questions.receiving.guessing import ANY

_MOST_PROBLEMS = 1_000  # plain choices: more than anybody reads, and longer than any is
_LONGEST = 1_000
_DEEPEST = 20  # lists and objects in one another: a question has four
_LARGEST_NUMBER = 10**15
_LARGEST_SPELT = 50_000  # characters, for somebody to put right in an editor


def main() -> None:
    """Read in the first of the formats, named in the first argument, that finds questions."""
    serve(_prepare)


def _prepare(named: str) -> Callable[[bytes], dict[str, Any]]:
    return partial(answer, named.split(","))


def answer(names: Sequence[str], content: bytes) -> dict[str, Any]:
    """Return what the first format finds that finds more questions than problems, for JSON.

    Where none does, that counts which finds the most; where none finds any, the likeliest. What
    any text may be counts only where most of it is that.
    """
    best, most = names[0], FORMATS[names[0]].read(content)
    for name in names[1:]:
        if len(most.questions) > _places(most):
            break
        reading = FORMATS[name].read(content)
        found = len(reading.questions)
        if found > len(most.questions) and (name != ANY or found > _places(reading)):
            best, most = name, reading
    count = len(most.questions)
    files = most.files if sum(len(file.content) for file in most.files) <= MOST_BYTES else ()
    kept = most.questions if count <= MOST_QUESTIONS else ()
    return {
        "format": best,
        "count": count,
        "questions": [question.model_dump(mode="json") for question in kept],
        "problems": [_as_json(problem) for problem in _most_of(most.problems)],
        "files": [(file.name, b64encode(file.content).decode()) for file in files],
        "too_many_files": len(files) < len(most.files),
    }


def _most_of(problems: Sequence[Problem]) -> list[Problem]:
    """Return as many problems as are listed, and how many more there are."""
    listed, more = list(problems[:_MOST_PROBLEMS]), len(problems) - _MOST_PROBLEMS
    if more > 0:
        listed.append(Problem("", f"There are {more:,} more problems than are listed here."))
    return listed


def _as_json(problem: Problem) -> dict[str, Any]:
    spelt = _plain(problem.spelt)
    if spelt and len(json.dumps(spelt)) > _LARGEST_SPELT:
        spelt = {"stem": str(spelt.get("stem") or "")[:_LONGEST]}
    return {
        "where": problem.where[:_LONGEST],
        "message": problem.message[:_LONGEST],
        "place": problem.place,
        "is_read": problem.is_read,
        "spelt": spelt,
    }


def _plain(value: Any, depth: int = 0) -> Any:
    """Return what a file spells as JSON has it, odd as it is: with dates, NaN, endless numbers."""
    if depth > _DEEPEST:
        return None
    if isinstance(value, Mapping):
        return {str(name)[:_LONGEST]: _plain(inner, depth + 1) for name, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(inner, depth + 1) for inner in value]
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if abs(value) < _LARGEST_NUMBER else None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value)


def _places(reading: Reading) -> int:
    """Return at how many places something was left out: what was read with a loss is not."""
    return len({problem.where for problem in reading.problems if _is_left_out(problem)})


def _is_left_out(problem: Problem) -> bool:
    return not problem.is_read and bool(problem.where or problem.place is not None)


if __name__ == "__main__":
    main()
