"""From a document to ranked candidates: the whole way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from questions.asking import WAYS
from questions.asking.candidate import Candidate
from questions.checks import problem
from questions.documents import Document
from questions.facts.reading import Facts, read_facts
from questions.language import pipeline
from questions.question import Question
from questions.ranking import rank
from questions.reading.english import is_english
from questions.types import type_problem


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed, best first with its score, and what was dropped, each with why."""

    questions: tuple[Question, ...]
    dropped: tuple[tuple[Question, str], ...]


def propose(document: Document, slug: str, limit: int | None = None) -> Proposals:
    """Return questions on ``document`` that cite it as ``slug``; at most ``limit`` of them.

    There are none on a text that is not English.
    """
    if not is_english(document):
        return Proposals((), ())
    facts = read_facts(document, slug, pipeline.load())
    kept: list[Candidate] = []
    dropped: list[tuple[Question, str]] = []
    for candidate, said in _candidates(facts):
        if said is None:
            kept.append(candidate)
        else:
            dropped.append((candidate.question, said))
    ranked = rank(kept, facts)[:limit]
    return Proposals(
        tuple(
            candidate.question.model_copy(update={"score": found}) for candidate, found in ranked
        ),
        tuple(dropped),
    )


def _candidates(facts: Facts) -> Iterator[tuple[Candidate, str | None]]:
    for way in WAYS:
        for candidate in way(facts):
            yield candidate, problem(candidate, facts) or type_problem(candidate.question)
