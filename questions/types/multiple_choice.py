"""Multiple choice: one right option among several."""

from questions.interactions import Choice
from questions.types.question_type import QuestionType, single_choice

MULTIPLE_CHOICE = QuestionType(
    "multiple_choice", Choice, lambda question: single_choice(question.interaction)
)
