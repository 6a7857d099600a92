"""Reading what is asked, and how, out of an element of Moodle XML."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from lxml import etree

from questions.interchange.shares import NotCarriedError, check_one_right, let_wrong_ones_cost

_GAPS = "Several gaps in one text are not asked here; write each as a question of its own."
_DRAGGED = "Dragging onto a picture is not asked here."
_DRAWN = "Numbers that are drawn anew for each learner are not asked here."
_RANDOM = "It is drawn from other questions and asks nothing by itself."
_NO_PLACE = {
    "essay": "An essay is for a person to mark.",
    "description": "It is a text to read and asks nothing.",
    "cloze": _GAPS,
    "gapselect": _GAPS,
    "ddwtos": _GAPS,
    "ddimageortext": _DRAGGED,
    "ddmarker": _DRAGGED,
    "calculated": _DRAWN,
    "calculatedsimple": _DRAWN,
    "calculatedmulti": _DRAWN,
    "randomsamatch": _RANDOM,
    "random": _RANDOM,
}
_ANYTHING = "Every answer to it takes anything for its star, which is not asked so here."
_STAR = re.compile(r"(?<!\\)\*")
_SAID_BY_DEFAULT = re.compile(r"(your answer is (partially )?(in)?correct\.?)?", re.I)


class Texts(Protocol):
    """What turns the texts of a question into Markdown."""

    def of(self, element: etree._Element | None) -> str:
        """Return the text in an element as our Markdown."""

    def paired(self, subquestion: etree._Element) -> str:
        """Return what a subquestion belongs to, which has no format of its own."""

    def typed(self, element: etree._Element) -> str:
        """Return what is to be typed: words, whatever program wrote them."""

    def note(self, what: str) -> None:
        """Keep what was changed or left out, once."""


Shape = tuple[str, dict[str, Any]]


def interaction_of(element: etree._Element, beside: dict[str, Any], texts: Texts) -> Shape:
    """Return the type and the interaction of a question; raises NotCarriedError."""
    kind = element.get("type") or ""
    if kind == "essay" and beside.get("type") == "flashcard":
        return "flashcard", {"kind": "recall", "back": ""}
    read = _READERS.get(kind)
    if read is None:
        said = _NO_PLACE.get(kind, f"Moodle’s question type “{kind}” is not known here.")
        raise NotCarriedError(f"{said} It was left out.")
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        if not _SAID_BY_DEFAULT.fullmatch(texts.of(element.find(name))):
            texts.note("what is said to every right, partly right or wrong answer was left out")
    return read(element, beside, texts)


def _options(
    element: etree._Element, texts: Texts, *, is_typed: bool = False
) -> list[dict[str, Any]]:
    return [
        {
            "text": texts.typed(answer) if is_typed else texts.of(answer),
            "fraction": _share(answer),
            "feedback": texts.of(answer.find("feedback")),
        }
        for answer in element.iterfind("answer")
    ]


def _share(answer: etree._Element) -> float:
    written = (answer.get("fraction") or "0").strip()
    try:
        return float(Decimal(written) / 100)
    except InvalidOperation:
        raise NotCarriedError(f"“{written}” is no percentage of the mark.") from None


def _choice(element: etree._Element, _beside: dict[str, Any], texts: Texts) -> Shape:
    multiple = (element.findtext("single") or "true").strip() in ("false", "0")
    options = _options(element, texts)
    if multiple:
        for note in let_wrong_ones_cost(options):
            texts.note(note)
    else:
        check_one_right(options)
    shuffle = (element.findtext("shuffleanswers") or "true").strip() in ("true", "1")
    shape = {"kind": "choice", "multiple": multiple, "shuffle": shuffle, "options": options}
    return ("multiple_response" if multiple else "multiple_choice"), shape


def _truth(element: etree._Element, _beside: dict[str, Any], texts: Texts) -> Shape:
    options = _options(element, texts)
    for option in options:
        option["text"] = option["text"].strip().capitalize()
    options.sort(key=lambda option: option["text"] != "True")
    return "true_false", {"kind": "choice", "shuffle": False, "options": options}


def _entry(element: etree._Element, beside: dict[str, Any], texts: Texts) -> Shape:
    if (element.findtext("usecase") or "0").strip() == "1":
        texts.note("capital letters count there, and do not here")
    answers: list[dict[str, Any]] = []
    for option in _options(element, texts, is_typed=True):
        if _STAR.search(option["text"]):
            texts.note(f"the answer “{option['text']}” takes anything for its star: left out")
            continue
        answers.append({**option, "text": option["text"].replace(r"\*", "*")})
    if not answers:
        raise NotCarriedError(_ANYTHING)
    return "short_answer", _typed(answers, beside)


def _number(element: etree._Element, beside: dict[str, Any], texts: Texts) -> Shape:
    if element.find("units/unit") is not None:
        texts.note("units were left out: an answer is right with any unit or none")
    answers = []
    for option, answer in zip(_options(element, texts), element.iterfind("answer"), strict=True):
        if option["text"].strip() == "*":
            texts.note("the feedback to any other answer was left out")
            continue
        tolerance = _tolerance(answer.findtext("tolerance"))
        answers.append({**option, "match": "number", "tolerance": tolerance})
    return "numerical", _typed(answers, beside)


def _tolerance(written: str | None) -> float | None:
    try:
        return float(written) or None if written and written.strip() else None
    except ValueError:
        raise NotCarriedError(f"“{written}” is no number to be right within.") from None


def _typed(answers: list[dict[str, Any]], beside: dict[str, Any]) -> dict[str, Any]:
    for answer, kept in zip(answers, beside.get("matches") or (), strict=False):
        answer.update(kept if isinstance(kept, dict) else {})
    kept = {name: beside[name] for name in ("significant", "typos") if name in beside}
    return {"kind": "text_entry", "answers": answers, **kept}


def _match(element: etree._Element, _beside: dict[str, Any], texts: Texts) -> Shape:
    pairs = [(texts.of(pair), texts.paired(pair)) for pair in element.iterfind("subquestion")]
    return "matching", {
        "kind": "match",
        "pairs": [pair for pair in pairs if pair[0]],
        "distractors": [right for left, right in pairs if not left],
    }


def _order(element: etree._Element, _beside: dict[str, Any], texts: Texts) -> Shape:
    items = sorted(_options(element, texts), key=lambda option: float(option["fraction"]))
    return "ordering", {"kind": "order", "items": [option["text"] for option in items]}


_READERS: dict[str, Callable[[etree._Element, dict[str, Any], Texts], Shape]] = {
    "multichoice": _choice,
    "truefalse": _truth,
    "shortanswer": _entry,
    "numerical": _number,
    "matching": _match,
    "ordering": _order,
}
