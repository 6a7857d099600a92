"""From a document to ranked candidates: the whole way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from questions.asking import WAYS
from questions.asking.candidate import Candidate, Declined
from questions.asking.instead import why_typed, without_options
from questions.checks import is_of_options, problem
from questions.documents import Document
from questions.facts.reading import Facts, read_facts
from questions.language import pipeline
from questions.question import Question
from questions.ranking import rank
from questions.types import type_problem


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed, best first with its score, and what was dropped, each with why.

    ``declined`` are facts that a way of asking left alone or asked in a lesser form.
    """

    questions: tuple[Question, ...]
    dropped: tuple[tuple[Question, str], ...]
    declined: tuple[Declined, ...] = ()


def propose(document: Document, slug: str, limit: int | None = None) -> Proposals:
    """Return questions on ``document`` that cite it as ``slug``; at most ``limit`` of them."""
    facts = read_facts(document, slug, pipeline.load())
    kept: list[Candidate] = []
    dropped: list[tuple[Question, str]] = []
    declined: list[Declined] = []
    for candidate in _candidates(facts, declined):
        sound, said = _as_sound(candidate, facts)
        if sound is None:
            dropped.append((candidate.question, said or ""))
            continue
        kept.append(sound)
        if said:
            where = candidate.question.citations[-1]
            declined.append(Declined(candidate.way, f"no choice: {said}", where))
        elif why := why_typed(sound, facts):
            declined.append(why)
    ranked = rank(kept, facts)[:limit]
    return Proposals(
        tuple(
            candidate.question.model_copy(update={"score": found}) for candidate, found in ranked
        ),
        tuple(dropped),
        tuple(declined),
    )


def _candidates(facts: Facts, declined: list[Declined]) -> Iterator[Candidate]:
    for way in WAYS:
        for found in way(facts):
            if isinstance(found, Declined):
                declined.append(found)
            else:
                yield found


def _as_sound(candidate: Candidate, facts: Facts) -> tuple[Candidate | None, str | None]:
    """Return a candidate that passes, with what was wrong before its options were taken away."""
    said = _problem(candidate, facts)
    if said is None or not is_of_options(said):
        return (None if said else candidate), said
    lesser = without_options(candidate, facts)
    return (lesser if lesser and _problem(lesser, facts) is None else None), said


def _problem(candidate: Candidate, facts: Facts) -> str | None:
    return problem(candidate, facts) or type_problem(candidate.question)
