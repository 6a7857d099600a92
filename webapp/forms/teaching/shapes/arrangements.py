"""The fields of what is put together: pairs, an order, the back of a card."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, Form, FormField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired

from questions.interactions import Interaction, Match, Order, Recall
from questions.lengths import BACK
from webapp.forms.lengths import at_most
from webapp.forms.teaching.formulas import sound_formulas
from webapp.forms.teaching.lines import first_repeated, lines, lines_of
from webapp.forms.teaching.shapes.shape import MOST_ROWS, TEXT, Shape
from webapp.forms.teaching.spoken import Spoken


class PairFields(Spoken, Form):
    """What stands on the left, and what belongs to it."""

    left = StringField(_l("Left"), TEXT)
    right = StringField(_l("Belongs to it"), TEXT)


class PairsShape(Shape):
    """Pairs to match."""

    rows = "pairs"
    rows_at_first = 4
    pairs = FieldList(FormField(PairFields), min_entries=1, max_entries=MOST_ROWS)
    distractors = TextAreaField(
        _l("Answers that belong to none"), [lines(0, MOST_ROWS), sound_formulas]
    )

    @staticmethod
    def filled_from(interaction: Match) -> dict[str, Any]:
        """Return a row for each pair."""
        return {
            "pairs": [{"left": left, "right": right} for left, right in interaction.pairs],
            "distractors": "\n".join(interaction.distractors),
        }

    def validate_pairs(self, _field: FieldList[Any]) -> None:
        """At least two, both sides filled in, none on the left twice."""
        pairs = self._pairs()
        for number, (left, right) in enumerate(pairs, 1):
            if bool(left) != bool(right):
                raise ValidationError(
                    _("Pair %(n)s has one side only. Fill it in or remove it.", n=number)
                )
        lefts = [left for left, _right in pairs if left]
        if len(lefts) < 2:
            raise ValidationError(_("Write at least two pairs."))
        if repeated := first_repeated(lefts):
            raise ValidationError(_("“%(line)s” is there twice.", line=repeated))

    def validate_distractors(self, field: Field) -> None:
        """None of them is an answer."""
        for clash in {right for _left, right in self._pairs()} & set(lines_of(field.data)):
            raise ValidationError(_("“%(line)s” belongs to a pair.", line=clash))

    def build(self, _kind: str, _before: Interaction | None) -> Match:
        """Pair both sides."""
        pairs = tuple(pair for pair in self._pairs() if all(pair))
        return Match(pairs=pairs, distractors=tuple(lines_of(self.distractors.data)))

    def _pairs(self) -> list[tuple[str, str]]:
        return [
            ((row.form.left.data or "").strip(), (row.form.right.data or "").strip())
            for row in self.pairs
        ]


class ItemsShape(Shape):
    """Items in the right order."""

    items = TextAreaField(_l("Items, in the right order"), [lines(2, MOST_ROWS), sound_formulas])

    @staticmethod
    def filled_from(interaction: Order) -> dict[str, Any]:
        """Return the items, one on each line."""
        return {"items": "\n".join(interaction.items)}

    def build(self, _kind: str, _before: Interaction | None) -> Order:
        """Take the lines as they stand."""
        return Order(items=tuple(lines_of(self.items.data)))


class BackShape(Shape):
    """The back of a flashcard."""

    back = TextAreaField(
        _l("Back"),
        [
            DataRequired(_l("Write the back of the card.")),
            at_most(BACK),
            sound_formulas,
        ],
    )

    @staticmethod
    def filled_from(interaction: Recall) -> dict[str, Any]:
        """Return the back."""
        return {"back": interaction.back}

    def build(self, _kind: str, _before: Interaction | None) -> Recall:
        """Take the back as it stands."""
        return Recall(back=(self.back.data or "").strip())
