"""Reading an item of QTI 2 or 3, under the names of 2.x."""

from __future__ import annotations

from typing import Any

from lxml import etree

from questions.interchange.qti.asking import Asked, asked_in
from questions.interchange.qti.beside import homeless
from questions.interchange.qti.texts import GAP, Texts
from questions.interchange.qti.trees import inner_markup, replace, text_of
from questions.interchange.shares import NotCarriedError
from questions.question import Question
from questions.slugs import slugify

_INLINE = {"textEntryInteraction", "inlineChoiceInteraction"}
_ASIDE = {
    "rubricBlock": "what is written for those who mark it was left out",
    "feedbackBlock": "what depends on the answer, inside the text, was left out",
    "feedbackInline": "what depends on the answer, inside the text, was left out",
    "templateBlock": "what depends on chance was left out",
    "templateInline": "what depends on chance was left out",
    "infoControl": "what opens on request was left out",
}
_OTHER = "what is said to right, wrong or other answers as a whole was left out"


def spell_item(item: etree._Element, kept: Question | None, texts: Texts) -> dict[str, Any]:
    """Return the question an item spells, in the native schema; raises NotCarriedError."""
    body = item.find("itemBody")
    if body is None:
        raise NotCarriedError("It has no text. It was left out.")
    if item.get("adaptive") == "true":
        texts.note("that its steps depend on answers was left out")
    told = _told(item, body, texts)
    asked = asked_in(item, body, texts)
    _give_feedback(asked, told)
    explanation = told.pop("", "")
    if told:
        texts.note(_OTHER)
    kind, stem = _stem(body, asked, texts)
    return {
        "id": slugify(item.get("identifier", "")) if item.get("identifier") else None,
        "type": kind,
        "stem": stem or item.get("title", ""),
        "interaction": asked.interaction,
        "explanation": explanation,
        **homeless(kept),
    }


def _told(item: etree._Element, body: etree._Element, texts: Texts) -> dict[str, str]:
    """Return what is said afterwards, by what it is said to; to everybody, by nothing."""
    always = {
        (outcome.get("identifier"), text_of(outcome.find("baseValue")))
        for outcome in item.iterfind("responseProcessing/setOutcomeValue")
        if outcome.find("baseValue") is not None
    }
    told: dict[str, str] = {}
    inside = body.findall(".//simpleChoice//feedbackInline")
    for feedback in [*item.findall("modalFeedback"), *inside]:
        name = feedback.get("identifier", "")
        is_for_all = (feedback.get("outcomeIdentifier"), name) in always
        if feedback.get("showHide", "show") == "show" and (text := texts.of(feedback)):
            told["" if is_for_all else name] = text
    return told


def _give_feedback(asked: Asked, told: dict[str, str]) -> None:
    options = asked.interaction.get("options", [])
    for name, option in zip(asked.names, options, strict=False):
        if name in told:
            option["feedback"] = told.pop(name)


def _stem(body: etree._Element, asked: Asked, texts: Texts) -> tuple[str, str]:
    """Return the type, which may turn out to be a gap, and what is asked."""
    for tag, note in _ASIDE.items():
        for aside in body.findall(f".//{tag}"):
            texts.note(note)
            replace(aside, "")
    element = asked.element
    prompt = element.find("prompt")
    put = texts.of(prompt)
    is_inside = element.tag in _INLINE and _has_text_around(element)
    replace(element, GAP if is_inside else "")
    text = texts.of_html(inner_markup(body))
    stem = "\n\n".join(part for part in (text, put) if part)
    if is_inside and asked.kind == "short_answer":
        return "cloze", stem
    return asked.kind, stem


def _has_text_around(element: etree._Element) -> bool:
    """Return whether a gap stands in a line with words in it."""
    line = element.getparent()
    return line is not None and bool(text_of(line).strip(" \t\n.:_"))
