"""Rows of a table into questions: headings of many programs are understood."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from questions.interchange.format import Problem, Reading
from questions.interchange.native import joined, read_objects
from questions.interchange.table.writing import BETWEEN, PAIRED, WITHIN, usual_shares
from questions.typed_answers import parse_number

_SEPARATORS = ",;\t"
_SAID = re.compile(r"sep=([;,\t])[ \t]*(?:\r\n?|\n)", re.I)
_HEADINGS = {
    "question": ("question", "stem", "prompt", "term", "front", "question text"),
    "answer": (
        *("answer", "key", "correct", "correct answer", "correct answers", "correct answer(s)"),
        *("definition", "back", "right answer"),
    ),
    "type": ("type", "question type", "kind"),
    "id": ("id", "identifier", "slug"),
    "explanation": ("explanation", "feedback", "general feedback", "rationale"),
    "tags": ("tags", "tag", "category", "topic"),
    **{name: (name,) for name in ("document", "start", "quote", "stance", "speaker")},
}
_HEADING = {heading: name for name, headings in _HEADINGS.items() for heading in headings}
_OPTION = re.compile(r"(?:option|choice|answer|distractor|wrong)?\s*([a-z]|\d{1,2})", re.I)
_NAMED = re.compile(r"\s*(?:[A-Za-z]|\d{1,2})\s*(?:[,;/&]\s*(?:[A-Za-z]|\d{1,2})\s*)*")
_TRUTHS = {"true": True, "t": True, "yes": True, "false": False, "f": False, "no": False}


@dataclass
class _Columns:
    """Where each thing stands in a row."""

    named: dict[str, int] = field(default_factory=dict)
    options: list[int] = field(default_factory=list)

    def cell(self, row: Sequence[str], name: str) -> str:
        """Return what a row has in a column, or an empty string."""
        place = self.named.get(name, len(row))
        return row[place] if place < len(row) else ""

    def choices(self, row: Sequence[str]) -> list[str]:
        """Return the options of a row up to the last that is filled in."""
        found = [row[place] if place < len(row) else "" for place in self.options]
        while found and not found[-1]:
            found.pop()
        return found


def read_rows(text: str) -> Reading:
    """Read the rows of a table whose first line names its columns."""
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    rows = _rows(text, said[1] if said else _separator(text))
    head = next(rows, (1, []))
    if isinstance(head, Problem):
        return Reading((), (head,))
    columns = _columns(head[1])
    if "question" not in columns.named:
        return Reading((), (Problem("row 1", _NO_HEADING),))
    return joined(_read(columns, row) for row in rows)


_NO_HEADING = (
    "The first row must name the columns: question, answer, and option 1, option 2 … for choices; "
    "type, explanation and tags if you like."
)


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(_SEPARATORS, key=first.count)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """Yield each row that has something in it with its number; a problem ends them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = [_plain(cell) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            said = f"It cannot be read from here on: {error}. Look for a quotation mark too many."
            yield Problem(f"row {number}", said)
            return
        if any(cells):
            yield number, cells


def _plain(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text.startswith("'") else text


def _columns(head: Sequence[str]) -> _Columns:
    columns = _Columns()
    for place, heading in enumerate(head):
        name = " ".join(heading.lower().split("-")[0].split()).rstrip(":")
        if name in _HEADING:
            columns.named.setdefault(_HEADING[name], place)
        elif _OPTION.fullmatch(name):
            columns.options.append(place)
    return columns


def _read(columns: _Columns, row: tuple[int, list[str]] | Problem) -> Reading:
    if isinstance(row, Problem):
        return Reading((), (row,))
    number, cells = row
    where = f"row {number}"
    spelt = {
        "id": columns.cell(cells, "id") or None,
        "stem": columns.cell(cells, "question"),
        "explanation": columns.cell(cells, "explanation"),
        "tags": [tag for tag in re.split(r"\s*[|;,]\s*", columns.cell(cells, "tags")) if tag],
    }
    try:
        kind, interaction = _asked(
            columns.cell(cells, "type"), columns.choices(cells), columns.cell(cells, "answer")
        )
        cited = _cited({name: columns.cell(cells, name) for name in _CITED})
    except ValueError as problem:
        return Reading((), (Problem(where, str(problem)),))
    return read_objects(
        [(where, {**spelt, "type": kind, "interaction": interaction, "citations": cited})]
    )


_CITED = ("document", "start", "quote", "stance", "speaker")


def _cited(cells: Mapping[str, str]) -> list[dict[str, Any]]:
    if not cells["quote"] or not cells["start"].isdigit():
        return []
    start = int(cells["start"])
    place = {"document": cells["document"], "start": start, "end": start + len(cells["quote"])}
    said = {"stance": cells["stance"] or "asserted", "speaker": cells["speaker"] or None}
    return [{**place, "quote": cells["quote"], **said}]


def _asked(kind: str, options: list[str], answer: str) -> tuple[str, dict[str, Any]]:
    """Return the type and interaction of a row, by its type if it has one, or else its cells."""
    if kind == "matching" or (not answer and options and all(PAIRED.strip() in o for o in options)):
        return "matching", _match(options)
    if kind == "ordering":
        return "ordering", {"kind": "order", "items": options}
    if options:
        return _choice(kind, options, answer)
    if not answer:
        raise ValueError("There is no answer in this row.")
    if kind == "flashcard":
        return kind, {"kind": "recall", "back": answer}
    if not kind and answer.lower() in _TRUTHS:
        return _choice("true_false", ["True", "False"], "A" if _TRUTHS[answer.lower()] else "B")
    return _entry(kind, answer)


def _choice(kind: str, options: list[str], answer: str) -> tuple[str, dict[str, Any]]:
    right = _right(options, answer)
    multiple = kind == "multiple_response" or (not kind and sum(right) > 1)
    shares = usual_shares(right) if multiple else [float(is_right) for is_right in right]
    return kind or ("multiple_response" if multiple else "multiple_choice"), {
        "kind": "choice",
        "multiple": multiple,
        "shuffle": kind != "true_false",
        "options": [
            {"text": text, "fraction": share}
            for text, share in zip(options, shares, strict=True)
            if text
        ],
    }


def _right(options: Sequence[str], answer: str) -> list[bool]:
    """Return which options are right: those whose text, letters or numbers the answer gives."""
    wanted = answer.casefold()
    by_text = [text.casefold() == wanted for text in options]
    if any(by_text) or not _NAMED.fullmatch(answer):
        if not any(by_text):
            raise ValueError(f"The answer “{answer}” is none of the options, nor their letters.")
        return by_text
    named = {part.strip().upper() for part in re.split(r"[,;/&]", answer)}
    right = [chr(ord("A") + n) in named or str(n + 1) in named for n in range(len(options))]
    if sum(right) != len(named):
        raise ValueError(f"The answer “{answer}” names an option that is not there.")
    return right


def _match(cells: Sequence[str]) -> dict[str, Any]:
    pairs = [_halves(cell) for cell in cells if PAIRED.strip() in cell]
    return {
        "kind": "match",
        "pairs": [pair for pair in pairs if pair[0]],
        "distractors": [pair[1] for pair in pairs if not pair[0]],
    }


def _halves(cell: str) -> tuple[str, str]:
    """Return the two halves of a pair; the first of one that belongs to none is empty."""
    sign = PAIRED.strip()
    if cell.startswith(sign):
        return "", cell.removeprefix(sign).strip()
    left, _sign, right = cell.partition(PAIRED if PAIRED in cell else sign)
    return left.strip(), right.strip()


def _entry(kind: str, answer: str) -> tuple[str, dict[str, Any]]:
    answers = [
        _answer(text.strip(), kind) for text in answer.split(BETWEEN.strip()) if text.strip()
    ]
    every_number = all(found.get("match") == "number" for found in answers)
    guessed = "numerical" if every_number else "short_answer"
    return kind or guessed, {"kind": "text_entry", "answers": answers}


def _answer(text: str, kind: str) -> dict[str, Any]:
    number, sign, within = text.partition(WITHIN.strip())
    is_number = kind == "numerical" or (not kind and (sign or parse_number(text) is not None))
    if is_number:
        tolerance = within.strip().replace(",", ".")
        return {"text": number.strip(), "match": "number", "tolerance": tolerance or None}
    return {"text": text}
