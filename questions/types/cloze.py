"""Cloze: fill the gap in a sentence."""

from questions.formulas.finding import formulas_in
from questions.interactions import TextEntry
from questions.question import Question
from questions.types.question_type import QuestionType

GAP = "____"


def _problem(question: Question) -> str | None:
    if question.stem.count(GAP) != 1 or GAP + "_" in question.stem:
        return f"the sentence must have exactly one gap, written {GAP}"
    if any(GAP in formula.latex for formula in formulas_in(question.stem)):
        return "the gap cannot stand inside a formula: end the formula before it"
    return None


CLOZE = QuestionType("cloze", TextEntry, _problem)
