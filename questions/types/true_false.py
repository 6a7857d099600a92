"""True or false: a statement the document proves or refutes."""

from questions.interactions import Choice
from questions.question import Question
from questions.types.question_type import QuestionType, single_choice


def _problem(question: Question) -> str | None:
    interaction = question.interaction
    if isinstance(interaction, Choice) and len(interaction.options) != 2:
        return "there must be exactly two options, true and false"
    return single_choice(interaction)


TRUE_FALSE = QuestionType("true_false", Choice, _problem)
