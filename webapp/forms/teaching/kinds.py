"""What the editor needs of each type of question: its label, its fields, and a hint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of question in the editor.

    ``shape`` names its fields in SHAPES. ``group`` says which of them are shown, by the
    ``data-for`` of the template, where types with the same fields show them differently.
    """

    label: Any
    shape: str
    group: str = ""
    hint: Any = ""

    @property
    def shown(self) -> str:
        """The group of fields that is shown."""
        return self.group or self.shape


# Keyed like questions.types.TYPES, in the order in which the editor offers them.
KINDS: dict[str, Kind] = {
    "multiple_choice": Kind(_l("Multiple choice"), "options", "one"),
    "multiple_response": Kind(_l("Several right"), "options", "several"),
    "true_false": Kind(_l("True or false"), "truth"),
    "short_answer": Kind(_l("Short answer"), "words"),
    "numerical": Kind(_l("Number"), "amounts"),
    "cloze": Kind(
        _l("Fill the gap"), "words", "gap", _l("Write the gap as four underscores: ____")
    ),
    "matching": Kind(_l("Match"), "match"),
    "ordering": Kind(_l("Put in order"), "order"),
    "who_said_it": Kind(_l("Who said it?"), "voices"),
    "flashcard": Kind(
        _l("Flashcard"),
        "card",
        hint=_l(
            "This is the front of the card. Flashcards are asked in reviews, never in quizzes."
        ),
    ),
}
