"""Say first what a question takes for known: the sentence or two before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from questions.asking.candidate import Candidate, prove
from questions.facts.reading import Facts, unsaid
from questions.language.words import Sentence, say

_LONGEST = 300  # characters: 99 % of the sentences of EWT and GUM are no longer


def led(candidate: Candidate, facts: Facts) -> Candidate | None:
    """Return the question with what comes before in its stem, where that is plain fact.

    Not before a claim: what comes before one is mostly of who says it.
    """
    if candidate.way.is_claim:
        return None
    lead = next(_leads(candidate, facts), None)
    if lead is None:
        return None
    told = (say(list(sentence.words)) for sentence in lead)
    # Where a sentence was cut its first word is small; "mRNA" and "pH" are as they are.
    text = " ".join(
        f"{one[:1].upper()}{one[1:]}" if one.partition(" ")[0].islower() else one for one in told
    )
    question = candidate.question
    proof = [citation for sentence in lead for citation in prove(facts, sentence)]
    question = question.model_copy(
        update={
            "stem": f"{text} {question.stem}",
            "citations": tuple(dict.fromkeys([*proof, *question.citations])),
        }
    )
    return replace(candidate, question=question, lead=lead)


def _leads(candidate: Candidate, facts: Facts) -> Iterator[tuple[Sentence, ...]]:
    """Yield the sentence before, then the two before, where the first of them stands alone."""
    lead: tuple[Sentence, ...] = ()
    sentence = candidate.sentence
    for _ in range(2):
        before = facts.before(sentence)
        if before is None or not facts.is_asserted(before) or before.words[-1].text != ".":
            return
        lead = (before, *lead)
        if sum(one.passage.span.end - one.passage.span.start for one in lead) > _LONGEST:
            return
        if unsaid(before, before.words, facts) is None:
            yield lead
        sentence = before
