"""Everything a document states, read once."""

from __future__ import annotations

from dataclasses import dataclass

from questions.documents import Document, PassageKind
from questions.facts.clauses import Clause, clauses
from questions.facts.moments import Moment, moments
from questions.facts.naming import Names
from questions.facts.speech import Claim, listen
from questions.language.pipeline import Pipeline
from questions.language.words import Sentence


@dataclass(frozen=True, slots=True)
class Facts:
    """What is asserted in the publisher's own voice, what is claimed, and who is named."""

    document: Document
    slug: str
    sentences: list[Sentence]
    names: Names
    asserted: list[Sentence]
    clauses: list[Clause]
    claims: list[Claim]
    moments: dict[int, list[Moment]]

    def topic(self) -> str:
        """Return the document's first heading; empty where it has none."""
        for passage in self.document.passages:
            if passage.kind is PassageKind.HEADING:
                return passage.span.of(self.document.text).lstrip("# ")
        return ""

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
        moments={sentence.passage.number: moments(sentence) for sentence in sentences},
    )
