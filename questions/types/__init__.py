"""Question types: how to ask. One file a type, and its line in TYPES."""

from questions.question import Question
from questions.types.cloze import CLOZE
from questions.types.flashcard import FLASHCARD
from questions.types.matching import MATCHING
from questions.types.multiple_choice import MULTIPLE_CHOICE
from questions.types.multiple_response import MULTIPLE_RESPONSE
from questions.types.numerical import NUMERICAL
from questions.types.ordering import ORDERING
from questions.types.question_type import QuestionType
from questions.types.short_answer import SHORT_ANSWER
from questions.types.true_false import TRUE_FALSE
from questions.types.who_said_it import WHO_SAID_IT

TYPES: dict[str, QuestionType] = {
    kind.name: kind
    for kind in (
        MULTIPLE_CHOICE,
        MULTIPLE_RESPONSE,
        TRUE_FALSE,
        SHORT_ANSWER,
        NUMERICAL,
        CLOZE,
        MATCHING,
        ORDERING,
        WHO_SAID_IT,
        FLASHCARD,
    )
}


def type_problem(question: Question) -> str | None:
    """Return what is wrong with ``question`` as one of its type, or ``None``."""
    if question.type not in TYPES:
        return f"“{question.type}” is not a question type; use one of {', '.join(TYPES)}"
    return TYPES[question.type].problem(question)
