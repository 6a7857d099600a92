"""What may be published: one rule, to be asked wherever a question is saved or taken in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from questions.folding import without_invisible
from questions.interactions import Choice, Interaction, Match, Order, Recall, TextEntry
from questions.media import names_in, texts_in, undescribed
from questions.question import Citation, Question, Stance
from questions.types import type_problem

# Somebody is named, and said to have said so.
_HAVING_SAID = re.compile(
    r"\b(?!(?:He|She|It|They|We|Who)\b)[^\W\d_a-z][\w’'-]+ (?:said|denied|claimed|stated) that\b"
)
_SEEN = re.compile("[!-~]")  # what most texts have, so that the rest need not be looked through
Part = Literal["type", "stem", "interaction", "explanation", "hints", "quote", "speaker"]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A reason why a question may not be published, and the part of it that it is about."""

    part: Part
    reason: str

    def __str__(self) -> str:
        return self.reason


def problems(question: Question, texts: Mapping[str, str]) -> tuple[Obstacle, ...]:
    """Return everything that keeps ``question`` from being published; nothing when it may be.

    ``texts`` has the text of each document that it may cite, by its slug. What the evidence
    proves must stand there verbatim, whose claim it is must be said, to learners as well, and
    nothing be blank.
    """
    return tuple(_problems(question, texts))


def _problems(question: Question, texts: Mapping[str, str]) -> Iterator[Obstacle]:
    if problem := type_problem(question):
        yield Obstacle("type", problem)
    if _is_blank(question.stem):
        yield Obstacle("stem", "Nothing can be seen of what is asked.")
    if any(_is_blank(text) for text in _shown(question)):
        yield Obstacle("interaction", "Nothing can be seen of an option or answer.")
    yield from _of_media(question)
    if not question.citations:
        yield Obstacle("quote", "It cites no passage that proves its answer.")
    for citation in question.citations:
        yield from _of_citation(citation, texts)
    if not _is_blank(question.stem) and (speaker := unnamed_speaker(question)):
        yield Obstacle(
            "stem",
            f"This is a claim by {speaker}. Name them in the question, as in "
            f"“According to {speaker}, …”, or keep it as a draft.",
        )


def _of_media(question: Question) -> Iterator[Obstacle]:
    if not names_in(question):
        return
    parts: dict[Part, Iterable[str]] = {
        "stem": [question.stem],
        "interaction": texts_in(question.interaction.model_dump(mode="json")),
        "explanation": [question.explanation],
        "hints": question.hints,
    }
    for part, texts in parts.items():
        if any(undescribed(text) for text in texts):
            yield Obstacle(
                part,
                "A picture or sound has no description. Say between its [ ] what it shows: whoever "
                "cannot see or hear it is told that.",
            )


def _of_citation(citation: Citation, texts: Mapping[str, str]) -> Iterator[Obstacle]:
    text = texts.get(citation.document)
    if text is None:
        yield Obstacle("quote", f"There is no document “{citation.document}”.")
    elif problem := citation.problem(text):
        yield Obstacle("quote", f"The quote does not stand in the document: {problem}")
    elif _is_blank(citation.quote):
        yield Obstacle("quote", "The passage cited has no words.")
    if citation.stance is not Stance.ASSERTED and _is_blank(citation.speaker or ""):
        yield Obstacle("speaker", f"Say who it is by whom this is {citation.stance}.")


def unnamed_speaker(question: Question) -> str | None:
    """Return a speaker whose claim ``question`` asks about without naming them, or ``None``.

    Naming is by full name or last name in the stem; in matching and ordering, anywhere. Where the
    answer is the speaker, naming them would give it away. A false statement that somebody else
    said so names them in what is told after the answer.
    """
    if question.type == "who_said_it":
        return None
    for citation in question.citations:
        if not _is_blank(citation.speaker or "") and not _names(question, citation.speaker or ""):
            return citation.speaker
    return None


def _names(question: Question, speaker: str) -> bool:
    last = re.escape(speaker.split()[-1])
    said = [question.stem, *_asked_about(question.interaction), *_put_right(question)]
    if re.search(rf"(?<!\w){last}(?!\w)", " ".join(said), re.IGNORECASE):
        return True
    return any(
        re.fullmatch(rf"(?:{re.escape(speaker)}|{last})", answer.strip(), re.IGNORECASE)
        for answer in question.interaction.key()
    )


def _put_right(question: Question) -> list[str]:
    """Return what is told after a false statement that somebody said something."""
    interaction = question.interaction
    if not (isinstance(interaction, Choice) and question.type == "true_false"):
        return []
    is_false = [key.strip().casefold() for key in interaction.key()] == ["false"]
    if not (is_false and _HAVING_SAID.search(question.stem)):
        return []
    return [question.explanation, *(option.feedback for option in interaction.options)]


def _asked_about(interaction: Interaction) -> list[str]:
    """Return what is read before answering, the stem and wrong options apart."""
    match interaction:
        case Match():
            return [*interaction.key(), *interaction.distractors]
        case Order():
            return interaction.key()
        case Choice() | TextEntry() | Recall():
            return []


def _shown(question: Question) -> list[str]:
    """Return every text that a learner reads or is to give."""
    match question.interaction:
        case Choice(options=options):
            return [option.text for option in options]
        case TextEntry(answers=answers):
            return [answer.text for answer in answers]
        case Match(pairs=pairs, distractors=distractors):
            return [text for pair in pairs for text in pair] + list(distractors)
        case Order(items=items):
            return list(items)
        case Recall(back=back):
            return [back]


def _is_blank(text: str) -> bool:
    return _SEEN.search(text) is None and not without_invisible(text).strip()
