"""Cloze: fill the gap in a sentence."""

from questions.interactions import TextEntry
from questions.question import Question
from questions.types.question_type import QuestionType

GAP = "____"


def _problem(question: Question) -> str | None:
    if question.stem.count(GAP) != 1 or GAP + "_" in question.stem:
        return f"the sentence must have exactly one gap, written {GAP}"
    return None


CLOZE = QuestionType("cloze", TextEntry, _problem)
