"""The fields of a choice: options to type in, or true and false."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired

from questions.interactions import Choice, Interaction, Option
from questions.option_order import why_poor
from webapp.forms.teaching.lines import first_repeated
from webapp.forms.teaching.offers import offer
from webapp.forms.teaching.places import read_place
from webapp.forms.teaching.shapes.shape import FEEDBACK, MOST_ROWS, TEXT, Shape
from webapp.forms.teaching.spoken import Spoken


class OptionFields(Spoken, Form):
    """One option: whether it is right (where several are), its text, what is said to it."""

    right = BooleanField(_l("Right"))
    text = StringField(_l("Option"), TEXT)
    feedback = StringField(_l("Shown when it is chosen"), FEEDBACK)

    @property
    def poor(self) -> str | None:
        """Why it is a poor option, as one that speaks of the others is."""
        return why_poor(self.text.data or "")


class OptionsShape(Shape):
    """A choice among options that are typed in."""

    rows = "options"
    rows_at_first = 4
    options = FieldList(FormField(OptionFields), min_entries=1, max_entries=MOST_ROWS)
    one = StringField(_l("The right answer"))
    shuffle = BooleanField(_l("Show the options in a new order each time"), default=True)

    @staticmethod
    def filled_from(interaction: Choice) -> dict[str, Any]:
        """Return a row for each option."""
        right = [n for n, option in enumerate(interaction.options) if option.fraction > 0]
        return {
            "options": [
                {"right": o.fraction > 0, "text": o.text, "feedback": o.feedback}
                for o in interaction.options
            ],
            "one": str(right[0]) if len(right) == 1 else "",
            "shuffle": interaction.shuffle,
        }

    def rules(self, kind: str) -> Mapping[str, Any]:
        """Options differ, enough of them, one or some of them right."""

        def check(_form: Form, field: FieldList[Any]) -> None:
            rights = self._rights(kind)
            written = self._written()
            for number, row in enumerate(field.entries):
                if number not in written and (number in rights or row.form.feedback.data):
                    row.form.text.errors = [_("Fill it in or remove it.")]
                    raise ValidationError(
                        _("Option %(n)s is empty. Fill it in or remove it.", n=number + 1)
                    )
            texts = [(field.entries[n].form.text.data or "").strip() for n in written]
            if len(texts) < 2:
                raise ValidationError(_("Write at least two options."))
            if repeated := first_repeated(texts):
                raise ValidationError(_("“%(text)s” is there twice.", text=repeated))
            if not rights:
                raise ValidationError(_("Mark the right answer."))
            if kind == "multiple_response" and len(rights) == len(texts):
                raise ValidationError(_("At least one option must be wrong."))

        return {"options": [check]}

    def build(self, kind: str, before: Interaction | None) -> Choice:
        """Right ones share 1, wrong ones cost so that picking everything is worth nothing."""
        several = kind == "multiple_response"
        rights, written = self._rights(kind), self._written()
        gain = 1 / len(rights) if several else 1.0
        cost = -1 / (len(written) - len(rights)) if several else 0.0
        options = tuple(
            Option(
                text=(self.options[n].form.text.data or "").strip(),
                fraction=round(gain if n in rights else cost, 4),
                feedback=(self.options[n].form.feedback.data or "").strip(),
            )
            for n in written
        )
        if isinstance(before, Choice) and _as_right(before.options) == _as_right(options):
            worth = {option.text: option.fraction for option in before.options}
            options = tuple(o.model_copy(update={"fraction": worth[o.text]}) for o in options)
        return Choice(multiple=several, shuffle=bool(self.shuffle.data), options=options)

    def _written(self) -> list[int]:
        rows = enumerate(self.options.entries)
        return [n for n, row in rows if (row.form.text.data or "").strip()]

    def _rights(self, kind: str) -> set[int]:
        if kind == "multiple_response":
            rows = enumerate(self.options.entries)
            return {n for n, row in rows if row.form.right.data}
        one = read_place(self.one.data)
        return set() if one is None else {one}

    @classmethod
    def without_row(cls, values: Mapping[str, Any], place: int | None) -> dict[str, Any]:
        """Keep the right answer marked when a row above it goes."""
        changed = super().without_row(values, place)
        one = read_place(values["one"])
        if place is None or one is None or len(changed["options"]) == len(values["options"]):
            return changed
        return {**changed, "one": "" if one == place else str(one - (one > place))}


def _as_right(options: tuple[Option, ...]) -> dict[str, bool]:
    return {option.text: option.fraction > 0 for option in options}


class TruthShape(Shape):
    """True or false."""

    right = RadioField(
        _l("The statement is"),
        [DataRequired(_l("Say whether the statement is true."))],
        choices=offer([("0", _l("True")), ("1", _l("False"))]),
    )
    feedback_true = StringField(_l("Shown to those who choose true"), FEEDBACK)
    feedback_false = StringField(_l("Shown to those who choose false"), FEEDBACK)

    @staticmethod
    def filled_from(interaction: Choice) -> dict[str, Any]:
        """Return which of the two is right."""
        first, second = interaction.options[:2]
        return {
            "right": "0" if first.fraction > 0 else "1",
            "feedback_true": first.feedback,
            "feedback_false": second.feedback,
        }

    def build(self, _kind: str, before: Interaction | None) -> Choice:
        """Keep the two words the question had, in their order."""
        texts = (_("True"), _("False"))
        if isinstance(before, Choice) and len(before.options) == 2:
            texts = (before.options[0].text, before.options[1].text)
        feedbacks = (self.feedback_true.data or "", self.feedback_false.data or "")
        options = tuple(
            Option(text=text, fraction=float(str(n) == self.right.data), feedback=said.strip())
            for n, (text, said) in enumerate(zip(texts, feedbacks, strict=True))
        )
        return Choice(shuffle=False, options=options)
