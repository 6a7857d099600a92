"""Everything a document states, read once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from questions.documents import Document, PassageKind
from questions.facts.clauses import Clause, clauses
from questions.facts.moments import Moment, moments
from questions.facts.naming import Names
from questions.facts.speech import Claim, listen
from questions.language.pipeline import Pipeline
from questions.language.words import Sentence
from questions.typed_answers import normalise

_KEEPS_SPEAKING = 7
_STEM = 4  # letters
_SEEN_ALL_THE_TIME = {PassageKind.TITLE, PassageKind.HEADING, PassageKind.DATELINE}


@dataclass(frozen=True)
class Facts:
    """What is asserted in the publisher's own voice, what is claimed, and who is named.

    ``places`` says in which of ``sentences`` each word's stem stands.
    """

    document: Document
    slug: str
    sentences: list[Sentence]
    names: Names
    asserted: list[Sentence]
    clauses: list[Clause]
    claims: list[Claim]
    moments: dict[int, list[Moment]]
    nouns: Counter[str]
    places: dict[str, list[int]]

    @cached_property
    def known_nouns(self) -> set[str]:
        """The common nouns that the document keeps speaking of."""
        return {noun for noun, count in self.nouns.items() if count >= _KEEPS_SPEAKING}

    def title(self) -> str:
        """Return the document's headings and dateline, which a learner sees all the time."""
        return " ".join(
            passage.span.of(self.document.text)
            for passage in self.document.passages
            if passage.kind in _SEEN_ALL_THE_TIME
        )

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The words of the title, normalised."""
        return frozenset(normalise(self.title()).split())

    @cached_property
    def own(self) -> frozenset[int]:
        """The numbers of the sentences in the publisher's own voice."""
        return frozenset(sentence.passage.number for sentence in self.asserted)

    def is_common(self, name: str) -> bool:
        """Return whether a single word is also used as a common noun: "the church"."""
        return name.lower() in self.nouns

    def years(self) -> list[int]:
        """Return every year that says when something happened, in order, once each."""
        return sorted({moment.year for found in self.moments.values() for moment in found})


def read_facts(document: Document, slug: str, pipeline: Pipeline) -> Facts:
    """Return what ``document`` states; citations name it ``slug``."""
    sentences = pipeline.read(document)
    names = Names(sentences)
    voices = listen(sentences, names)
    asserted = [sentence for sentence, voice in zip(sentences, voices, strict=True) if voice.is_own]
    return Facts(
        document=document,
        slug=slug,
        sentences=sentences,
        names=names,
        asserted=asserted,
        clauses=[clause for sentence in asserted for clause in clauses(sentence)],
        claims=[claim for voice in voices for claim in voice.claims],
        places=_places(sentences),
        nouns=Counter(
            word.text
            for sentence in sentences
            for word in sentence.words
            if word.tag in {"NN", "NNS"} and word.text.islower()
        ),
        moments={sentence.passage.number: moments(sentence) for sentence in sentences},
    )


def _places(sentences: list[Sentence]) -> dict[str, list[int]]:
    """Map the stem of each word to the sentences that have it, by their place in the list."""
    places: dict[str, list[int]] = {}
    for place, sentence in enumerate(sentences):
        for text in {part for word in sentence.words for part in stems(word.text)}:
            places.setdefault(text, []).append(place)
    return places


def stems(text: str) -> list[str]:
    """Return the beginnings of the words of ``text``: the same for "join" and "joined"."""
    return [word[:_STEM] for word in normalise(text).split()]
