"""Ordering: put events or steps in order."""

from questions.interactions import Order
from questions.types.question_type import QuestionType

ORDERING = QuestionType("ordering", Order)
