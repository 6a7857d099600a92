"""Kahoot’s spreadsheet: its headings below four lines of instructions, up to four answers each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from questions.interactions import Choice
from questions.interchange.carrying import each_carried
from questions.interchange.format import Reading, Writing
from questions.interchange.shares import NotCarriedError
from questions.interchange.table.rows import ABOVE_OURS
from questions.interchange.table.workbook import Table, as_workbook, read_workbook
from questions.interchange.table.writing import safe, usual_shares
from questions.question import Question

# What Kahoot takes, and no more.
LONGEST_QUESTION = 120
LONGEST_ANSWER = 75
MOST_ANSWERS = 4
_SECONDS = 20  # to answer in: its own choice for a new question
_HEADINGS = (
    *("", f"Question - max {LONGEST_QUESTION} characters"),
    *(f"Answer {n} - max {LONGEST_ANSWER} characters" for n in range(1, MOST_ANSWERS + 1)),
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)
_ABOVE: Table = ([], ["", "Quiz template"], ["", ABOVE_OURS], [], [], [], [])


class Kahoot:
    """Kahoot’s spreadsheet."""

    name = "kahoot"
    suffixes = (".kahoot.xlsx",)

    def read(self, content: bytes) -> Reading:
        """Read a question from every row below the headings."""
        return read_workbook(content)

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write the choices that Kahoot can hold; report the others, and what has no place."""
        rows, problems = each_carried(questions, _row, _left_out)
        numbered: Table = [[number, *row] for number, row in enumerate(rows, 1)]
        table: Table = [*_ABOVE, list(_HEADINGS), *numbered]
        return Writing(as_workbook("Sheet1", table, heading=len(_ABOVE)), problems)


def _row(question: Question) -> list[str | int]:
    choice = question.interaction
    if not isinstance(choice, Choice):
        raise NotCarriedError("Kahoot’s spreadsheet has choices alone.")
    if len(choice.options) > MOST_ANSWERS:
        raise NotCarriedError(f"Kahoot has {MOST_ANSWERS} answers at most.")
    stem, options = _line(question.stem), [_line(option.text) for option in choice.options]
    _check(stem, LONGEST_QUESTION, "question")
    for option in options:
        _check(option, LONGEST_ANSWER, "answer")
    right = ",".join(str(n) for n, option in enumerate(choice.options, 1) if option.fraction > 0)
    spare = [""] * (MOST_ANSWERS - len(options))
    return [*safe([stem, *options]), *spare, _SECONDS, right]


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip())


def _check(text: str, longest: int, what: str) -> None:
    if len(text) > longest:
        raise NotCarriedError(
            f"A {what} of Kahoot’s has {longest} characters at most, and “{text[:40]}…” has "
            f"{len(text)}."
        )


def _left_out(question: Question) -> Iterator[str]:
    """Yield what Kahoot has no place for in a question that it can hold."""
    choice = question.interaction
    if not isinstance(choice, Choice):
        return
    shares = [round(option.fraction, 4) for option in choice.options]
    right = [option.fraction > 0 for option in choice.options]
    usual = usual_shares(right, choice)
    kind = "multiple_response" if choice.multiple else "multiple_choice"
    texts = [question.stem, *(option.text for option in choice.options)]
    has = {
        "its citations and explanation were": question.citations or question.explanation,
        "its hints were": question.hints,
        "the feedback to its options was": any(option.feedback for option in choice.options),
        "that its options stay in order was": not choice.shuffle,
        "the shares of its options were": shares != usual,
        "its type was": question.type != kind or (choice.multiple and sum(right) == 1),
        "its id and tags were": question.id or question.tags,
        "its statistics were": question.statistics,
        "the ends of its lines were": any(_line(text) != text for text in texts),
    }
    yield from (f"{what} left out" for what, is_there in has.items() if is_there)
