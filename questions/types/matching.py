"""Matching: pair each item with what belongs to it."""

from questions.interactions import Match
from questions.types.question_type import QuestionType

MATCHING = QuestionType("matching", Match)
