"""Reading an item of QTI 1.2, also as Canvas and Common Cartridges have it."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from questions.interchange.literal import literal
from questions.interchange.markup import looks_like_html
from questions.interchange.qti.beside import homeless
from questions.interchange.qti.conditions import Condition, conditions_of, shares_in
from questions.interchange.qti.scoring import NO_KEY, together
from questions.interchange.qti.texts import GAP, Texts
from questions.interchange.qti.trees import inner_markup, text_of
from questions.interchange.shares import NotCarriedError, check_one_right, let_wrong_ones_cost
from questions.question import Question
from questions.slugs import slugify

_RESPONSES = (
    *("response_lid", "response_str", "response_num"),
    *("response_xy", "response_grp", "response_extension"),
)
_GAPS = "Several gaps in one text are not asked here; write each as a question of its own."
_ESSAY = "An essay is for a person to mark."
_NO_PLACE = {
    "essay_question": _ESSAY,
    "cc.essay.v0p1": _ESSAY,
    "file_upload_question": "Files that learners hand in are not asked for here.",
    "text_only_question": "It is a text to read and asks nothing.",
    "calculated_question": "Numbers that are drawn anew for each learner are not asked here.",
    "fill_in_multiple_blanks_question": _GAPS,
    "multiple_dropdowns_question": _GAPS,
}
_FOR_ALL = "general_fb"  # Canvas’s name for what is told to everybody
_OTHER = "what is said to right, wrong or other answers as a whole was left out"
_DASHES = re.compile(r"_{3,}")
_TRUTHS = {"True", "False"}
_FILES = {"matimage": "a picture", "mataudio": "a sound"}
Shape = tuple[str, dict[str, Any]]


def spell_first(item: etree._Element, kept: Question | None, texts: Texts) -> dict[str, Any]:
    """Return the question an item spells, in the native schema; raises NotCarriedError."""
    presented = item.find("presentation")
    if presented is None:
        raise NotCarriedError("It has no text. It was left out.")
    for field in item.iterfind("itemmetadata/qtimetadata/qtimetadatafield"):
        named = text_of(field.find("fieldentry"))
        if named in _NO_PLACE:
            raise NotCarriedError(f"{_NO_PLACE[named]} It was left out.")
    responses = list(presented.iter(*_RESPONSES))
    conditions = list(conditions_of(item))
    kind, interaction = _asked(responses, conditions, texts)
    stem = stem_of(presented, texts)
    if kind == "short_answer" and len(_DASHES.findall(stem)) == 1:
        kind, stem = "cloze", _DASHES.sub(GAP, stem)
    explanation = _tell(item, conditions, responses, interaction, texts)
    return {
        "id": slugify(item.get("ident", "")) if item.get("ident") else None,
        "type": kind,
        "stem": stem or item.get("title", ""),
        "interaction": interaction,
        "explanation": explanation,
        **homeless(kept),
    }


def _asked(responses: list[etree._Element], conditions: list[Condition], texts: Texts) -> Shape:
    if not responses:
        raise NotCarriedError("It is a text to read and asks nothing. It was left out.")
    tags = {str(response.tag) for response in responses}
    if tags == {"response_lid"} and len(responses) > 1:
        return _match(responses, conditions, texts)
    if len(responses) > 1:
        raise NotCarriedError(f"{_GAPS} It was left out.")
    (response,) = responses
    if response.tag == "response_lid":
        if response.get("rcardinality", "").lower() == "ordered":
            return _order(response, conditions, texts)
        return _choice(response, conditions, texts)
    if tags & {"response_str", "response_num"}:
        return _entry(conditions, response.tag == "response_num", texts)
    raise NotCarriedError("Pointing or dragging on a picture is not asked here. It was left out.")


def stem_of(presented: etree._Element, texts: Texts) -> str:
    """Return the texts that stand in no answer."""
    parts = [
        _material(material, texts)
        for material in presented.iter("material")
        if next(material.iterancestors(*_RESPONSES), None) is None
    ]
    return "\n\n".join(part for part in parts if part)


def _material(material: etree._Element, texts: Texts) -> str:
    if material.find(".//matvideo") is not None:
        texts.note("a film was left out")
    parts = [_shown(part, texts) for part in material.iter("mattext", *_FILES)]
    return "\n\n".join(part for part in parts if part)


def _shown(part: etree._Element, texts: Texts) -> str:
    if part.tag not in _FILES:
        return _mattext(part, texts)
    source, inside = part.get("uri", ""), text_of(part)
    if part.get("embedded") == "base64" and inside:
        source = f"data:;base64,{inside}"
    return texts.of_file(source, part.get("label", ""), _FILES[str(part.tag)])


def _mattext(mattext: etree._Element, texts: Texts) -> str:
    if len(mattext):
        return texts.of_html(inner_markup(mattext))
    text = mattext.text or ""
    said = mattext.get("texttype", "")
    if said == "text/html" or (said != "text/plain" and looks_like_html(text)):
        return texts.of_html(text)
    return literal(text.strip())


def _labels(response: etree._Element, texts: Texts) -> dict[str, str]:
    return {
        label.get("ident", ""): "\n\n".join(_material(m, texts) for m in label.iter("material"))
        for label in response.iter("response_label")
    }


def _choice(response: etree._Element, conditions: list[Condition], texts: Texts) -> Shape:
    labels = _labels(response, texts)
    multiple = response.get("rcardinality", "Single").lower() == "multiple"
    shares = _shares_of_several(labels, conditions, texts) if multiple else shares_in(conditions)
    if not shares:
        raise NotCarriedError(NO_KEY)
    options = [{"text": text, "fraction": shares.get(name, 0.0)} for name, text in labels.items()]
    if multiple:
        for note in let_wrong_ones_cost(options):
            texts.note(note)
    else:
        check_one_right(options)
    rendered = response.find("render_choice")
    shuffle = rendered is not None and rendered.get("shuffle", "No").lower() == "yes"
    kind = "multiple_response" if multiple else "multiple_choice"
    if not multiple and set(labels.values()) == _TRUTHS:
        kind = "true_false"
    shape = {"kind": "choice", "multiple": multiple, "shuffle": shuffle, "options": options}
    return kind, shape


def _shares_of_several(
    labels: dict[str, str], conditions: list[Condition], texts: Texts
) -> dict[str, float]:
    """Return shares where each option adds something, or where all right ones go together."""
    scored = [condition for condition in conditions if condition.score is not None]
    if len(scored) > 1 and all(c.adds and len(c.equal) == 1 for c in scored):
        whole = sum(c.score or 0 for c in scored if c.is_right) or 1
        return {c.equal[0][1]: max(-1.0, round((c.score or 0) / whole, 7)) for c in scored}
    right = {value for c in scored[:1] if c.is_right for _response, value in c.equal}
    if not right:
        return {}
    return dict(zip(labels, together(list(labels), right, texts), strict=True))


def _entry(conditions: list[Condition], is_number: bool, texts: Texts) -> Shape:
    right = [c for c in conditions if c.is_right]
    if any(c.in_part for c in right):
        texts.note("an answer that is right by a part of it alone was left out")
    if is_number or any(c.low or c.high for c in right):
        return "numerical", {"kind": "text_entry", "answers": [_within(c, right) for c in right]}
    answers = [{"text": text, "fraction": share} for text, share in shares_in(conditions).items()]
    if not answers:
        raise NotCarriedError(NO_KEY)
    return "short_answer", {"kind": "text_entry", "answers": answers}


def _within(condition: Condition, right: list[Condition]) -> dict[str, Any]:
    """Return a number and how far from it one may be, as limits or the number itself say."""
    best = max(c.score or 0 for c in right)
    try:
        limits = [Decimal(limit) for limit in (condition.low, condition.high) if limit]
        said = condition.equal[0][1] if condition.equal else ""
        number = Decimal(said) if said else sum(limits, Decimal(0)) / (len(limits) or 1)
        within = max((abs(limit - number) for limit in limits), default=Decimal(0))
    except InvalidOperation:
        raise NotCarriedError("It compares with what is no number. It was left out.") from None
    return {
        "text": said or f"{number:f}",
        "fraction": round((condition.score or 0) / best, 7),
        "match": "number",
        "tolerance": float(within) or None,
    }


def _match(responses: list[etree._Element], conditions: list[Condition], texts: Texts) -> Shape:
    right = dict(pair for c in conditions if c.is_right for pair in c.equal)
    pairs: list[tuple[str, str]] = []
    others: dict[str, None] = {}
    for response in responses:
        labels = _labels(response, texts)
        left = "\n\n".join(_material(m, texts) for m in response.iterchildren("material"))
        name = right.get(response.get("ident", ""), "")
        if name not in labels:
            raise NotCarriedError(NO_KEY)
        pairs.append((left, labels[name]))
        others |= dict.fromkeys(labels.values())
    if not all(left for left, _right in pairs):
        raise NotCarriedError(f"{_GAPS} It was left out.")
    used = {text for _left, text in pairs}
    spare = [text for text in others if text not in used]
    return "matching", {"kind": "match", "pairs": pairs, "distractors": spare}


def _order(response: etree._Element, conditions: list[Condition], texts: Texts) -> Shape:
    labels = _labels(response, texts)
    names = [name for c in conditions if c.is_right for _response, name in c.equal]
    if sorted(names) != sorted(labels):
        raise NotCarriedError("Only some of its items have a place in the order. It was left out.")
    return "ordering", {"kind": "order", "items": [labels[name] for name in names]}


def _tell(
    item: etree._Element,
    conditions: list[Condition],
    responses: list[etree._Element],
    interaction: dict[str, Any],
    texts: Texts,
) -> str:
    """Give options and answers their feedback; return what everybody is told."""
    told = {
        feedback.get("ident", ""): "\n\n".join(
            filter(None, (_material(m, texts) for m in feedback.iter("material")))
        )
        for feedback in item.iterfind("itemfeedback")
    }
    explanation = told.pop(_FOR_ALL, "")
    rows = interaction.get("options", [])
    names = [label.get("ident", "") for r in responses for label in r.iter("response_label")]
    by_value = dict(zip(names, rows, strict=False)) if rows else {}
    by_value |= {answer["text"]: answer for answer in interaction.get("answers", [])}
    for condition in conditions:
        for name in condition.says:
            if len(condition.equal) == 1 and not condition.unequal:
                row = by_value.get(condition.equal[0][1])
                if row is not None and name in told:
                    row["feedback"] = told.pop(name)
    if any(told.values()):
        texts.note(_OTHER)
    return explanation
