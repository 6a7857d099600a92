"""Writing questions as teachers do; what a text cannot say goes in a comment below each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from questions.interactions import Choice, Match, Order, Recall, TextEntry
from questions.interchange.native import read_object
from questions.interchange.shares import NotCarriedError
from questions.interchange.written.answers import ARROW
from questions.interchange.written.assembling import Assembler
from questions.interchange.written.blocks import Block
from questions.interchange.written.lines import Line, escaped, lines_of, newlines
from questions.interchange.written.reading import digest_of, spell
from questions.interchange.written.stars import kept
from questions.question import Citation, Question, Stance

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHOWN = ("explanation", "hints", "tags")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part of a question as it is written: what marks it, and its lines."""

    mark: str
    text: str
    is_right: bool = False
    lines: list[str] = field(default_factory=list)


def paragraphs_of(question: Question) -> list[Paragraph]:
    """Return a question as it is written, its number apart."""
    parts = [_part("", question.stem), *_asked(question)]
    if question.explanation:
        parts.append(_part("Explanation:", question.explanation))
    parts += [_part("Hint:", hint) for hint in question.hints]
    parts += [_part("Source:", _cited(citation)) for citation in question.citations]
    return parts


def _part(mark: str, text: str, is_right: bool = False) -> Paragraph:
    lines = [escaped(line.strip()) if line.strip() else "" for line in newlines(text).split("\n")]
    return Paragraph(mark, text, is_right, lines)


def _cited(citation: Citation) -> str:
    who = {
        Stance.ASSERTED: citation.document,
        Stance.CLAIMED: f"claimed by {citation.speaker}, {citation.document}",
        Stance.DENIED: f"denied by {citation.speaker}, {citation.document}",
    }[citation.stance]
    return f"“{' '.join(citation.quote.split())}” — {' '.join(who.split())}"


def _asked(question: Question) -> Iterator[Paragraph]:
    match question.interaction:
        case Choice() as choice:
            yield from _options(choice)
        case TextEntry() as entry:
            yield from _answers(entry)
        case Match() as match:
            yield Paragraph("Pairs:", "")
            pairs = [*match.pairs, *(("", each) for each in match.distractors)]
            yield from (_part("-", f"{left} {ARROW} {right}".strip()) for left, right in pairs)
        case Order() as order:
            yield Paragraph("Order:", "")
            yield from (_part("-", item) for item in order.items)
        case Recall() as recall:
            yield _part("Back:", recall.back)


def _options(choice: Choice) -> Iterator[Paragraph]:
    for letter, option in zip(_LETTERS, choice.options, strict=False):
        is_right = option.fraction > 0
        mark = f"{'*' if is_right else ''}{letter})"
        if choice.multiple:
            mark = "[*]" if is_right else "[ ]"
        yield _part(mark, option.text, is_right)
        if option.feedback.strip():
            yield _part("...", option.feedback)


def _answers(entry: TextEntry) -> Iterator[Paragraph]:
    is_number = all(answer.match == "number" for answer in entry.answers)
    for answer in entry.answers:
        within = f" +- {answer.tolerance:.10g}" if is_number and answer.tolerance else ""
        yield _part("=" if is_number else "*", answer.text + within)


def text_of(question: Question, number: int) -> str:
    """Return a question as text; raises NotCarriedError."""
    parts = paragraphs_of(question)
    lines = [_lines(part, f"{number}." if place == 0 else "") for place, part in enumerate(parts)]
    written = "\n".join(lines)
    beside = beside_of(question, lines_of(written), kept)
    return f"{written}\n{beside}\n" if beside else f"{written}\n"


def _lines(part: Paragraph, number: str) -> str:
    first, *rest = part.lines or [""]
    begin = " ".join(filter(None, [number, part.mark, first]))
    return "\n".join([begin, *(f"   {line}" if line else "" for line in rest)])


def beside_of(question: Question, lines: list[Line], meant: Callable[[str], str] = str) -> str:
    """Return the comment that says what of a question its lines do not; raises NotCarriedError."""
    made = Assembler(meant=meant).take_all(lines)
    if len(made.blocks) != 1:
        raise NotCarriedError("It cannot be told from the questions beside it.")
    block = made.blocks[0]
    spelt, found = _whole(question), _found(block, question)
    beside = {name: value for name, value in spelt.items() if value != found.get(name)}
    if "interaction" in beside:
        beside["type"] = question.type
    if not beside:
        return ""
    return f"% recite: {json.dumps(beside | {'unless': digest_of(block)}, ensure_ascii=True)}"


def _whole(question: Question) -> dict[str, Any]:
    """Return a question as it is spelt, without what it does not have anyway."""
    spelt = question.model_dump(mode="json")
    always = ("stem", "type", "interaction", *_SHOWN)
    return {name: value for name, value in spelt.items() if name in always or value}


def _found(block: Block, question: Question) -> dict[str, Any]:
    """Return what is read back of a question from its lines alone."""
    fields: dict[str, Any] = {"citations": []} if question.citations else {}
    try:
        found = read_object(spell(block, [], fields))
    except NotCarriedError:
        return {}
    return _whole(found) if isinstance(found, Question) else {}
