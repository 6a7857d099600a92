"""Writing a question as an item of QTI 2.1 or 3.0, in the names of 2.1 to the last."""

from __future__ import annotations

from lxml import etree

from questions.interactions import Choice, Interaction, Match, Order, Recall, TextEntry
from questions.interchange.qti.beside import keep_in
from questions.interchange.qti.elements import add, is_numerical, name_of, root_in, spelt, title_of
from questions.interchange.qti.showing import show_files
from questions.interchange.qti.texts import GAP, blocks, inline
from questions.interchange.qti.versions import SECOND, Version
from questions.interchange.telling import told_with
from questions.media import NO_FILES, Files
from questions.question import Question

_RESPONSE = {"responseIdentifier": "RESPONSE"}
_TOLD = "ALWAYS"


def write_item(
    question: Question, version: Version = SECOND, files: Files = NO_FILES
) -> etree._Element:
    """Return the item of a question, which travels along in a comment; may raise ValueError."""
    item = _item(question, version, files)
    keep_in(item, question)
    version.name(item)
    return item


def bare_item(question: Question, version: Version = SECOND) -> etree._Element:
    """Return the item of a question; raises ValueError where XML cannot hold a character."""
    item = _item(question, version, NO_FILES)
    version.name(item)
    return item


def _item(question: Question, version: Version, files: Files) -> etree._Element:
    item = root_in(
        version.namespace,
        "assessmentItem",
        identifier=name_of(question),
        title=title_of(question),
        adaptive="false",
        timeDependent="false",
    )
    _declare(item, question.interaction)
    body = add(item, "itemBody")
    _ask(body, question)
    _process(item, question, version)
    _tell(item, question, version)
    show_files(item, files)
    return item


def _declare(item: etree._Element, shape: Interaction) -> None:
    cardinality, kind = _kinds(shape)
    declared = add(
        item,
        "responseDeclaration",
        identifier="RESPONSE",
        cardinality=cardinality,
        baseType=kind,
    )
    if right := _right(shape):
        correct = add(declared, "correctResponse")
        for value in right:
            add(correct, "value", value)
    if shares := _shares(shape):
        mapping = add(declared, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
        case = {"caseSensitive": "false"} if isinstance(shape, TextEntry) else {}
        for key, share in shares.items():
            add(mapping, "mapEntry", mapKey=key, mappedValue=spelt(share), **case)
    outcomes = {"SCORE": ("single", "float"), "FEEDBACK": ("multiple", "identifier")}
    for name, (many, base) in {**outcomes, "EXPLAINED": ("single", "identifier")}.items():
        add(item, "outcomeDeclaration", identifier=name, cardinality=many, baseType=base)


def _kinds(shape: Interaction) -> tuple[str, str]:
    """Return how many answers a response has, and of what they are."""
    match shape:
        case Choice():
            return ("multiple" if shape.multiple else "single"), "identifier"
        case TextEntry():
            return "single", "float" if is_numerical(shape) else "string"
        case Match():
            return "multiple", "directedPair"
        case Order():
            return "ordered", "identifier"
        case Recall():
            return "single", "string"


def _right(shape: Interaction) -> list[str]:
    match shape:
        case Choice():
            return [_letter(n) for n, option in enumerate(shape.options) if option.fraction > 0]
        case TextEntry():
            return shape.key()
        case Match():
            return list(_pairs(shape))
        case Order():
            return [_letter(n) for n in range(len(shape.items))]
        case Recall():
            return []


def _shares(shape: Interaction) -> dict[str, float]:
    match shape:
        case Choice():
            return {_letter(n): option.fraction for n, option in enumerate(shape.options)}
        case TextEntry() if not is_numerical(shape):
            first = {answer.text: answer.fraction for answer in reversed(shape.answers)}
            return dict(reversed(first.items()))  # of two alike the first counts
        case Match():
            return dict.fromkeys(_pairs(shape), 1 / len(shape.pairs))
        case _:
            return {}


def _letter(number: int) -> str:
    return f"A{number + 1}"


def _pairs(match: Match) -> list[str]:
    rights = match.choices()
    return [f"L{n} R{rights.index(right) + 1}" for n, (_, right) in enumerate(match.pairs, 1)]


def _ask(body: etree._Element, question: Question) -> None:
    shape = question.interaction
    gap = etree.Element("textEntryInteraction", _RESPONSE)
    has_gap = isinstance(shape, TextEntry) and GAP in question.stem
    blocks(add(body, "div"), question.stem, gap if has_gap else None)
    match shape:
        case Choice():
            most = {"maxChoices": "0" if shape.multiple else "1"}
            mixed = {"shuffle": str(shape.shuffle).lower()}
            asked = add(body, "choiceInteraction", **_RESPONSE, **mixed, **most)
            for number, option in enumerate(shape.options):
                inline(add(asked, "simpleChoice", identifier=_letter(number)), option.text)
        case TextEntry() if not has_gap:
            add(body, "p").append(gap)
        case Match():
            _ask_pairs(body, shape)
        case Order():
            asked = add(body, "orderInteraction", **_RESPONSE, shuffle="true")
            for number, item in enumerate(shape.items):
                inline(add(asked, "simpleChoice", identifier=_letter(number)), item)
        case Recall():
            add(body, "extendedTextInteraction", **_RESPONSE)
        case _:
            return


def _ask_pairs(body: etree._Element, match: Match) -> None:
    many = str(len(match.pairs))
    asked = add(body, "matchInteraction", **_RESPONSE, shuffle="true", maxAssociations=many)
    sides = ("L", [left for left, _ in match.pairs], "1"), ("R", match.choices(), "0")
    for sign, texts, most in sides:
        side = add(asked, "simpleMatchSet")
        for number, text in enumerate(texts, 1):
            found = add(side, "simpleAssociableChoice", identifier=f"{sign}{number}", matchMax=most)
            inline(found, text)


def _process(item: etree._Element, question: Question, version: Version) -> None:
    shape = question.interaction
    if isinstance(shape, Recall) or _is_told(question):
        done = add(item, "responseProcessing")
    elif _shares(shape):
        add(item, "responseProcessing", template=version.template("map_response"))
        return
    else:
        done = add(item, "responseProcessing")
    _score(done, shape)
    if isinstance(shape, Choice) and any(option.feedback for option in shape.options):
        add(add(done, "setOutcomeValue", identifier="FEEDBACK"), "variable", identifier="RESPONSE")
    if _said(question):
        always = add(done, "setOutcomeValue", identifier="EXPLAINED")
        add(always, "baseValue", _TOLD, baseType="identifier")


def _score(done: etree._Element, shape: Interaction) -> None:
    if _shares(shape):
        add(add(done, "setOutcomeValue", identifier="SCORE"), "mapResponse", identifier="RESPONSE")
        return
    if isinstance(shape, TextEntry):
        _score_number(done, shape)
    elif isinstance(shape, Order):
        condition = add(add(done, "responseCondition"), "responseIf")
        same = add(condition, "match")
        add(same, "variable", identifier="RESPONSE")
        add(same, "correct", identifier="RESPONSE")
        _set(condition, 1)


def _score_number(done: etree._Element, entry: TextEntry) -> None:
    condition = add(done, "responseCondition")
    ranked = sorted(entry.answers, key=lambda answer: -answer.fraction)
    for number, answer in enumerate(ranked):
        branch = add(condition, "responseElseIf" if number else "responseIf")
        within = spelt(answer.tolerance or 0) or "0"
        mode = {"toleranceMode": "absolute", "tolerance": f"{within} {within}"}
        same = add(branch, "equal", **(mode if answer.tolerance else {"toleranceMode": "exact"}))
        add(same, "variable", identifier="RESPONSE")
        add(same, "baseValue", answer.text, baseType="float")
        _set(branch, answer.fraction)


def _set(parent: etree._Element, share: float) -> None:
    add(
        add(parent, "setOutcomeValue", identifier="SCORE"),
        "baseValue",
        spelt(share) or "0",
        baseType="float",
    )


def _is_told(question: Question) -> bool:
    options = question.interaction.options if isinstance(question.interaction, Choice) else ()
    return bool(_said(question)) or any(option.feedback for option in options)


def _said(question: Question) -> str:
    if isinstance(question.interaction, Recall):
        return question.interaction.back
    return told_with(question.explanation, question.citations)


def _tell(item: etree._Element, question: Question, version: Version) -> None:
    options = question.interaction.options if isinstance(question.interaction, Choice) else ()
    for number, option in enumerate(options):
        if option.feedback:
            blocks(_modal(item, "FEEDBACK", _letter(number), version), option.feedback)
    if said := _said(question):
        blocks(_modal(item, "EXPLAINED", _TOLD, version), said)


def _modal(item: etree._Element, outcome: str, name: str, version: Version) -> etree._Element:
    told = add(item, "modalFeedback", outcomeIdentifier=outcome, identifier=name, showHide="show")
    return add(told, "contentBody") if version.hyphenated else told
