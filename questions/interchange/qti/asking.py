"""Reading what an item of QTI 2 or 3 asks, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from questions.interchange.qti.scoring import Key, key_of, limits_of, shares_of_options
from questions.interchange.qti.texts import Texts
from questions.interchange.qti.trees import replace
from questions.interchange.shares import NotCarriedError, check_one_right, let_wrong_ones_cost

_PICTURE = "Pointing or dragging on a picture is not asked here."
_NO_PLACE = {
    "extendedTextInteraction": "An essay is for a person to mark.",
    "uploadInteraction": "Files that learners hand in are not asked for here.",
    "drawingInteraction": "Drawing is not asked for here.",
    "gapMatchInteraction": "Several gaps in one text are not asked here.",
    "hottextInteraction": "Marking words in a text is not asked here.",
    "sliderInteraction": "A slider is not asked with here.",
    "mediaInteraction": "Playing a sound or film asks nothing that is marked.",
    "associateInteraction": "Pairs within one list are not asked here.",
    "endAttemptInteraction": "A button that ends the attempt is not asked with here.",
    "customInteraction": "It is asked by a program of its own.",
    "portableCustomInteraction": "It is asked by a program of its own.",
    **dict.fromkeys(
        (
            *("hotspotInteraction", "selectPointInteraction", "positionObjectStage"),
            *("graphicOrderInteraction", "graphicAssociateInteraction"),
            *("graphicGapMatchInteraction", "positionObjectInteraction"),
        ),
        _PICTURE,
    ),
}
_SEVERAL = "It asks {} things at once; write each as a question of its own. It was left out."
_NOTHING = "It is a text to read and asks nothing. It was left out."
_TRUTHS = {"True", "False"}
_SIDES = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the element, its type, its interaction, and what each option is called."""

    element: etree._Element
    kind: str
    interaction: dict[str, Any]
    names: tuple[str, ...] = ()


def asked_in(item: etree._Element, body: etree._Element, texts: Texts) -> Asked:
    """Return what an item asks; raises NotCarriedError."""
    if item.find("templateDeclaration") is not None:
        raise NotCarriedError("It is drawn anew for each learner. It was left out.")
    found = [
        element
        for element in body.iter(etree.Element)
        if str(element.tag).endswith("Interaction") or element.tag == "positionObjectStage"
    ]
    if not found:
        raise NotCarriedError(_NOTHING)
    for element in found:
        if element.tag not in _READERS:
            said = _NO_PLACE.get(str(element.tag), f"“{element.tag}” is not known here.")
            raise NotCarriedError(f"{said} It was left out.")
    if len(found) > 1:
        raise NotCarriedError(_SEVERAL.format(len(found)))
    (element,) = found
    key = key_of(item, element.get("responseIdentifier", ""), texts)
    return _READERS[str(element.tag)](item, element, key, texts)


def _choice(_item: etree._Element, element: etree._Element, key: Key, texts: Texts) -> Asked:
    found = element.findall("simpleChoice") + element.findall("inlineChoice")
    names = [option.get("identifier", "") for option in found]
    multiple = element.get("maxChoices", "1") != "1"
    options = [
        {"text": _without_feedback(option, texts), "fraction": share}
        for option, share in zip(found, shares_of_options(key, names, multiple, texts), strict=True)
    ]
    kind = "multiple_response" if multiple else "multiple_choice"
    if multiple:
        for note in let_wrong_ones_cost(options):
            texts.note(note)
    else:
        check_one_right(options)
    if not multiple and {str(option["text"]) for option in options} == _TRUTHS:
        kind = "true_false"
    is_mixed = element.get("shuffle", "false") == "true"
    shape = {"kind": "choice", "multiple": multiple, "shuffle": is_mixed, "options": options}
    return Asked(element, kind, shape, tuple(names))


def _without_feedback(option: etree._Element, texts: Texts) -> str:
    """Return the text of an option; what it says to those who pick it is read apart."""
    for told in option.findall(".//feedbackInline"):
        replace(told, "")
    return _said(option, texts)


def _said(option: etree._Element, texts: Texts) -> str:
    """Return the text of something to pick, pair or order, which must have one."""
    text = texts.of(option)
    if not text:
        why = "".join(f": {note}" for note in texts.notes[-1:])
        raise NotCarriedError(f"Something to pick there has no words. It was left out{why or '.'}")
    return text


def _entry(item: etree._Element, element: etree._Element, key: Key, texts: Texts) -> Asked:
    if key.kind in ("float", "integer"):
        return Asked(element, "numerical", _number(item, key, texts))
    shares = key.shares or dict.fromkeys(key.right, 1.0)
    best = [text for text in shares if shares[text] == 1]
    first = [text for text in key.right if text in best]
    ranked = sorted(shares, key=lambda text: text not in first)  # what is shown as the answer
    answers = [{"text": text.strip(), "fraction": shares[text]} for text in ranked]
    return Asked(element, "short_answer", {"kind": "text_entry", "answers": answers})


def _number(item: etree._Element, key: Key, texts: Texts) -> dict[str, Any]:
    compared = list(limits_of(item, texts))
    found = compared or [(text, None, share) for text, share in key.shares.items()]
    whole = max((share for _, _, share in found), default=0)
    if whole <= 0:
        found, whole = [(text, None, 1.0) for text in key.right], 1.0
    answers = [
        {
            "text": text or next(iter(key.right), ""),
            "fraction": max(-1.0, round(share / whole, 7)),
            "match": "number",
            "tolerance": within,
        }
        for text, within, share in found
    ]
    return {"kind": "text_entry", "answers": answers}


def _match(_item: etree._Element, element: etree._Element, key: Key, texts: Texts) -> Asked:
    sides = [
        {choice.get("identifier", ""): _said(choice, texts) for choice in side}
        for side in element.findall("simpleMatchSet")
    ]
    pairs = [pair.split() for pair in key.right or _worth_something(key)]
    lefts = [pair[0] for pair in pairs if len(pair) > 1]
    if len(sides) != _SIDES or len(set(lefts)) != len(lefts):
        raise NotCarriedError("One text belongs to several there. It was left out.")
    if set(lefts) != set(sides[0]):
        raise NotCarriedError("Some texts belong to none of the others there. It was left out.")
    used = {right: left for left, right in pairs}
    try:
        shape = {
            "kind": "match",
            "pairs": sorted(
                ((sides[0][left], sides[1][right]) for left, right in pairs),
                key=lambda pair: list(sides[0].values()).index(pair[0]),
            ),
            "distractors": [text for name, text in sides[1].items() if name not in used],
        }
    except (KeyError, ValueError):
        raise NotCarriedError("Its key names a text that is not there.") from None
    return Asked(element, "matching", shape)


def _worth_something(key: Key) -> tuple[str, ...]:
    return tuple(pair for pair, share in key.shares.items() if share > 0)


def _order(_item: etree._Element, element: etree._Element, key: Key, texts: Texts) -> Asked:
    found = {
        each.get("identifier", ""): _said(each, texts) for each in element.findall("simpleChoice")
    }
    if set(key.right) != set(found):
        raise NotCarriedError("Only some of its items have a place in the order. It was left out.")
    items = [found[name] for name in key.right]
    return Asked(element, "ordering", {"kind": "order", "items": items})


_READERS: dict[str, Callable[[etree._Element, etree._Element, Key, Texts], Asked]] = {
    "choiceInteraction": _choice,
    "inlineChoiceInteraction": _choice,
    "textEntryInteraction": _entry,
    "matchInteraction": _match,
    "orderInteraction": _order,
}
