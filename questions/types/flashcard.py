"""Flashcard: recall the back, then judge oneself."""

from questions.interactions import Recall
from questions.types.question_type import QuestionType

FLASHCARD = QuestionType("flashcard", Recall)
