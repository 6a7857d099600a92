"""Writing a question as an element of Moodle XML."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree

from questions.interactions import Answer, Choice, Match, Order, Recall, TextEntry
from questions.interchange.equations import spelt_for_markdown
from questions.interchange.moodle.files import put_files
from questions.interchange.shares import percent
from questions.interchange.telling import told_with
from questions.media import NO_FILES, Files, readable
from questions.question import Question

TRUE_AND_FALSE = ("True", "False")
_LONGEST_NAME = 60  # characters: what a list of questions has room for
_MOODLE_NUMBER = r"-?\d+(\.\d+)?"


def element_of(question: Question, files: Files = NO_FILES) -> etree._Element:
    """Return the element of a question; raises ValueError where XML cannot hold a character."""
    kind, fill = _shape(question)
    element = etree.Element("question", type=kind)
    name = " ".join((question.id or readable(question.stem)).split())[:_LONGEST_NAME]
    _add(_add(element, "name"), "text", name)
    _text(element, "questiontext", question.stem)
    back = question.interaction.back if isinstance(question.interaction, Recall) else ""
    _text(element, "generalfeedback", back or told_with(question.explanation, question.citations))
    _add(element, "defaultgrade", "1")
    _add(element, "idnumber", question.id or "")
    fill(element)
    for hint in question.hints:
        _text(element, "hint", hint)
    if question.tags:
        tags = _add(element, "tags")
        for tag in question.tags:
            _add(_add(tags, "tag"), "text", tag)
    put_files(element, question, files)
    _add(element, "recite", json.dumps(_beside(question), ensure_ascii=True))
    return element


def _beside(question: Question) -> dict[str, Any]:
    """Return what Moodle has no place for, or keeps in words."""
    spelt = question.model_dump(mode="json", exclude_defaults=True)
    kept: dict[str, Any] = {"type": question.type}
    named = ("citations", "score", "statistics", "explanation")
    kept |= {name: spelt[name] for name in named if name in spelt}
    inside = spelt["interaction"]
    kept |= {name: inside[name] for name in ("significant", "typos") if name in inside}
    if isinstance(question.interaction, TextEntry):
        kept["matches"] = [_matched(answer) for answer in question.interaction.answers]
    return kept


def _matched(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(mode="json", include={"match", "tolerance"}, exclude_defaults=True)


def _shape(question: Question) -> tuple[str, Any]:
    """Return Moodle's name for what is asked, and what fills its element."""
    match question.interaction:
        case Choice() as choice if _is_true_or_false(question):
            return "truefalse", lambda element: _truths(element, choice)
        case Choice() as choice:
            return "multichoice", lambda element: _options(element, choice)
        case TextEntry() as entry if is_numerical(entry):
            return "numerical", lambda element: _answers(element, entry)
        case TextEntry() as entry:
            return "shortanswer", lambda element: _answers(element, entry)
        case Match() as match:
            return "matching", lambda element: _pairs(element, match)
        case Order() as order:
            return "ordering", lambda element: _items(element, order)
        case Recall():
            return "essay", lambda _element: None


def _is_true_or_false(question: Question) -> bool:
    choice = question.interaction
    return (
        isinstance(choice, Choice)
        and question.type == "true_false"
        and not choice.shuffle
        and tuple(option.text for option in choice.options) == TRUE_AND_FALSE
        and sorted(option.fraction for option in choice.options) == [0, 1]
    )


def is_numerical(entry: TextEntry) -> bool:
    """Return whether every answer is a number as any program writes it."""
    return all(
        answer.match == "number" and re.fullmatch(_MOODLE_NUMBER, answer.text)
        for answer in entry.answers
    )


def _truths(element: etree._Element, choice: Choice) -> None:
    for option in choice.options:
        _answer(element, option.text.lower(), option.fraction, option.feedback)


def _options(element: etree._Element, choice: Choice) -> None:
    _add(element, "single", str(not choice.multiple).lower())
    _add(element, "shuffleanswers", str(choice.shuffle).lower())
    _add(element, "answernumbering", "abc")
    for option in choice.options:
        _answer(element, option.text, option.fraction, option.feedback)


def _answers(element: etree._Element, entry: TextEntry) -> None:
    number = is_numerical(entry)
    if not number:
        _add(element, "usecase", "0")
    for answer in entry.answers:
        text = answer.text if number else answer.text.replace("*", r"\*")
        written = _answer(element, text, answer.fraction, answer.feedback, is_typed=True)
        if number:
            _add(written, "tolerance", f"{answer.tolerance or 0:.10g}")


def _pairs(element: etree._Element, match: Match) -> None:
    _add(element, "shuffleanswers", "true")
    for left, right in [*match.pairs, *(("", distractor) for distractor in match.distractors)]:
        pair = _text(element, "subquestion", left)
        _add(_add(pair, "answer"), "text", right)


def _items(element: etree._Element, order: Order) -> None:
    for name, text in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", "0"),
        ("gradingtype", "RELATIVE_NEXT_EXCLUDE_LAST"),
    ):
        _add(element, name, text)
    for number, item in enumerate(order.items, 1):
        _answer(element, item, number / 100, "")


def _answer(
    parent: etree._Element, text: str, fraction: float, feedback: str, *, is_typed: bool = False
) -> etree._Element:
    share = percent(fraction)
    if is_typed:
        answer = etree.SubElement(parent, "answer", fraction=share, format="moodle_auto_format")
        _add(answer, "text", text)
    else:
        answer = _text(parent, "answer", text, fraction=share)
    _text(answer, "feedback", feedback)
    return answer


def _text(parent: etree._Element, tag: str, text: str, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, tag, {**attributes, "format": "markdown"})
    _add(element, "text", spelt_for_markdown(text))
    return element


def _add(parent: etree._Element, tag: str, text: str = "") -> etree._Element:
    element = etree.SubElement(parent, tag)
    element.text = text or None
    return element
