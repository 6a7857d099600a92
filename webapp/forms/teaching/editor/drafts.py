"""A draft: what is typed in the editor, sound or not, as a value that JSON can hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, field_validator
from werkzeug.datastructures import MultiDict

from questions.question import Citation, Question
from questions.responses import Frozen
from webapp.forms.teaching.editor.voices import voices_of
from webapp.forms.teaching.questions import QuestionForm
from webapp.forms.teaching.shapes import SHAPE_OF, SHAPES
from webapp.services.sources.queries.sentences import Source

Values = Mapping[str, Any]


class Draft(Frozen):
    """The values of every field as they were typed.

    The names are those of :class:`QuestionForm`; ``shapes`` has the values of each interaction's
    fields, by the name of its shape, so that switching the type of question loses none of them.
    """

    type: str = "multiple_choice"
    stem: str = ""
    explanation: str = ""
    hints: str = ""
    tags: str = ""
    note: str = ""
    origin: str = "0"
    based_on: str = "0"
    document: str = ""
    shown: str = ""
    cite: tuple[int, ...] = ()
    quote: str = ""
    start: str = ""
    stance: str = ""
    speaker: str = ""
    more: tuple[dict[str, str], ...] = ()
    shapes: dict[str, dict[str, Any]] = Field(default_factory=dict)

    @field_validator("type", mode="before")
    @classmethod
    def _known(cls, value: object) -> object:
        return value if value in SHAPE_OF else "multiple_choice"

    @property
    def shape(self) -> str:
        """The name of the fields of the chosen type."""
        return SHAPE_OF[self.type]

    @property
    def turns(self) -> bool:
        """Whether another document was chosen than the one that was shown."""
        return self.shown not in ("", self.document)

    def changed(self, **values: Any) -> Draft:
        """Return it with other values."""
        return Draft(**{**self.__dict__, **values})

    def with_shape(self, name: str, values: Values) -> Draft:
        """Return it with other values of one shape."""
        return self.changed(shapes={**self.shapes, name: dict(values)})


def parse(form: MultiDict[str, str]) -> Draft:
    """Read what a browser sent; what no field of ours has is left out."""
    fields = QuestionForm(form)
    typed = {name: value for name, value in fields.data.items() if value is not None}
    shapes = {name: shape(form, prefix=f"{name}-").data for name, shape in SHAPES.items()}
    return Draft(**{**typed, "shapes": shapes})


def draft_of(question: Question | None, source: Source | None, **values: str) -> Draft:
    """Return what stands in the editor at first: ``question``, or nothing but ``values``.

    The passage is filled in by :func:`point_at`; the further ones are carried along.
    """
    shapes: dict[str, dict[str, Any]] = {name: shape.blank() for name, shape in SHAPES.items()}
    shapes["voices"] = voices_of(source)
    if question is None:
        return Draft(**values, shapes=shapes)
    name = SHAPE_OF[question.type]
    shapes[name] = SHAPES[name].filled_from(question.interaction)
    return Draft(
        **{
            **values,
            "type": question.type,
            "stem": question.stem,
            "explanation": question.explanation,
            "hints": "\n".join(" ".join(hint.split()) for hint in question.hints),
            "tags": ", ".join(question.tags),
            "more": tuple(carry(citation) for citation in question.citations[1:]),
            "shapes": shapes,
        }
    )


def carry(citation: Citation) -> dict[str, str]:
    """Return a further citation as hidden fields carry it."""
    return {
        name: "" if value is None else str(value)
        for name, value in citation.model_dump(mode="json").items()
    }
