"""Cards as lists of terms: a line each, front and back with a tab, semicolon or comma between.

So Quizlet, Knowt, Brainscape and table programs give them, and take every letter for itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress

from questions.interactions import Recall
from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.literal import literal
from questions.interchange.native import came_of, joined, read_objects, read_text
from questions.interchange.plainness import SET_APART, is_set_apart, to_plain
from questions.question import Question

_SEPARATORS = "\t;,"
_FRONT_AND_BACK = 2


class Cards:
    """Lists of terms."""

    name = "cards"
    suffixes = (".tsv", ".cards")

    def read(self, content: bytes) -> Reading:
        """Read a flashcard from every line with a front and a back."""
        return read_text(content, _read_list)

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a line for each question: what is asked, and the answer."""
        file = io.StringIO(newline="")
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        problems: list[Problem] = []
        for number, question in enumerate(questions, 1):
            writer.writerow([to_plain(question.stem), _back(question)])
            where = f"question {number}"
            problems += [Problem(where, said) for said in _left_out(question)]
        return Writing(file.getvalue().encode(), tuple(problems))


def _read_list(text: str) -> Reading:
    separator = _separator(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    return joined(_read(rows))


def _separator(text: str) -> str:
    """Return what cuts the largest share of cards in two, a tab before all others."""
    return max(_SEPARATORS, key=lambda sign: _share_cut(text, sign))


def _share_cut(text: str, sign: str) -> float:
    lines, cut = 0, 0
    with suppress(csv.Error):
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            parts = sum(bool(cell.strip()) for cell in cells)
            lines += parts > 0
            cut += (
                parts >= _FRONT_AND_BACK if sign == "\t" else parts == len(cells) == _FRONT_AND_BACK
            )
    return cut / max(1, lines)


def _read(rows: Iterator[list[str]]) -> Iterator[Reading]:
    number = 0
    while True:
        number += 1
        where = f"card {number}"
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            said = f"It cannot be read from here on: {error}. Look for a quotation mark too many."
            yield Reading((), (Problem(where, said),))
            return
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != _FRONT_AND_BACK or not all(cell.strip() for cell in cells):
            said = f"There are {len(cells)} parts, and a card has a front and a back."
            known = {"type": "flashcard", "stem": literal("\n".join(map(str.strip, cells)))}
            yield came_of(where, [said], spelt=known)
            continue
        front, back = (literal(cell.strip()) for cell in cells)
        spelt = {
            "type": "flashcard",
            "stem": front,
            "interaction": {"kind": "recall", "back": back},
        }
        yield read_objects([(where, spelt)])


def _back(question: Question) -> str:
    return "\n".join(map(to_plain, question.interaction.key()))


def _left_out(question: Question) -> Iterator[str]:
    if not isinstance(question.interaction, Recall):
        yield "it is a card with its answer alone: options and other answers were left out"
    if question.citations or question.explanation:
        yield "its citations and explanation were left out"
    if question.hints:
        yield "its hints were left out"
    if question.id or question.tags:
        yield "its id and tags were left out"
    if question.statistics:
        yield "its statistics were left out"
    if any(map(is_set_apart, (question.stem, *question.interaction.key()))):
        yield SET_APART
