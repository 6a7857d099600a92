"""What the checks say of a question that somebody wrote, without reading the whole document.

Those that need the document parsed, sentence by sentence, are left to proposing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from questions.asking.candidate import Candidate
from questions.asking.ways import Way
from questions.checks import CHECKS, Check
from questions.checks.agreement import key_in_evidence, not_contradicted, speaker_named
from questions.documents import Document, Passage, PassageKind, Span
from questions.facts.naming import Names
from questions.facts.reading import Facts, headings_of
from questions.facts.standing import Standing
from questions.facts.things import Things
from questions.interactions import Choice
from questions.language.words import Sentence
from questions.leaking import key_told_by
from questions.media import readable, with_texts
from questions.question import Question

NOT_CONTRADICTED: Final = Check("not contradicted", not_contradicted)
_HINTS_SILENT = Check("hints tell nothing", lambda candidate, _facts: _told_by_hint(candidate))
# In place of the rules for what is proposed word for word from a sentence.
_OWN = (
    Check("answer in evidence", key_in_evidence),
    NOT_CONTRADICTED,
    Check("claim attributed", speaker_named),
)
# These ask of the sentence, its words or its document what only the parser knows.
_PARSED = frozenset(
    {
        "nothing dangling",
        "name whole",
        "not one of a list",
        "distractors refuted",
        "unique answer",
    }
)
_VERBATIM = "evidence verbatim"
_OF_STEM = frozenset({"well formed", "no leak", "not told by the title"})


@dataclass(frozen=True, slots=True)
class Checked:
    """A check that was tried, and the reason why it is not passed, if it is not."""

    name: str
    reason: str | None


def examine(question: Question, sources: Mapping[str, Document]) -> tuple[Checked, ...]:
    """Return what each check says of ``question``; ``sources`` are what it cites, by slug.

    Those that are not passed come first. A picture in it is judged by what it is described as.
    """
    question = _as_told(question)
    found = [Checked(check.name, _reason(check, question, sources)) for check in _checks(question)]
    return tuple(sorted(found, key=lambda checked: checked.reason is None))


def _as_told(question: Question) -> Question:
    """Return a question with pictures and formulas as they are told, if it is one then."""
    spelt = question.model_dump_json()
    if not any(mark in spelt for mark in ("](media:", "\\\\", "$$")):
        return question  # as most
    try:
        return with_texts(question, readable)
    except ValueError:  # two options that differ in their pictures alone
        return question.model_copy(update={"stem": readable(question.stem)})


def _checks(question: Question) -> Iterator[Check]:
    """Yield the checks that mean something for ``question``, in the order of proposing."""
    own = {check.name: check for check in _OWN}
    for check in CHECKS:
        if check.name in _PARSED or (check.is_of_options and not _has_options(question)):
            continue
        yield own.get(check.name, check)
        if check.name == "answer in evidence":
            yield NOT_CONTRADICTED
    if question.hints:
        yield _HINTS_SILENT


def _told_by_hint(candidate: Candidate) -> str | None:
    question = candidate.question
    for hint in question.hints:
        if key := key_told_by(hint, question.interaction):
            return f"the hint “{hint}” tells “{key}”"
    return None


def _has_options(question: Question) -> bool:
    return isinstance(question.interaction, Choice) and question.type != "true_false"


def _reason(check: Check, question: Question, sources: Mapping[str, Document]) -> str | None:
    if check.name == _VERBATIM:
        return _misquoted(question, sources)
    keys = question.interaction.key() if check.name in _OF_STEM else question.interaction.key()[:1]
    for key in keys:
        candidate, facts = _as_candidate(question, key, sources)
        if failure := check.failure(candidate, facts):
            return failure.reason
    return None


def _misquoted(question: Question, sources: Mapping[str, Document]) -> str | None:
    cited = ((found, sources.get(found.document)) for found in question.citations)
    problems = (found.problem(source.text if source else "") for found, source in cited)
    return next(filter(None, problems), None)


def _as_candidate(
    question: Question, key: str, sources: Mapping[str, Document]
) -> tuple[Candidate, Facts]:
    """Return the question as a candidate of a document of which nothing was read but the titles."""
    first = question.citations[0] if question.citations else None
    source = (sources.get(first.document) if first else None) or Document("", ())
    span = Span(first.start, first.end) if first else Span(0, 0)
    sentence = Sentence(Passage(PassageKind.SENTENCE, 0, 0, span), ())
    way = Way(
        "written",
        asks_speaker=question.type == "who_said_it",
        is_judged=question.type == "true_false",
        is_gap=True,
        is_definition=True,
        has_own_stem=question.type == "who_said_it",
    )
    return Candidate(way, question, key, sentence, ()), _unread(source)


def _unread(source: Document) -> Facts:
    return Facts(
        document=source,
        headings=headings_of(source),
        slug="",
        sentences=[],
        names=Names([]),
        asserted=[],
        clauses=[],
        denied=[],
        claims=[],
        moments={},
        nouns=Counter(),
        firsts={},
        order={},
        places={},
        void=frozenset(),
        things=Things([]),
        standing=Standing([], Names([]), [], []),
    )
