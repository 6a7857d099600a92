"""From a document to ranked candidates: the whole way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from questions.asking import WAYS
from questions.asking.candidate import Candidate
from questions.checks import problem
from questions.documents import Document
from questions.facts.reading import Facts, read_facts
from questions.language import pipeline
from questions.llm.drafting import ask_model
from questions.llm.model import Model
from questions.question import Question
from questions.ranking import rank
from questions.types import type_problem


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed, best first with its score, and what was dropped, each with why."""

    questions: tuple[Question, ...]
    dropped: tuple[tuple[Question, str], ...]


def propose(
    document: Document,
    slug: str,
    limit: int | None = None,
    model: Model | None = None,
    say: Callable[[str], None] = lambda message: None,
) -> Proposals:
    """Return questions on ``document`` that cite it as ``slug``; at most ``limit`` of them.

    Those of ``model`` that the document proves, or, where there is none, those found offline.
    How the model does is told to ``say``.
    """
    facts = read_facts(document, slug, pipeline.load())
    kept: list[Candidate] = []
    dropped: list[tuple[Question, str]] = []
    if model is not None:
        kept, dropped = ask_model(facts, model, say)
    for candidate, said in [] if kept else _candidates(facts):
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
