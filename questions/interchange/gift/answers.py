"""Reading what stands between the braces of GIFT: the type of a question, and its interaction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from questions.interchange.equations import of_other_markdown
from questions.interchange.gift.syntax import Item, cut, format_of_text, items_in, plain
from questions.interchange.gift.writing import TRUE_AND_FALSE
from questions.interchange.literal import literal
from questions.interchange.markup import from_html, looks_like_html
from questions.interchange.shares import NotCarriedError, check_one_right, let_wrong_ones_cost

_ARROW = "->"
_TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_RANGE = re.compile(r"\s*(-?[\d.]+(?:e[+-]?\d+)?)\s*\.\.\s*(-?[\d.]+(?:e[+-]?\d+)?)\s*", re.I)
_WITHIN = re.compile(r"\s*([^:]+?)\s*(?::\s*([^:]*?)\s*)?")


@dataclass
class Texts:
    """Texts of one question, each into Markdown; what is lost on the way is noted."""

    format: str
    notes: list[str]

    def of(self, text: str) -> str:
        """Return a text as our Markdown."""
        said = format_of_text(text) or self.format
        meant = plain(text)
        if said == "html" or (said in ("", "moodle") and looks_like_html(meant)):
            meant, lost = from_html(meant)
            self.note(lost)
        elif said != "markdown":
            meant = literal(meant)
        return of_other_markdown(meant) if said == "markdown" else meant

    def typed(self, text: str) -> str:
        """Return what is to be typed: its words, whatever its format."""
        meant = plain(text)
        said = format_of_text(text) or self.format
        if said == "html" or (said in ("", "moodle") and looks_like_html(meant)):
            meant, lost = from_html(meant, is_typed=True)
            self.note(lost)
        return meant

    def note(self, notes: Iterable[str]) -> None:
        """Keep what was changed or left out, each thing once."""
        self.notes += [note for note in notes if note not in self.notes]


def interaction_of(
    inside: str, beside: dict[str, Any], has_feedback: bool, texts: Texts
) -> tuple[str, dict[str, Any]]:
    """Return the type and the interaction of a block of answers, by what is in it."""
    kind = beside.get("type")
    if not inside:
        if kind == "flashcard" and has_feedback:
            return "flashcard", {"kind": "recall", "back": ""}
        raise NotCarriedError("An essay is for a person to mark. It was left out.")
    if inside.startswith("#"):
        return "numerical", _numbers(inside[1:], texts)
    truth, told = cut(inside, "#")
    if truth.strip().upper() in _TRUTHS:
        shape = _truth(_TRUTHS[truth.strip().upper()], told, texts)
        return "true_false", {**shape, "shuffle": beside.get("shuffle", kind is not None)}
    items = list(items_in(inside))
    if any(item.sign == "~" for item in items):
        return _choice(items, beside, texts)
    if kind not in ("short_answer", "cloze") and all(_ARROW in item.text for item in items):
        return "matching", _pairs(items, texts)
    return kind or "short_answer", _entry(items, beside, texts)


def _truth(is_true: bool, told: str | None, texts: Texts) -> dict[str, Any]:
    wrong, right = cut(told or "", "#")
    feedback = {True: texts.of(right or ""), False: texts.of(wrong)}
    options = [
        {"text": text, "fraction": float(value == is_true), "feedback": feedback[value == is_true]}
        for text, value in zip(TRUE_AND_FALSE, (True, False), strict=True)
    ]
    return {"kind": "choice", "options": options}


def _choice(items: list[Item], beside: dict[str, Any], texts: Texts) -> tuple[str, dict[str, Any]]:
    items = [item for item in items if not _is_bare(item)]
    multiple = all(item.sign != "=" for item in items)
    options = [
        {
            "text": texts.of(item.text),
            "fraction": item.share if item.share is not None else float(item.sign == "="),
            "feedback": texts.of(item.feedback),
        }
        for item in items
    ]
    if multiple:
        texts.note(let_wrong_ones_cost(options))
    else:
        check_one_right(options)
    shape = {"kind": "choice", "multiple": multiple, "options": options}
    if "shuffle" in beside:
        shape["shuffle"] = beside["shuffle"]
    return ("multiple_response" if multiple else "multiple_choice"), shape


def _is_bare(item: Item) -> bool:
    """Return whether an option is its sign alone, as the first one of ``~=right``."""
    return item.sign == "~" and item.share is None and not (item.text.strip() or item.feedback)


def _entry(items: list[Item], beside: dict[str, Any], texts: Texts) -> dict[str, Any]:
    answers = [_answer(item, texts.typed(item.text), texts) for item in items]
    for answer, kept in zip(answers, beside.get("matches") or (), strict=False):
        answer.update(kept)
    kept = {name: beside[name] for name in ("significant", "typos") if name in beside}
    return {"kind": "text_entry", "answers": _without_wildcards(answers, texts), **kept}


def _answer(item: Item, text: str, texts: Texts) -> dict[str, Any]:
    share = 1.0 if item.share is None else item.share
    return {"text": text, "fraction": share, "feedback": texts.of(item.feedback)}


def _without_wildcards(answers: list[dict[str, Any]], texts: Texts) -> list[dict[str, Any]]:
    kept = [answer for answer in answers if answer["text"] != "*"]
    if len(kept) < len(answers):
        texts.notes.append("the answer “*”, which takes anything, was left out")
    return kept


def _pairs(items: list[Item], texts: Texts) -> dict[str, Any]:
    halves = [cut(item.text, _ARROW) for item in items]
    pairs = [(texts.of(left), texts.of(right or "")) for left, right in halves]
    if any(item.feedback for item in items):
        texts.notes.append("feedback to single pairs was left out")
    return {
        "kind": "match",
        "pairs": [pair for pair in pairs if pair[0]],
        "distractors": [right for left, right in pairs if not left],
    }


def _numbers(inside: str, texts: Texts) -> dict[str, Any]:
    items, answers = list(items_in(inside)), []
    if any(_takes_anything(item) for item in items):
        texts.notes.append("the feedback to any other answer was left out")
    for item in items:
        if _takes_anything(item):
            continue
        number, tolerance = _number(plain(item.text))
        answer = _answer(item, number, texts)
        answers.append({**answer, "match": "number", "tolerance": tolerance})
    return {"kind": "text_entry", "answers": answers}


def _takes_anything(item: Item) -> bool:
    return item.sign == "~" or plain(item.text) == "*"


def _number(written: str) -> tuple[str, float | None]:
    """Return a number as it is written, and how far from it one may be."""
    if limits := _RANGE.fullmatch(written):
        low, high = Decimal(limits[1]), Decimal(limits[2])
        return f"{(low + high) / 2:f}", float(abs(high - low) / 2)
    parts = _WITHIN.fullmatch(written)
    if parts is None:
        raise NotCarriedError("There is no number after the #.")
    try:
        return parts[1], float(parts[2]) if parts[2] else None
    except ValueError:
        raise NotCarriedError(f"“{parts[2]}” is no number to be right within.") from None
