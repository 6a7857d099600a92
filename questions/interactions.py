"""The closed set of response shapes: what a learner does, and what it is worth.

An interaction grades a response by itself: ``grade(interaction, response)`` gives a fraction
from 0 to 1. How a question is asked is its type; grading, showing, storing and exchanging know
only interactions.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from questions import lengths
from questions.responses import Chosen, Entered, Frozen, Matched, Ordered, Recalled, Response
from questions.typed_answers import (
    Rule,
    Significant,
    Words,
    is_typo_of,
    match_date,
    match_number,
    match_text,
    no_words,
    parse_date,
    read_quantity,
    words_of,
)

ShortText = Annotated[str, Field(min_length=1, max_length=lengths.LINE)]
Fraction = Annotated[float, Field(ge=-1, le=1)]
_NEARLY = 0.01


class Grading(Frozen):
    """What a response is worth: a fraction from 0 to 1, by which rule, and what to say."""

    fraction: Annotated[float, Field(ge=0, le=1)]
    rule: Rule | None = None
    feedback: str = ""


class Option(Frozen):
    """One option of a choice; ``fraction`` is what picking it adds, from -1 to 1."""

    text: ShortText
    fraction: Fraction
    feedback: Annotated[str, Field(max_length=lengths.FEEDBACK)] = ""


class Choice(Frozen):
    """Pick one option, or several."""

    kind: Literal["choice"] = "choice"
    multiple: bool = False
    shuffle: bool = True
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=lengths.ROWS)]

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        _must_differ([option.text for option in self.options], "options")
        right = sum(option.fraction for option in self.options if option.fraction > 0)
        if self.multiple and abs(right - 1) > _NEARLY:
            raise ValueError("the fractions of the right options must add up to 1")
        if not self.multiple and max(option.fraction for option in self.options) != 1:
            raise ValueError("one option must be fully right (fraction 1)")
        return self

    def grade(self, response: Chosen) -> Grading:
        """Add up the fractions of the options picked, kept between 0 and 1."""
        picked = [self.options[i] for i in sorted(set(response.options)) if self._has(i)]
        if not self.multiple and len(picked) > 1:
            return Grading(fraction=0)
        total = round(sum(option.fraction for option in picked), 4)
        feedback = "\n\n".join(option.feedback for option in picked if option.feedback)
        return Grading(fraction=_full(max(0.0, total)), feedback=feedback)

    def _has(self, index: int) -> bool:
        return 0 <= index < len(self.options)

    def key(self) -> list[str]:
        """The texts of the right options."""
        return [option.text for option in self.options if option.fraction > 0]


class Typed(str):
    """What is typed as an answer, or is to be: letters as they stand, nobody's Markdown."""

    __slots__ = ()


def in_a_line(texts: Iterable[str], between: str) -> str:
    """Return texts side by side; one that is alone stays what it is, ``Typed`` or Markdown."""
    first, *others = [*texts] or [""]
    return between.join((first, *others)) if others else first


class Answer(Frozen):
    """One accepted answer to a text entry; ``tolerance`` is for numbers alone."""

    text: ShortText
    fraction: Fraction = 1.0
    match: Literal["text", "number", "date"] = "text"
    tolerance: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    feedback: Annotated[str, Field(max_length=lengths.FEEDBACK)] = ""

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.match == "number" and read_quantity(self.text) is None:
            raise ValueError(f"“{self.text}” is not a number")
        if self.match == "date" and parse_date(self.text) is None:
            raise ValueError(f"“{self.text}” is not a date; write it like 2023-01-20")
        if self.match != "number" and self.tolerance is not None:
            raise ValueError("only a number can have a tolerance")
        return self

    def rule_for(self, entered: str, significant: tuple[Significant, ...]) -> Rule | None:
        """Return the rule by which ``entered`` is this answer, typing slips apart."""
        if self.match == "number":
            return "number" if match_number(entered, self.text, self.tolerance or 0.0) else None
        if self.match == "date":
            return "date" if match_date(entered, self.text) else None
        return match_text(entered, self.text, significant)


class TextEntry(Frozen):
    """Type a word, a number, a date or a short phrase."""

    kind: Literal["text_entry"] = "text_entry"
    answers: Annotated[tuple[Answer, ...], Field(min_length=1, max_length=lengths.ANSWERS)]
    significant: tuple[Significant, ...] = ()
    typos: bool = True

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if max(answer.fraction for answer in self.answers) != 1:
            raise ValueError("one accepted answer must be fully right (fraction 1)")
        return self

    def grade(self, response: Entered, context: Words = no_words) -> Grading:
        """Take the best answer that matches; forgive a typing slip only when none does.

        What is a word of another answer, or one of the words that ``context`` returns, is no slip.
        """
        graded = [
            Grading(fraction=max(0.0, answer.fraction), rule=rule, feedback=answer.feedback)
            for answer in self.answers
            if (rule := answer.rule_for(response.text, self.significant))
        ]
        if not graded and self.typos:
            graded = [
                Grading(fraction=answer.fraction, rule="typo", feedback=answer.feedback)
                for answer in self.answers
                if answer.fraction > 0 and self._is_slip(response.text, answer, context)
            ]
        return max(graded, key=lambda grading: grading.fraction, default=Grading(fraction=0))

    def _is_slip(self, entered: str, answer: Answer, context: Words) -> bool:
        def words() -> frozenset[str]:
            others = [words_of(other.text) for other in self.answers if other is not answer]
            return frozenset(context()).union(*others)

        return answer.match == "text" and is_typo_of(entered, answer.text, self.significant, words)

    def key(self) -> list[str]:
        """The first fully right answer: the one to show."""
        return [next(Typed(answer.text) for answer in self.answers if answer.fraction == 1)]


class Match(Frozen):
    """Pair each left-hand text with its right-hand text; distractors belong to none."""

    kind: Literal["match"] = "match"
    pairs: Annotated[
        tuple[tuple[ShortText, ShortText], ...], Field(min_length=2, max_length=lengths.ROWS)
    ]
    distractors: Annotated[tuple[ShortText, ...], Field(max_length=lengths.ROWS)] = ()

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        _must_differ([left for left, _ in self.pairs], "left-hand texts")
        rights = {right for _, right in self.pairs}
        if clash := rights.intersection(self.distractors):
            raise ValueError(f"“{min(clash)}” is both an answer and a distractor")
        _must_differ(self.choices(), "right-hand texts")
        return self

    def grade(self, response: Matched) -> Grading:
        """Give the share of pairs that are right."""
        rights = response.rights[: len(self.pairs)]
        right = sum(pair[1] == given for pair, given in zip(self.pairs, rights, strict=False))
        return Grading(fraction=_full(right / len(self.pairs)))

    def choices(self) -> list[str]:
        """Every right-hand text once, distractors included, in alphabetical order."""
        return sorted({right for _, right in self.pairs} | set(self.distractors), key=str.casefold)

    def key(self) -> list[str]:
        """The pairs, as "left → right"."""
        return [f"{left} → {right}" for left, right in self.pairs]


class Order(Frozen):
    """Put the items, which are stored in the right order, in order."""

    kind: Literal["order"] = "order"
    items: Annotated[tuple[ShortText, ...], Field(min_length=2, max_length=lengths.ROWS)]

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        _must_differ(list(self.items), "items")
        return self

    def grade(self, response: Ordered) -> Grading:
        """Give the share of neighbours that follow each other as they should."""
        if sorted(response.items) != list(range(len(self.items))):
            return Grading(fraction=0)
        following = sum(
            b == a + 1 for a, b in zip(response.items, response.items[1:], strict=False)
        )
        return Grading(fraction=_full(following / (len(self.items) - 1)))

    def key(self) -> list[str]:
        """The items in the right order."""
        return list(self.items)


class Recall(Frozen):
    """Say the answer to oneself, see the back, and judge how well it was recalled."""

    kind: Literal["recall"] = "recall"
    back: Annotated[str, Field(min_length=1, max_length=lengths.BACK)]

    def grade(self, response: Recalled) -> Grading:
        """Again is 0; hard, good and easy are 1."""
        return Grading(fraction=float(response.rating > 1))

    def key(self) -> list[str]:
        """The back."""
        return [self.back]


Interaction = Annotated[Choice | TextEntry | Match | Order | Recall, Field(discriminator="kind")]
_interactions: TypeAdapter[Interaction] = TypeAdapter(Interaction)


def grade(interaction: Interaction, response: Response, context: Words = no_words) -> Grading:
    """Grade ``response``; ``context`` returns the folded words that are never typing slips.

    Raises:
        ValueError: the response is of another interaction's shape.
    """
    match interaction, response:
        case Choice(), Chosen():
            return interaction.grade(response)
        case TextEntry(), Entered():
            return interaction.grade(response, context)
        case Match(), Matched():
            return interaction.grade(response)
        case Order(), Ordered():
            return interaction.grade(response)
        case Recall(), Recalled():
            return interaction.grade(response)
        case _:
            raise ValueError(f"a {response.kind} response cannot answer a {interaction.kind}")


def load_interaction(stored: object) -> Interaction:
    """Read an interaction from its JSON form; raises ``pydantic.ValidationError``."""
    return _interactions.validate_python(stored)


def _must_differ(texts: list[str], what: str) -> None:
    seen: set[str] = set()
    for text in (" ".join(text.split()).casefold() for text in texts):
        if text in seen:
            raise ValueError(f"two {what} are the same: “{text}”")
        seen.add(text)


def _full(fraction: float) -> float:
    """Count thirds that were written as .33 or .34 as the whole they add up to."""
    return 1.0 if fraction >= 1 - _NEARLY else fraction
