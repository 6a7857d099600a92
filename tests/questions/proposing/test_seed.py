"""What is proposed on the seed article: an article the rules must do right by."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.documents import Document
from questions.proposing import Proposals, propose
from questions.publishing import problems
from questions.question import Question, Stance
from questions.reading import plain
from questions.types import type_problem

SEED = "azernews-2023-01-20"
FILE = Path(__file__).parents[3] / "seeds" / f"{SEED}.txt"
SPEAKERS = {"Jeyhun Bayramov", "Javier Colomina"}
PUBLISHER = "Azernews"  # "…, Azernews reports": of the meeting, not of what was said there
CLAIMS = ("Noting that constant", "Relations with NATO started")  # from here to there


@pytest.fixture(scope="module")
def document() -> Document:
    return plain.read(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def proposals(document: Document) -> Proposals:
    return propose(document, SEED)


def keys(question: Question) -> list[str]:
    return question.interaction.key()


def test_asks_for_the_years_of_the_history(proposals: Proposals) -> None:
    asked = {key for question in proposals.questions for key in keys(question)}
    assert {"1992", "1994", "1997", "2008", "2018"} <= asked


def test_asks_what_short_forms_stand_for(proposals: Proposals) -> None:
    asked = {key for question in proposals.questions for key in keys(question)}
    assert {
        "Partnership for Peace",
        "Planning and Review Process",
        "Defense Education Enhancement Programme",
        "Professional Military Education",
    } <= asked


def test_claims_are_asked_as_their_speaker_s(proposals: Proposals, document: Document) -> None:
    claims = [q for q in proposals.questions if q.proof and q.proof.speaker]
    assert {q.proof.speaker for q in claims if q.proof} == {*SPEAKERS, PUBLISHER}
    first, history = map(document.text.index, CLAIMS)
    for question in claims:
        citation = question.proof
        assert citation is not None
        assert (citation.speaker == PUBLISHER) == (citation.start < first), question.stem
    for question in proposals.questions:
        for citation in question.citations:
            if citation.stance is Stance.ASSERTED:
                assert not first <= citation.start < history, question.stem


def test_every_proposal_is_sound(proposals: Proposals, document: Document) -> None:
    assert proposals.questions
    for question in proposals.questions:
        assert type_problem(question) is None
        assert question.citations
        assert question.score is not None
        for citation in question.citations:
            assert citation.document == SEED
            assert citation.problem(document.text) is None


def test_best_come_first_and_a_limit_holds(proposals: Proposals, document: Document) -> None:
    assert propose(document, SEED, 3).questions == proposals.questions[:3]


def test_says_why_it_dropped_what_it_dropped(proposals: Proposals) -> None:
    assert proposals.dropped
    assert all(failure.check.name and failure.reason for _, failure in proposals.dropped)


def test_whatever_is_proposed_may_be_accepted(proposals: Proposals, document: Document) -> None:
    texts = {SEED: document.text}
    assert [(q.stem, found) for q in proposals.questions if (found := problems(q, texts))] == []
