"""What every question type declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from questions.interactions import Choice, Interaction, Match, Order, Recall, TextEntry
from questions.question import Question

Shape = type[Choice] | type[TextEntry] | type[Match] | type[Order] | type[Recall]


@dataclass(frozen=True, slots=True)
class QuestionType:
    """A way to ask: its name, the interaction it takes, and what else must hold.

    ``rule`` returns what is wrong and how to mend it, or ``None``; it is asked only when the
    interaction is of the right shape.
    """

    name: str
    shape: Shape
    rule: Callable[[Question], str | None] = lambda _: None

    def problem(self, question: Question) -> str | None:
        """Return what is wrong with ``question`` as one of this type, or ``None``."""
        if not isinstance(question.interaction, self.shape):
            wanted = self.shape.model_fields["kind"].default
            return f"{self.name} takes a {wanted} interaction, not {question.interaction.kind}"
        return self.rule(question)


def single_choice(interaction: Interaction) -> str | None:
    """Return why ``interaction`` is not a choice of exactly one right option, or ``None``."""
    if not isinstance(interaction, Choice) or interaction.multiple:
        return "only one option may be picked; use multiple response for several"
    if sum(option.fraction > 0 for option in interaction.options) != 1:
        return "exactly one option must be right"
    return None
