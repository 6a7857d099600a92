"""Writing a question as an item of QTI 1.2, as Canvas has it."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from questions.interactions import Answer, Choice, Interaction, Match, Option, Order, Recall
from questions.interactions import TextEntry as Entry
from questions.interchange.equations import as_image
from questions.interchange.markup import to_html, told_instead
from questions.interchange.qti.beside import keep_in
from questions.interchange.qti.elements import add, is_numerical, name_of, root_in, spelt, title_of
from questions.interchange.shares import NotCarriedError
from questions.interchange.telling import told_with
from questions.media.marking import Show
from questions.question import Question

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_WHOLE = 100  # what Canvas calls all of the mark
_RESPONSE = "response1"
_FOR_ALL = "general_fb"


def write_first(question: Question, show: Show = told_instead) -> etree._Element:
    """Return the item of a question, which travels along in a comment; may raise ValueError."""
    item = bare_first(question, show)
    keep_in(item, question)
    return item


def bare_first(question: Question, show: Show = told_instead) -> etree._Element:
    """Return the item of a question; raises ValueError where XML cannot hold a character."""
    item = root_in(QTI, "item", ident=name_of(question), title=title_of(question))
    shape = question.interaction
    fields = add(add(item, "itemmetadata"), "qtimetadata")
    for label, entry in {
        "question_type": _kind(shape, question.type),
        "points_possible": "1",
    }.items():
        field = add(fields, "qtimetadatafield")
        add(field, "fieldlabel", label)
        add(field, "fieldentry", entry)
    presented = add(item, "presentation")
    _say(presented, question.stem, show)
    _ask(presented, shape, show)
    done = add(item, "resprocessing")
    limits = {"maxvalue": str(_WHOLE), "minvalue": "0", "varname": "SCORE", "vartype": "Decimal"}
    add(add(done, "outcomes"), "decvar", **limits)
    feedbacks = _tell(done, question)
    _score(done, shape)
    for name, text in feedbacks.items():
        _say(add(add(item, "itemfeedback", ident=name), "flow_mat"), text, show)
    return item


def _kind(shape: Interaction, kind: str) -> str:
    """Return Canvas’s name for what is asked."""
    match shape:
        case Choice() if kind == "true_false":
            return "true_false_question"
        case Choice():
            return "multiple_answers_question" if shape.multiple else "multiple_choice_question"
        case Entry():
            return "numerical_question" if is_numerical(shape) else "short_answer_question"
        case Match():
            return "matching_question"
        case Recall():
            return "essay_question"
        case Order():
            raise NotCarriedError(
                "Canvas takes in no questions of QTI 1.2 whose items are put in order."
            )


def _say(parent: etree._Element, text: str, show: Show) -> None:
    written = to_html(text, show, as_image)
    add(add(parent, "material"), "mattext", written, texttype="text/html")


def _ask(presented: etree._Element, shape: Interaction, show: Show) -> None:
    match shape:
        case Choice():
            asked = _response(presented, _RESPONSE, "Multiple" if shape.multiple else "Single")
            mixed = "Yes" if shape.shuffle else "No"
            _list(asked, [option.text for option in shape.options], mixed, show)
        case Match():
            for number, (left, _right) in enumerate(shape.pairs, 1):
                asked = _response(presented, f"response{number}", "Single")
                _say(asked, left, show)
                _list(asked, shape.choices(), "Yes", show)
        case Entry() | Recall():
            asked = add(presented, "response_str", ident=_RESPONSE, rcardinality="Single")
            fib = add(asked, "render_fib")
            add(fib, "response_label", ident="answer1")
        case Order():
            return


def _response(parent: etree._Element, name: str, many: str) -> etree._Element:
    return add(parent, "response_lid", ident=name, rcardinality=many)


def _list(asked: etree._Element, texts: list[str], mixed: str, show: Show) -> None:
    options = add(asked, "render_choice", shuffle=mixed)
    for number, text in enumerate(texts):
        _say(add(options, "response_label", ident=_label(number)), text, show)


def _label(number: int) -> str:
    return str(1001 + number)  # Canvas names its answers by numbers


def _tell(done: etree._Element, question: Question) -> dict[str, str]:
    """Say when what is told; return what is told, by its name."""
    shape = question.interaction
    said = told_with(question.explanation, question.citations)
    if isinstance(shape, Recall):
        said = shape.back
    told = {_FOR_ALL: said} if said else {}
    if said:
        condition = _when(done, "Yes", _FOR_ALL)
        add(add(condition, "conditionvar"), "other")
        condition.append(condition[0])  # what is told stands behind when
    for name, row in _rows(shape).items():
        if row.feedback.strip():
            condition = _when(done, "Yes", f"{len(told)}_fb")
            _equal(add(condition, "conditionvar"), name)
            condition.append(condition[0])
            told[f"{len(told)}_fb"] = row.feedback
    return told


def _when(done: etree._Element, goes_on: str, name: str) -> etree._Element:
    condition = add(done, "respcondition", **{"continue": goes_on})
    add(condition, "displayfeedback", feedbacktype="Response", linkrefid=name)
    return condition


def _rows(shape: Interaction) -> dict[str, Option | Answer]:
    """Return what has a share and feedback of its own, by what is looked for."""
    match shape:
        case Choice():
            return {_label(n): option for n, option in enumerate(shape.options)}
        case Entry():
            first = {answer.text: answer for answer in reversed(shape.answers)}
            return dict(reversed(first.items()))  # of two alike the first counts
        case _:
            return {}


def _equal(parent: etree._Element, value: str, name: str = _RESPONSE) -> None:
    add(parent, "varequal", value, respident=name)


def _score(done: etree._Element, shape: Interaction) -> None:
    match shape:
        case Choice() if shape.multiple:
            _score_all(done, shape)
        case Entry() if is_numerical(shape):
            for answer in shape.answers:
                _score_number(done, answer)
        case Choice() | Entry():
            _score_each(done, _rows(shape))
        case Match():
            rights = shape.choices()
            for number, (_left, right) in enumerate(shape.pairs, 1):
                found = _worth(done, 1 / len(shape.pairs), "Add")
                _equal(found, _label(rights.index(right)), f"response{number}")
        case _:
            return


def _score_each(done: etree._Element, rows: dict[str, Option | Answer]) -> None:
    for name, row in rows.items():
        if row.fraction:
            _equal(_worth(done, row.fraction), name)


def _worth(done: etree._Element, share: float, action: str = "Set") -> etree._Element:
    """Add a condition that is worth a share, and return what it looks for."""
    condition = add(done, "respcondition", **{"continue": "No" if action == "Set" else "Yes"})
    looked_for = add(condition, "conditionvar")
    add(condition, "setvar", spelt(share * _WHOLE), action=action, varname="SCORE")
    return looked_for


def _score_all(done: etree._Element, choice: Choice) -> None:
    together = add(_worth(done, 1), "and")
    for number, option in enumerate(choice.options):
        _equal(together if option.fraction > 0 else add(together, "not"), _label(number))


def _score_number(done: etree._Element, answer: Answer) -> None:
    either = add(_worth(done, answer.fraction), "or")
    _equal(either, answer.text)
    between = add(either, "and")
    number, within = Decimal(answer.text), Decimal(repr(answer.tolerance or 0))
    add(between, "vargte", f"{number - within:f}", respident=_RESPONSE)
    add(between, "varlte", f"{number + within:f}", respident=_RESPONSE)
