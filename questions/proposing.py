"""From a document to ranked candidates: the whole way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from questions.asking import WAYS
from questions.asking.candidate import Candidate, Declined
from questions.asking.instead import why_typed, without_options
from questions.asking.leads import led
from questions.checks import DANGLING, is_of_options, problem
from questions.documents import Document
from questions.facts.reading import Facts, read_facts
from questions.language import pipeline
from questions.llm.drafting import ask_model
from questions.llm.model import Model
from questions.question import Question
from questions.ranking import likelihood, rank
from questions.reading.english import is_english
from questions.types import type_problem


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed, best first with its score, and what was dropped, each with why.

    ``declined`` are facts that a way of asking left alone or asked in a lesser form.
    """

    questions: tuple[Question, ...]
    dropped: tuple[tuple[Question, str], ...]
    declined: tuple[Declined, ...] = ()


def propose(
    document: Document,
    slug: str,
    limit: int | None = None,
    model: Model | None = None,
    say: Callable[[str], None] = lambda message: None,
) -> Proposals:
    """Return questions on ``document`` that cite it as ``slug``; at most ``limit`` of them.

    Those of ``model`` that the document proves, or, where there is none, those found offline.
    How the model does is told to ``say``. There are none on a text that is not English.
    """
    if not is_english(document):
        return Proposals((), ())
    facts = read_facts(document, slug, pipeline.load())
    kept: list[Candidate] = []
    dropped: list[tuple[Question, str]] = []
    declined: list[Declined] = []
    if model is not None:
        kept, dropped = ask_model(facts, model, say)
    for candidate, said in [] if kept else candidates(facts, declined):
        if said is None:
            kept.append(candidate)
        else:
            dropped.append((candidate.question, said))
    ranked = rank(kept, facts)[:limit]
    return Proposals(
        tuple(
            candidate.question.model_copy(update={"score": likelihood(found)})
            for candidate, found in ranked
        ),
        tuple(dropped),
        tuple(declined),
    )


def candidates(
    facts: Facts, declined: list[Declined] | None = None
) -> Iterator[tuple[Candidate, str | None]]:
    """Yield all that the ways of asking make of ``facts``, each with what is wrong with it.

    ``declined`` takes what a way left alone or asked in a lesser form.
    """
    why = [] if declined is None else declined
    for way in WAYS:
        for found in way(facts):
            if isinstance(found, Declined):
                why.append(found)
            else:
                yield _as_sound(found, facts, why)


def _as_sound(
    candidate: Candidate, facts: Facts, why: list[Declined]
) -> tuple[Candidate, str | None]:
    """Return a candidate, with what comes before it or without its options where that helps."""
    said = _problem(candidate, facts)
    if said and said.startswith(DANGLING) and (told := led(candidate, facts)):
        candidate, said = told, _problem(told, facts)
    if said is None:
        if typed := why_typed(candidate, facts):
            why.append(typed)
        return candidate, None
    if is_of_options(said) and (lesser := without_options(candidate, facts)):
        if _problem(lesser, facts) is None:
            why.append(
                Declined(candidate.way, f"no choice: {said}", candidate.question.citations[-1])
            )
            return lesser, None
    return candidate, said


def _problem(candidate: Candidate, facts: Facts) -> str | None:
    return problem(candidate, facts) or type_problem(candidate.question)
