"""Writing a question as the content type of H5P that asks it."""

from __future__ import annotations

from html import escape
from typing import Any

from questions.interactions import Choice, Match, Order, Recall, TextEntry
from questions.interchange.filing import in_words
from questions.interchange.h5p.packages import CARDS, Content
from questions.interchange.h5p.showing import Shown
from questions.interchange.h5p.texts import GAP, PLACE, keep_in, told_of
from questions.interchange.markup import inline_of, to_html
from questions.interchange.shares import NotCarriedError
from questions.media import NO_FILES, Files
from questions.question import Question

_TRUE_AND_FALSE = ("True", "False")
_SIGNS = "*/:\\"  # what has a meaning of its own in a gap


def write_question(question: Question, files: Files = NO_FILES) -> Content:
    """Return what asks a question in H5P; raises NotCarriedError."""
    shown = Shown(question, files, is_card=isinstance(question.interaction, Recall))
    match question.interaction:
        case Choice() as choice if _is_true_or_false(question, choice):
            library, params = "H5P.TrueFalse", _truth(question, choice, shown)
        case Choice() as choice:
            library, params = "H5P.MultiChoice", _choice(question, choice, shown)
        case TextEntry() as entry:
            library, params = "H5P.Blanks", _blanks(question, entry, shown)
        case Match() as match:
            library, params = "H5P.DragText", _words(question, match, shown)
        case Recall() as recall:
            library, params = CARDS, _card(question, recall, shown)
        case Order():
            raise NotCarriedError("Question sets of H5P have no items to put in order.")
    return Content(library, keep_in({**params, **shown.params()}, question), shown.names)


def _is_true_or_false(question: Question, choice: Choice) -> bool:
    return (
        question.type == "true_false"
        and tuple(option.text for option in choice.options) == _TRUE_AND_FALSE
        and not any(option.feedback for option in choice.options)
    )


def _overall(question: Question) -> list[dict[str, Any]]:
    return [{"from": 0, "to": 100, "feedback": told_of(question)}]


def _truth(question: Question, choice: Choice, shown: Shown) -> dict[str, Any]:
    told = told_of(question)
    behaviour = {"feedbackOnCorrect": told, "feedbackOnWrong": told} if told else {}
    correct = "true" if choice.options[0].fraction > 0 else "false"
    return {"question": shown.html(question.stem), "correct": correct, "behaviour": behaviour}


def _choice(question: Question, choice: Choice, shown: Shown) -> dict[str, Any]:
    answers = [
        {
            "text": to_html(option.text),
            "correct": option.fraction > 0,
            "tipsAndFeedback": {"tip": "", "chosenFeedback": to_html(option.feedback)},
        }
        for option in choice.options
    ]
    kind = "multi" if choice.multiple else "single"
    return {
        "question": shown.html(question.stem),
        "answers": answers,
        "overallFeedback": _overall(question),
        "behaviour": {"type": kind, "randomAnswers": choice.shuffle, "singlePoint": False},
    }


def _blanks(question: Question, entry: TextEntry, shown: Shown) -> dict[str, Any]:
    answers = [answer.text for answer in entry.answers if answer.fraction > 0]
    gap = f"*{'/'.join(_plain(answer) for answer in answers)}*"
    is_cloze = question.type == "cloze" and question.stem.count(GAP) == 1
    task, text = ("", question.stem) if is_cloze else (question.stem, GAP)
    written = shown.html(text.replace(GAP, PLACE)).replace(PLACE, GAP)  # alone it would be a rule
    if "*" in written:
        raise NotCarriedError("H5P takes a * in the text for the beginning of a gap.")
    return {
        "text": shown.html(task),
        "questions": [written.replace(GAP, gap)],
        "overallFeedback": _overall(question),
        "behaviour": {"caseSensitive": False, "acceptSpellingErrors": entry.typos},
    }


def _plain(answer: str) -> str:
    if any(sign in answer for sign in _SIGNS) or "\n" in answer:
        raise NotCarriedError(f"H5P gives * / : and \\ in an answer a meaning: “{answer}”.")
    return escape(answer.strip(), quote=False)


def _words(question: Question, match: Match, shown: Shown) -> dict[str, Any]:
    lines = [f"{_line(left)} *{_line(right)}*" for left, right in match.pairs]
    return {
        "taskDescription": shown.html(question.stem),
        "textField": "\n".join(lines),
        "distractors": " ".join(f"*{_line(right)}*" for right in match.distractors),
        "overallFeedback": _overall(question),
    }


def _line(written: str) -> str:
    text = in_words(written)
    if any(sign in text for sign in _SIGNS) or "\n" in text:
        raise NotCarriedError("Words to drag in H5P have no * / : \\ and no lines in them.")
    return inline_of(text)


def _card(question: Question, recall: Recall, shown: Shown) -> dict[str, Any]:
    back = "\n\n".join(filter(None, (to_html(recall.back), told_of(question))))
    return {"text": shown.html(question.stem), "answer": back, "tips": {}}
