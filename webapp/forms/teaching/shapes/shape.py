"""What the fields of every interaction have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from pydantic import ValidationError as Unsound
from wtforms import FieldList, Form
from wtforms.validators import Length

from questions.interactions import Interaction
from webapp.forms.teaching.spoken import Spoken

MOST_ROWS = 20
TEXT = Length(max=500, message=_l("Keep it under 500 characters."))
FEEDBACK = Length(max=2000, message=_l("Keep it under 2,000 characters."))


class Shape(Spoken, Form):
    """The fields of one interaction. ``rows`` names the list that rows are added to."""

    rows: ClassVar[str | None] = None

    @staticmethod
    @abstractmethod
    def filled_from(interaction: Any) -> dict[str, Any]:
        """Return the fields' values for an interaction of this shape."""

    @abstractmethod
    def build(self, kind: str, before: Interaction | None) -> Interaction:
        """Return the interaction the valid fields spell, for that type of question.

        ``before`` is the interaction that was edited. Raises pydantic.ValidationError.
        """

    def interaction(self, kind: str, before: Interaction | None) -> Interaction | None:
        """Return what is spelt, or ``None`` with the errors beside the fields."""
        if not self.validate(extra_validators=self.rules(kind)):
            return None
        try:
            return self.build(kind, before)
        except Unsound as error:
            first = next(iter(self))
            first.errors = [*first.errors, error.errors()[0]["msg"].removeprefix("Value error, ")]
            return None

    def rules(self, _kind: str) -> Mapping[str, Any]:
        """Return what else must hold for that type of question, as validators by field."""
        return {}

    def change_rows(self, add: bool, place: int | None = None) -> None:
        """Add an empty row, or remove the row at ``place``."""
        field = self[self.rows] if self.rows else None
        if not isinstance(field, FieldList):
            return
        if add and len(field) < MOST_ROWS:
            field.append_entry()
        elif place is not None and place < len(field):
            field.pop_entry(place)  # type: ignore[call-arg]
