"""Who said it: whose claim a statement is."""

from questions.interactions import Choice
from questions.types.question_type import QuestionType, single_choice

WHO_SAID_IT = QuestionType(
    "who_said_it", Choice, lambda question: single_choice(question.interaction)
)
