"""The passage proves the answer, and says whose claim it is."""

from __future__ import annotations

from questions.asking.candidate import Candidate
from questions.documents import Span
from questions.facts.reading import Facts
from questions.question import Stance


def evidence_verbatim(candidate: Candidate, facts: Facts) -> str | None:
    """Every quote stands in the text where it says."""
    problems = (found.problem(facts.document.text) for found in candidate.question.citations)
    return next(filter(None, problems), None)


def answer_in_evidence(candidate: Candidate, facts: Facts) -> str | None:
    """The key, or another name for it, stands in what is cited."""
    if candidate.is_arranged or candidate.way.asks_speaker or candidate.way.is_judged:
        return None
    cited = candidate.question.citations
    read = (facts.cleaning.of(Span(found.start, found.end)).text for found in cited)
    quotes = " ".join(" ".join(read).split())
    for key in candidate.key.split("; ") if candidate.way.has_many_keys else [candidate.key]:
        if not any(form in quotes for form in [key, *facts.names.forms(key)]):
            return f"the passage does not have “{key}”"
    return None


def claim_attributed(candidate: Candidate, facts: Facts) -> str | None:
    """What is somebody's claim is asked as that; nothing else is taken from such a sentence."""
    is_claim = candidate.way.is_claim
    own = candidate.sentence.passage.number in facts.own
    leaned = {one.passage.span.start for one in candidate.sentence.leans_on}
    stances = {
        citation.stance for citation in candidate.question.citations if citation.start not in leaned
    }
    if candidate.way.is_of_names:
        return None
    if not is_claim and not own:
        return "the sentence is somebody's claim"
    if is_claim and Stance.ASSERTED in stances:
        return "the claim has no speaker"
    return None
