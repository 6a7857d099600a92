"""The closed set of responses: what a learner gave, in the shape of the interaction answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from questions import lengths


class Frozen(BaseModel):
    """A value: immutable, equal by content, without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Chosen(Frozen):
    """The options picked, by their place in the interaction."""

    kind: Literal["choice"] = "choice"
    options: Annotated[tuple[int, ...], Field(max_length=lengths.ROWS)]


class Entered(Frozen):
    """The text typed."""

    kind: Literal["text_entry"] = "text_entry"
    text: Annotated[str, Field(max_length=lengths.ENTRY)]


class Matched(Frozen):
    """For each pair, in the interaction's order, the right-hand text picked, or nothing."""

    kind: Literal["match"] = "match"
    rights: Annotated[tuple[str | None, ...], Field(max_length=lengths.ROWS)]


class Ordered(Frozen):
    """The items, by their place in the interaction, in the order given."""

    kind: Literal["order"] = "order"
    items: Annotated[tuple[int, ...], Field(max_length=lengths.ROWS)]


class Recalled(Frozen):
    """How well it was recalled, in the learner's own judgement: 1 again to 4 easy."""

    kind: Literal["recall"] = "recall"
    rating: Annotated[int, Field(ge=1, le=4)]


Response = Annotated[Chosen | Entered | Matched | Ordered | Recalled, Field(discriminator="kind")]
_responses: TypeAdapter[Response] = TypeAdapter(Response)


def load_response(stored: object) -> Response:
    """Read a response from its JSON form; raises ``pydantic.ValidationError``."""
    return _responses.validate_python(stored)
