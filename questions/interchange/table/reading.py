"""Rows of a table into questions: what a row asks follows from its type or its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from questions.interchange.format import Problem, Reading
from questions.interchange.literal import literal, shown_by
from questions.interchange.native import came_of, joined, read_objects
from questions.interchange.table.rows import MOST, Columns, Row, below_headings
from questions.interchange.table.writing import BETWEEN, PAIRED, WITHIN, usual_shares
from questions.typed_answers import parse_number
from questions.types import TYPES

_NAMED = re.compile(r"\s*(?:[A-Za-z]|\d{1,2})\s*(?:[,;/&]\s*(?:[A-Za-z]|\d{1,2})\s*)*")
_TRUTHS = {"true": True, "t": True, "yes": True, "false": False, "f": False, "no": False}


def read_rows(rows: Iterable[Row | Problem], place: str = "") -> Reading:
    """Read the rows of a table, which name its columns first; ``place`` is said before a row."""
    found = list(islice(rows, MOST + 1))
    if len(found) > MOST:
        return Reading((), (Problem(place.strip(", "), _TOO_MANY),))
    known = below_headings(found)
    if isinstance(known, Problem):
        return Reading((), (Problem(f"{place}{known.where}", known.message),))
    columns, below = known
    told = [Problem("", f"{place}{said}") for said in _unread(columns, below)]
    return joined([Reading((), tuple(told)), *(_read(columns, row, place) for row in below)])


def _unread(columns: Columns, rows: Iterable[Row | Problem]) -> Iterator[str]:
    """Yield what is said once of columns and types that mean nothing here."""
    cells = [row[1] for row in rows if not isinstance(row, Problem)]
    if unread := columns.unread(cells):
        yield f"what stands in these columns was left out: {_listed(unread)}"
    kinds = dict.fromkeys(columns.cell(row, "type") for row in cells)
    if unknown := [kind for kind in kinds if kind and not _known(kind)]:
        said = "no types here, so that the cells of their rows say what is asked"
        yield f"{_listed(unknown)}: {said}"


def _listed(names: Sequence[str]) -> str:
    shown = [f"“{name[:_LONGEST_NAME]}”" for name in names[:_MOST_NAMED]]
    return ", ".join(shown) + (" and others" if len(names) > _MOST_NAMED else "")


def _known(kind: str) -> str:
    """Return the name that a type goes by here, or nothing."""
    name = "_".join(re.split(r"[\s_/-]+", kind.strip().lower()))
    return name if name in TYPES or name in _ESSAYS else ""


_ESSAYS = ("essay", "long_answer", "paragraph", "open_ended")
_MOST_NAMED, _LONGEST_NAME = 5, 40  # plain choices: in one report


_TOO_MANY = f"There are over {MOST:,} rows. Split it."


def _read(columns: Columns, row: Row | Problem, place: str) -> Reading:
    if isinstance(row, Problem):
        return Reading((), (row,))
    number, cells = row
    if columns.only_numbers(cells):
        return Reading((), ())
    where, shown = f"{place}row {number}", str if columns.is_ours else literal
    spelt = {
        "id": columns.cell(cells, "id") or None,
        "stem": shown(columns.cell(cells, "question")),
        "explanation": shown(columns.cell(cells, "explanation")),
        "tags": [tag for tag in re.split(r"\s*[|;,]\s*", columns.cell(cells, "tags")) if tag],
    }
    try:
        options, answer = columns.choices(cells), columns.cell(cells, "answer")
        kind = _known(columns.cell(cells, "type")) or ("flashcard" if columns.are_cards else "")
        kind, interaction = _asked(kind, options, answer, columns.is_numbered)
        cited = _cited({name: columns.cell(cells, name) for name in _CITED})
    except ValueError as problem:
        lines = [{"text": shown(text), "fraction": 0.0} for text in columns.choices(cells) if text]
        known = {**spelt, "interaction": {"kind": "choice", "options": lines}}
        return came_of(where, [str(problem)], spelt=known)
    interaction = shown_by(interaction, shown)
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


def _asked(
    kind: str, options: list[str], answer: str, is_numbered: bool
) -> tuple[str, dict[str, Any]]:
    """Return the type and interaction of a row, by its type if it has one, or else its cells."""
    if kind in _ESSAYS:
        raise ValueError("An essay is for a person to mark. It was left out.")
    if kind == "matching" or (not answer and options and all(PAIRED.strip() in o for o in options)):
        return "matching", _match(options)
    if kind == "ordering":
        return "ordering", {"kind": "order", "items": options}
    if options:
        return _choice(kind, options, _right(options, answer, is_numbered))
    if not answer:
        raise ValueError("There is no answer in this row.")
    if kind == "flashcard":
        return kind, {"kind": "recall", "back": answer}
    if kind in ("", "true_false") and answer.lower() in _TRUTHS:
        is_true = _TRUTHS[answer.lower()]
        return _choice("true_false", ["True", "False"], [is_true, not is_true])
    return _entry(kind, answer)


def _choice(kind: str, options: list[str], right: list[bool]) -> tuple[str, dict[str, Any]]:
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


def _right(options: Sequence[str], answer: str, is_numbered: bool) -> list[bool]:
    """Return which options are right: those whose text, letters or numbers the answer gives."""
    wanted = answer.casefold()
    by_text = [text.casefold() == wanted and not is_numbered for text in options]
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
