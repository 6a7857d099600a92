"""Choices and cards of H5P, in the native schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from questions.interchange.h5p.texts import Texts, inside, rows
from questions.interchange.shares import NotCarriedError, check_one_right


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of some content: its parameters, and what spells it."""

    params: dict[str, Any]
    spell: Callable[[Texts], dict[str, Any]]


def explanation_of(params: dict[str, Any], texts: Texts) -> str:
    """Return what is told to everybody; what is told by score is left out."""
    told = [row for row in rows(params.get("overallFeedback")) if texts.of(row.get("feedback"))]
    if len(told) == 1 and told[0].get("from") == 0 and told[0].get("to") == 100:
        said = texts.of(told[0].get("feedback"))
        if "@score" not in said and "@total" not in said:  # where H5P puts what was earned
            return said
    if told:
        texts.note("what is said by score was left out")
    return ""


def choice_of(params: dict[str, Any]) -> Iterator[Asked]:
    """Yield the question of a choice."""
    yield Asked(params, lambda texts: _choice(params, texts))


def _choice(params: dict[str, Any], texts: Texts) -> dict[str, Any]:
    answers, behaviour = rows(params.get("answers")), inside(params, "behaviour")
    right = sum(answer.get("correct") is True for answer in answers)
    if not right:
        raise NotCarriedError("No answer is right: what is to be picked here is nothing.")
    kind = behaviour.get("type", "auto")
    is_single = kind == "single" or (kind == "auto" and behaviour.get("singleAnswer") is True)
    multiple = not is_single and (kind == "multi" or right > 1)
    options = [_option(answer, right if multiple else 0, texts) for answer in answers]
    if not multiple:
        check_one_right(options)
    shuffle = behaviour.get("randomAnswers", True) is not False
    shape = {"kind": "choice", "multiple": multiple, "shuffle": shuffle, "options": options}
    return {
        "type": "multiple_response" if multiple else "multiple_choice",
        "stem": texts.of(params.get("question")),
        "interaction": shape,
        "explanation": explanation_of(params, texts),
    }


def _option(answer: dict[str, Any], right: int, texts: Texts) -> dict[str, Any]:
    """Return an option; where ``right`` may be picked, a wrong one costs what a right one gives."""
    told = inside(answer, "tipsAndFeedback")
    if texts.of(told.get("tip")) or texts.of(told.get("notChosenFeedback")):
        texts.note("tips, and what is said to answers that were not chosen, were left out")
    is_right = answer.get("correct") is True
    share = round(1 / right, 7) if right else 1.0
    return {
        "text": texts.of(answer.get("text")),
        "fraction": share if is_right else -share if right else 0.0,
        "feedback": texts.of(told.get("chosenFeedback")),
    }


def truth_of(params: dict[str, Any]) -> Iterator[Asked]:
    """Yield the question of a true or false."""
    yield Asked(params, lambda texts: _truth(params, texts))


def _truth(params: dict[str, Any], texts: Texts) -> dict[str, Any]:
    correct = str(params.get("correct")).lower()
    if correct not in ("true", "false"):
        raise NotCarriedError("It does not say whether it is true or false.")
    behaviour = inside(params, "behaviour")
    right = texts.of(behaviour.get("feedbackOnCorrect"))
    wrong = texts.of(behaviour.get("feedbackOnWrong"))
    told = {"true": right, "false": wrong} if correct == "true" else {"true": wrong, "false": right}
    options = [
        {
            "text": name.capitalize(),
            "fraction": float(name == correct),
            "feedback": "" if right == wrong else told[name],
        }
        for name in ("true", "false")
    ]
    return {
        "type": "true_false",
        "stem": texts.of(params.get("question")),
        "interaction": {"kind": "choice", "shuffle": False, "options": options},
        "explanation": right if right == wrong else "",
    }


def single_choices_of(params: dict[str, Any]) -> Iterator[Asked]:
    """Yield the questions of a set whose first answers are the right ones."""
    for row in rows(params.get("choices")):
        yield Asked(row, lambda texts, row=row: _first_is_right(row, texts))  # type: ignore[misc]


def _first_is_right(row: dict[str, Any], texts: Texts) -> dict[str, Any]:
    found = row.get("answers")
    answers = [texts.of(answer) for answer in found] if isinstance(found, list) else []
    options = [{"text": text, "fraction": float(n == 0)} for n, text in enumerate(answers)]
    return {
        "type": "multiple_choice",
        "stem": texts.of(row.get("question")),
        "interaction": {"kind": "choice", "options": options},
    }


def cards_of(params: dict[str, Any]) -> Iterator[Asked]:
    """Yield the cards of dialog cards, which are recalled, or of flashcards, which are typed."""
    for row in rows(params.get("dialogs")):
        yield Asked(row, lambda texts, row=row: _card(row, texts))  # type: ignore[misc]
    for row in rows(params.get("cards")):
        yield Asked(row, lambda texts, row=row: _typed(row, texts))  # type: ignore[misc]


def _card(row: dict[str, Any], texts: Texts) -> dict[str, Any]:
    if any(inside(row, "tips").values()):
        texts.note("its tips were left out")
    back = {"kind": "recall", "back": texts.of(row.get("answer"))}
    return {"type": "flashcard", "stem": texts.of(row.get("text")), "interaction": back}


def _typed(row: dict[str, Any], texts: Texts) -> dict[str, Any]:
    if inside(row, "tip").get("tip") or isinstance(row.get("tip"), str):
        texts.note("its tips were left out")
    answers = [{"text": each.strip()} for each in texts.of(row.get("answer")).split("/")]
    return {
        "type": "short_answer",
        "stem": texts.of(row.get("text")),
        "interaction": {"kind": "text_entry", "answers": answers},
    }
