"""Questions, and the citations that prove them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from questions import lengths
from questions.interactions import Interaction
from questions.responses import Frozen
from questions.slugs import Slug


class Stance(StrEnum):
    """How a source holds what it states: in its own voice, or as somebody's words."""

    ASSERTED = "asserted"
    CLAIMED = "claimed"
    DENIED = "denied"


class Status(StrEnum):
    """Where a version of a question stands in curation."""

    CANDIDATE = "candidate"
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    REJECTED = "rejected"
    RETIRED = "retired"


Hint = Annotated[str, Field(min_length=1, max_length=lengths.HINT)]
Tag = Annotated[str, Field(min_length=1, max_length=lengths.TAG)]


class Citation(Frozen):
    """The passage that proves an answer, verbatim, and whose claim it is.

    ``start`` and ``end`` are character offsets into the document's text.
    """

    document: Slug
    start: Annotated[int, Field(ge=0)]
    end: int
    quote: Annotated[str, Field(min_length=1, max_length=lengths.QUOTE)]
    stance: Stance
    speaker: Annotated[str, Field(min_length=1, max_length=lengths.SPEAKER)] | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError("the quote is not as long as its offsets say")
        if self.stance is Stance.ASSERTED and self.speaker is not None:
            raise ValueError("what a source asserts in its own voice has no speaker")
        if self.stance is not Stance.ASSERTED and self.speaker is None:
            raise ValueError(f"what is {self.stance} needs its speaker")
        return self

    def problem(self, text: str) -> str | None:
        """Return why the quote does not stand in ``text`` where it says, or ``None``."""
        found = text[self.start : self.end]
        if found == self.quote:
            return None
        return f"the text at {self.start} to {self.end} reads “{found}”, not “{self.quote}”"


class Statistics(Frozen):
    """What a question came to where it was asked: how often, as of which day.

    ``facility`` is the share of the marks that was had, ``discrimination`` the index in percent.
    """

    asked: Annotated[int, Field(ge=1)]
    facility: Annotated[float, Field(ge=0, le=1)]
    discrimination: Annotated[float, Field(ge=-100, le=100)] | None = None
    as_of: date


class Question(Frozen):
    """A question in the native schema: asked how, in what shape, and proved by what.

    ``statistics`` travel with it from the bank that it was exported from, for people to read: they
    are of that bank's learners, so that no other bank takes them for its own.
    ``hints`` help those who may try again, one after each wrong try.
    """

    id: Slug | None = None
    type: str
    stem: Annotated[str, Field(min_length=1, max_length=lengths.STEM)]
    interaction: Interaction
    explanation: Annotated[str, Field(max_length=lengths.EXPLANATION)] = ""
    hints: Annotated[tuple[Hint, ...], Field(max_length=lengths.HINTS)] = ()
    citations: Annotated[tuple[Citation, ...], Field(max_length=lengths.CITATIONS)] = ()
    tags: Annotated[tuple[Tag, ...], Field(max_length=lengths.TAGS)] = ()
    score: Annotated[float, Field(ge=0, le=1)] | None = None
    statistics: Statistics | None = None

    @property
    def proof(self) -> Citation | None:
        """The passage that proves the answer; others lead to it, or tell who speaks in it.

        It is what somebody says, or, where nobody speaks, the last.
        """
        said = (each for each in self.citations if each.speaker is not None)
        return next(said, self.citations[-1] if self.citations else None)
