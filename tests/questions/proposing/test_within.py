"""Proposing for one paragraph: the whole text is understood, and only that paragraph is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.asking.candidate import Declined
from questions.documents import Span
from questions.facts.reading import read_facts
from questions.language import pipeline
from questions.proposing import candidates, propose
from questions.reading import plain

TEXT = Path("seeds/azernews-2023-01-20.txt").read_text(encoding="utf-8")
SOURCE = plain.read(TEXT)


def paragraph_at(words: str) -> Span:
    """Return the paragraph that has these words."""
    place = TEXT.index(words)
    held = next(p for p in SOURCE.passages if p.span.start <= place < p.span.end)
    spans = [p.span for p in SOURCE.passages if p.paragraph == held.paragraph]
    return Span(spans[0].start, spans[-1].end)


@pytest.mark.parametrize("words", ["started in 1992", "Bilateral cooperation began"])
def test_all_evidence_lies_in_the_paragraph(words: str) -> None:
    where = paragraph_at(words)
    found = propose(SOURCE, "text", within=where).questions
    cited = [citation for question in found for citation in question.citations]
    assert cited
    assert all(where.start <= each.start and each.end <= where.end for each in cited)


def test_it_is_what_the_whole_text_gives_on_that_paragraph() -> None:
    where = paragraph_at("started in 1992")
    facts = read_facts(SOURCE, "text", pipeline.load())
    everything = [
        candidate.question.stem
        for candidate, failure in candidates(facts)
        if failure is None
        and all(
            where.start <= each.start and each.end <= where.end
            for each in candidate.question.citations
        )
    ]
    confined = [c.question.stem for c, failure in candidates(facts, within=where) if not failure]
    assert confined == everything
    assert len(confined) > 3


def test_what_is_declined_elsewhere_is_not_told() -> None:
    where = paragraph_at("He then added")
    declined: list[Declined] = []
    facts = read_facts(SOURCE, "text", pipeline.load())
    list(candidates(facts, declined, within=where))
    assert all(where.start <= each.citation.start < where.end for each in declined)


def test_a_paragraph_that_states_nothing_gives_nothing() -> None:
    assert propose(SOURCE, "text", within=Span(0, 1)).questions == ()
