"""Numerical: type a number, right within a tolerance."""

from questions.interactions import TextEntry
from questions.question import Question
from questions.types.question_type import QuestionType


def _problem(question: Question) -> str | None:
    interaction = question.interaction
    if isinstance(interaction, TextEntry) and any(a.match != "number" for a in interaction.answers):
        return "every accepted answer must be a number"
    return None


NUMERICAL = QuestionType("numerical", TextEntry, _problem)
