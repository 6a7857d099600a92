"""From a document to ranked candidates: the whole way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from questions.asking import WAYS
from questions.asking.candidate import Candidate, Declined
from questions.asking.crediting import with_namings
from questions.asking.instead import why_typed, without_options
from questions.asking.leads import led
from questions.checks import CHECKS, NO_DANGLING, Failure, problem
from questions.documents import Document, Span
from questions.facts.reading import Facts, read_facts
from questions.interactions import Choice
from questions.language import pipeline
from questions.llm.drafting import ask_model
from questions.llm.model import Model
from questions.question import Question, Stance
from questions.ranking import rank
from questions.reading.english import is_english
from questions.spares import spare_options
from questions.stages import Stage, Tell, tell_nobody


@dataclass(frozen=True, slots=True)
class Making:
    """How a question was made: the way, the checks it passed, and further wrong options."""

    way: str
    checks: tuple[str, ...]
    spares: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed, best first with its score, and what was dropped, each with why.

    ``voices`` say whose words the sentences of the text with this ``sha256`` are, by number.
    ``declined`` are facts that a way of asking left alone or asked in a lesser form; ``makings``
    say of each question, in the same order, how it was made.
    """

    questions: tuple[Question, ...]
    dropped: tuple[tuple[Question, Failure], ...]
    declined: tuple[Declined, ...] = ()
    makings: tuple[Making, ...] = ()
    voices: Mapping[int, tuple[Stance, str | None]] = field(default_factory=dict)
    sha256: str = ""


def get_ready() -> None:
    """Load what proposing needs, which takes some seconds: for when there is other work to do."""
    from lemminflect import getLemma

    pipeline.load()
    getLemma("said", "VERB")  # its tables come with the first word


def propose(
    document: Document,
    slug: str,
    limit: int | None = None,
    model: Model | None = None,
    say: Callable[[str], None] = lambda _: None,
    tell: Tell = tell_nobody,
    within: Span | None = None,
) -> Proposals:
    """Return questions on ``document`` that cite it as ``slug``; at most ``limit`` of them.

    With ``within`` only those whose evidence lies there; what the rest states is known all the
    same, so that names are whole and options come from all of it.

    Those of ``model`` that the document proves, or, where there is none, those found offline.
    How the model does is told to ``say``, and how far we are to ``tell``. There
    are none on a text that is not English.
    """
    if not is_english(document):
        return Proposals((), ())
    facts = read_facts(document, slug, pipeline.load(), tell)
    kept: list[Candidate] = []
    dropped: list[tuple[Question, Failure]] = []
    declined: list[Declined] = []
    if model is not None:
        kept, dropped = ask_model(facts, model, say)
        kept = [candidate for candidate in kept if _lies_in(within, candidate)]
    for candidate, failure in [] if kept else candidates(facts, declined, tell, within):
        if failure is None:
            kept.append(candidate)
        else:
            dropped.append((candidate.question, failure))
    ranked = rank(kept, facts)[:limit]
    return Proposals(
        tuple(
            candidate.question.model_copy(update={"score": found}) for candidate, found in ranked
        ),
        tuple(dropped),
        tuple(declined),
        tuple(_making(candidate, facts) for candidate, _found in ranked),
        facts.voices,
        document.sha256,
    )


def _making(candidate: Candidate, facts: Facts) -> Making:
    has_options = isinstance(candidate.question.interaction, Choice)
    passed = (check.name for check in CHECKS if has_options or not check.is_of_options)
    return Making(candidate.way.name, tuple(passed), spare_options(candidate, facts))


def candidates(
    facts: Facts,
    declined: list[Declined] | None = None,
    tell: Tell = tell_nobody,
    within: Span | None = None,
) -> Iterator[tuple[Candidate, Failure | None]]:
    """Yield all that the ways of asking make of ``facts``, each with what is wrong with it.

    ``declined`` takes what a way left alone or asked in a lesser form. What is not proved
    ``within`` is left out.
    """
    why = [] if declined is None else declined
    made = [found for found in _asked(facts, tell) if _lies_in(within, found)]
    for done, found in enumerate(made):
        tell(Stage.CHECK, done, len(made))
        if isinstance(found, Declined):
            why.append(found)
        else:
            candidate, failure = _as_sound(found, facts, why)
            yield with_namings(candidate, facts), failure


def _lies_in(within: Span | None, found: Candidate | Declined) -> bool:
    """Return whether all that proves it lies there."""
    if within is None:
        return True
    cited = (found.citation,) if isinstance(found, Declined) else found.question.citations
    return all(within.start <= each.start and each.end <= within.end for each in cited)


def _asked(facts: Facts, tell: Tell) -> Iterator[Candidate | Declined]:
    """Yield all that the ways of asking make or decline, unchecked."""
    for done, way in enumerate(WAYS):
        tell(Stage.PROPOSE, done, len(WAYS))
        for found in way(facts):
            yield found
            tell(Stage.PROPOSE, done, len(WAYS))


def _as_sound(
    candidate: Candidate, facts: Facts, why: list[Declined]
) -> tuple[Candidate, Failure | None]:
    """Return a candidate, with what comes before it or without its options where that helps."""
    failure = problem(candidate, facts)
    if failure and failure.check is NO_DANGLING and (told := led(candidate, facts)):
        candidate, failure = told, problem(told, facts)
    if failure is None:
        if typed := why_typed(candidate, facts):
            why.append(typed)
        return candidate, None
    if failure.check.is_of_options and (lesser := without_options(candidate, facts)):
        if problem(lesser, facts) is None:
            why.append(Declined(candidate.way, f"no choice: {failure}", candidate.proof))
            return lesser, None
    return candidate, failure
