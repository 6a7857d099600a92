"""The fields that show a draft, with what is wrong beside each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wtforms import Field

from webapp.forms.teaching.editor.drafts import Draft
from webapp.forms.teaching.questions import QuestionForm
from webapp.forms.teaching.shapes import SHAPES, Shape


class Fields:
    """The forms of a draft: what every question has, and the fields of each interaction."""

    def __init__(self, draft: Draft) -> None:
        """Fill the fields with what was typed."""
        self.draft = draft
        self.form = QuestionForm(data=draft.__dict__)
        self.shapes: dict[str, Shape] = {
            name: shape(prefix=f"{name}-", data=draft.shapes.get(name))
            for name, shape in SHAPES.items()
        }

    @property
    def shape(self) -> Shape:
        """The fields of the chosen type."""
        return self.shapes[self.draft.shape]

    def refuse(self, message: object, field: str | None) -> None:
        """Put a message beside its field, or above the form."""
        if field and field in self.form:
            self.form[field].errors = [*self.form[field].errors, str(message)]
        else:
            self.form.form_errors.append(str(message))

    def wrong(self) -> Iterator[tuple[str, str, str]]:
        """Yield the id and label of each field at fault and what is wrong with it."""
        fields: Iterable[Field] = [*self.form, *self.shape]
        for field in fields:
            if field.errors:
                yield field.id, str(field.label.text), _first(field.errors)


def _first(errors: Any) -> str:
    if isinstance(errors, dict):
        return _first([*errors.values()])
    if isinstance(errors, list | tuple):
        return _first(next(error for error in errors if error))
    return str(errors)
