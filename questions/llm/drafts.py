"""The form a model answers in. It is read with tolerance: what is in it is checked later."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from questions.llm.model import MalformedError

Text = Annotated[str, AfterValidator(lambda text: " ".join(text.split()))]
_MOST = 100  # eight times what is asked for
KINDS = ("multiple_choice", "short_answer", "true_false", "cloze", "flashcard")


def _strict(schema: dict[str, Any]) -> None:
    """Leave nothing optional: servers that guarantee a schema ask for that."""
    schema["additionalProperties"] = False
    schema["required"] = list(schema["properties"])
    for described in schema["properties"].values():
        described.pop("default", None)


class Draft(BaseModel):
    """One question as a model gives it."""

    model_config = ConfigDict(json_schema_extra=_strict)

    type: Annotated[str, Field(json_schema_extra={"enum": list(KINDS)})]
    stem: Text
    answer: Text
    wrong: list[Text] = []
    quote: Text
    speaker: Text | None = None


class Drafts(BaseModel):
    """A whole answer."""

    model_config = ConfigDict(json_schema_extra=_strict)

    questions: list[Draft]


def read_drafts(answer: str) -> list[Draft]:
    """Return the drafts of an answer, whatever it has around its JSON.

    Raises:
        MalformedError: it is empty, or not in the form asked for.
    """
    if not answer.strip():
        raise MalformedError("The model answers nothing. Try another model.")
    found = answer[answer.find("{") : answer.rfind("}") + 1]
    try:
        drafts = Drafts.model_validate_json(found).questions
    except ValidationError:
        raise MalformedError(
            "The model's answer is not in the form asked for. Try a model that keeps to a schema."
        ) from None
    if len(drafts) > _MOST:
        raise MalformedError("The model's answer has far too many questions. Try another model.")
    return drafts
