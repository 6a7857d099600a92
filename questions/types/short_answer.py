"""Short answer: type a word or a short phrase."""

from questions.interactions import TextEntry
from questions.types.question_type import QuestionType

SHORT_ANSWER = QuestionType("short_answer", TextEntry)
