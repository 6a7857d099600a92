"""What a way of asking yields: a question, and what the checks need to know of its making."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from questions.asking.ways import GAP_NUMBER, Way
from questions.facts.reading import Facts
from questions.interactions import Answer, Choice, Interaction, Match, Option, Order, TextEntry
from questions.language.lexicon.numbers import BELOW_TWENTY
from questions.language.words import Sentence, Word
from questions.question import Citation, Question, Stance
from questions.swapping import by_number
from questions.typed_answers import parse_number


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed question with how it came about.

    ``words`` are those of the source that its stem repeats; ``lead`` holds the sentences
    before, where the stem begins with them.
    """

    way: Way
    question: Question
    key: str
    sentence: Sentence
    words: tuple[Word, ...]
    lead: tuple[Sentence, ...] = ()

    @property
    def is_arranged(self) -> bool:
        """Whether several facts are put in pairs or in order: its stem asks for none of them."""
        return isinstance(self.question.interaction, Match | Order)

    @property
    def proof(self) -> Citation:
        """The citation that proves its answer."""
        return self.question.proof or self.question.citations[-1]

    def asked_as(self, question: Question) -> Candidate:
        """Return the candidate with another question on the same."""
        return replace(self, question=question)


@dataclass(frozen=True, slots=True)
class Declined:
    """A fact that a way of asking leaves alone, or asks in a lesser form, and why."""

    way: Way
    reason: str
    citation: Citation


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
    texts = sorted([key, *distractors], key=_by_size if ordered else str.casefold)
    return Choice(
        shuffle=not ordered,
        options=tuple(Option(text=text, fraction=float(text == key)) for text in texts),
    )


def _by_size(text: str) -> tuple[float, str]:
    """Return what puts numbers in order, also where they are written out."""
    return float(BELOW_TWENTY.get(text.split(" ")[0].lower(), by_number(text)[0])), text


def pick_or_type(
    key: str, distractors: Sequence[str], others: Iterable[str] = (), *, ordered: bool = False
) -> tuple[str, Interaction]:
    """Return the type and shape that ask for ``key``: a choice where there are distractors.

    Without any it is typed, and may then also be one of ``others``.
    """
    if distractors:
        return "multiple_choice", choice(key, distractors, ordered=ordered)
    return "short_answer", typed(key, others)


def several(keys: Sequence[str], distractors: Sequence[str]) -> Choice:
    """Return options of which several are right: picking all of them is worth nothing."""
    right, wrong = round(1 / len(keys), 4), round(-1 / len(distractors), 4)
    texts = sorted([*keys, *distractors], key=str.casefold)
    return Choice(
        multiple=True,
        options=tuple(
            Option(text=text, fraction=right if text in keys else wrong) for text in texts
        ),
    )


def true_or_false(*, is_true: bool, otherwise: str) -> Choice:
    """Return the two options; whoever picks the wrong one is told ``otherwise``."""
    return Choice(
        shuffle=False,
        options=tuple(
            Option(
                text=str(value),
                fraction=float(value is is_true),
                feedback="" if value is is_true else otherwise,
            )
            for value in (True, False)
        ),
    )


def typed(key: str, others: Iterable[str] = (), *, number: bool = False) -> TextEntry:
    """Return a field for the answer, which may also be one of ``others``."""
    texts = dict.fromkeys([key, *others])
    return TextEntry(
        answers=tuple(Answer(text=text, match="number" if number else "text") for text in texts)
    )


def fill_in(key: str, others: Iterable[str], way: Way) -> TextEntry:
    """Return a gap to type into."""
    return typed(key, others, number=way is GAP_NUMBER and parse_number(key) is not None)


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
