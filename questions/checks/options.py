"""The options are of one kind, differ, and none stands out."""

from __future__ import annotations

from questions.asking.candidate import Candidate
from questions.facts.reading import Facts
from questions.interactions import Choice


def distractors_distinct(candidate: Candidate, facts: Facts) -> str | None:
    """No option is another name for another."""
    interaction = candidate.question.interaction
    if not isinstance(interaction, Choice):
        return None
    texts = [option.text for option in interaction.options]
    for index, one in enumerate(texts):
        for other in texts[index + 1 :]:
            if not one[0].isdigit() and facts.names.same(one, other):
                return f"“{one}” and “{other}” may be the same"
    return None


def options_balanced(candidate: Candidate, facts: Facts) -> str | None:
    """The key is not more than twice as long as the longest distractor."""
    interaction = candidate.question.interaction
    if not isinstance(interaction, Choice):
        return None
    wrong = [len(option.text) for option in interaction.options if option.fraction <= 0]
    right = [len(option.text) for option in interaction.options if option.fraction > 0]
    if min(right) > 2 * max(wrong) and max(wrong) > len("False"):
        return "the key is the longest option by far"
    return None
