"""Multiple response: pick every option that is right."""

from questions.interactions import Choice
from questions.question import Question
from questions.responses import Chosen
from questions.types.question_type import QuestionType


def _problem(question: Question) -> str | None:
    interaction = question.interaction
    if not isinstance(interaction, Choice) or not interaction.multiple:
        return "more than one option must be allowed; use multiple choice for one"
    if all(option.fraction > 0 for option in interaction.options):
        return "at least one option must be wrong"
    everything = Chosen(options=tuple(range(len(interaction.options))))
    if interaction.grade(everything).fraction == 1:
        return "wrong options must cost something, or picking everything is always right"
    return None


MULTIPLE_RESPONSE = QuestionType("multiple_response", Choice, _problem)
