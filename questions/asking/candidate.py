"""What a way of asking yields: a question, and what the checks need to know of its making."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questions.facts.reading import Facts
from questions.interactions import Answer, Choice, Interaction, Option, TextEntry
from questions.language.words import Sentence, Word
from questions.question import Citation, Question, Stance

OPTIONS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed question with how it came about.

    ``words`` are those of the source that its stem repeats; ``lead`` holds the sentences
    before, where the stem begins with them.
    """

    way: str
    question: Question
    key: str
    sentence: Sentence
    words: tuple[Word, ...]
    lead: tuple[Sentence, ...] = ()


def cite(
    facts: Facts, sentence: Sentence, stance: Stance = Stance.ASSERTED, speaker: str | None = None
) -> Citation:
    """Return the citation of a whole sentence."""
    span = sentence.passage.span
    return Citation(
        document=facts.slug,
        start=span.start,
        end=span.end,
        quote=span.of(facts.document.text),
        stance=stance,
        speaker=speaker,
    )


def prove(facts: Facts, sentence: Sentence) -> list[Citation]:
    """Return the citations of a sentence and of those that its names in place of "he" come from."""
    return [cite(facts, found) for found in (*sentence.leans_on, sentence)]


def choice(key: str, distractors: Sequence[str], *, ordered: bool = False) -> Choice:
    """Return the options with the key among them, in order of size or of the alphabet."""
    texts = sorted([key, *distractors], key=_by_number if ordered else str.casefold)
    return Choice(
        shuffle=not ordered,
        options=tuple(Option(text=text, fraction=float(text == key)) for text in texts),
    )


def typed(key: str, others: Iterable[str] = (), *, number: bool = False) -> TextEntry:
    """Return a field for the answer, which may also be one of ``others``."""
    texts = dict.fromkeys([key, *others])
    return TextEntry(
        answers=tuple(Answer(text=text, match="number" if number else "text") for text in texts)
    )


def asked(
    kind: str, stem: str, interaction: Interaction, citations: Sequence[Citation]
) -> Question:
    """Return the question, its first letter great."""
    return Question(
        type=kind,
        stem=stem[:1].upper() + stem[1:],
        interaction=interaction,
        citations=tuple(dict.fromkeys(citations)),
    )


def _by_number(text: str) -> tuple[float, str]:
    digits = text.replace(",", "").split()[0]
    try:
        return float(digits), text
    except ValueError:
        return float("inf"), text
