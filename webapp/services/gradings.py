"""Gradings: kept with the answer, so that what was told of it stays what is told."""

from __future__ import annotations

from questions.interactions import Grading, Interaction, grade
from questions.responses import load_response
from webapp.models import AttemptStep, Review


def graded(interaction: Interaction, answered: AttemptStep | Review) -> Grading | None:
    """Return how an answer was graded, or ``None`` where none was given.

    What was answered before gradings were kept is graded again.
    """
    if answered.response is None:
        return None
    if answered.feedback is None:
        return grade(interaction, load_response(answered.response))
    rule = answered.rule
    return Grading.model_validate(
        {"fraction": answered.fraction, "rule": rule, "feedback": answered.feedback}
    )
