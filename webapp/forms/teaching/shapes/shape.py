"""What the fields of every interaction have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import ValidationError as Unsound
from wtforms import Form

from questions import lengths
from questions.interactions import Interaction
from webapp.forms.lengths import at_most
from webapp.forms.teaching.formulas import sound_formulas
from webapp.forms.teaching.spoken import Spoken

MOST_ROWS = lengths.ROWS
TEXT = (at_most(lengths.LINE), sound_formulas)
FEEDBACK = (at_most(lengths.FEEDBACK), sound_formulas)


class Shape(Spoken, Form):
    """The fields of one interaction. ``rows`` names the list that rows are added to."""

    rows: ClassVar[str | None] = None
    rows_at_first: ClassVar[int] = 1
    most_rows: ClassVar[int] = MOST_ROWS

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

    @classmethod
    def blank(cls) -> dict[str, Any]:
        """Return the values of the fields before anything is typed."""
        values = cls().data
        return values | {cls.rows: [cls.blank_row()] * cls.rows_at_first} if cls.rows else values

    @classmethod
    def blank_row(cls) -> dict[str, Any]:
        """Return the values of an empty row."""
        row = cls().data[cls.rows][0] if cls.rows else {}
        return {name: "" if value is None else value for name, value in row.items()}

    @classmethod
    def with_row(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values with one empty row more, where there is room."""
        if cls.rows is None or len(values[cls.rows]) >= cls.most_rows:
            return dict(values)
        return {**values, cls.rows: [*values[cls.rows], cls.blank_row()]}

    @classmethod
    def without_row(cls, values: Mapping[str, Any], place: int | None) -> dict[str, Any]:
        """Return the values without the row at ``place``; one row stays."""
        if cls.rows is None or len(values[cls.rows]) < 2:
            return dict(values)
        kept = [row for n, row in enumerate(values[cls.rows]) if n != place]
        return {**values, cls.rows: kept}
