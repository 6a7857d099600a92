"""How a question names whose claim it asks for, and how that one put it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from questions.asking.candidate import Candidate, cite
from questions.distractors.backing import naming
from questions.facts.claims import Claim
from questions.facts.clauses import spoken
from questions.facts.naming import name_of
from questions.facts.reading import Facts
from questions.language.lexicon.names import SMALL_IN_NAMES
from questions.language.lexicon.verbs import HOLDING
from questions.language.words import Sentence, Word, lemma, past, say
from questions.question import Stance

_INNER = re.compile(r"[.,!?]’(?!’)")
_MANY = (Stance.CLAIMED, "")
_KNOWN = 2  # times: a plain choice; a surname that comes once may be half of a name


def is_called(facts: Facts, claim: Claim) -> bool:
    """Return whether a speaker is called by a whole name, or is several of a kind.

    A surname alone does where the document has no more, but has it more than once. In what
    somebody quotes within a quotation another one speaks.
    """
    last = claim.speaker.split()[-1]
    if last in SMALL_IN_NAMES or _INNER.search(say(list(claim.sentence.words))):
        return False
    if not claim.named or len(claim.speaker.split()) > 1:
        return True
    kind = facts.names.kind_of(claim.speaker)
    known = kind == "PER" and facts.names.counts[claim.speaker] >= _KNOWN
    return kind == "ORG" or (known and not facts.names.is_ambiguous(claim.speaker))


def article(claim: Claim) -> str:
    """Return the article that the source gives a speaker."""
    text = f" {say(list(claim.sentence.words))} "
    return "the " if f" the {claim.speaker} ".lower() in text.lower() else ""


def asking(claim: Claim, content: Sequence[Word]) -> str:
    """Return what comes behind "who": "said that …" with ``content``, or what somebody does."""
    if claim.is_act:
        return say(list(content))
    return f"{told(claim)} that {spoken(list(content), claim.sentence)}"


def told(claim: Claim) -> str:
    """Return how somebody put it: "said", "denied", and what is no saying by its own verb."""
    if claim.stance is Stance.DENIED:
        return "denied"
    return past(claim.verb) if lemma(claim.verb) in HOLDING else "said"


def with_namings(candidate: Candidate, facts: Facts) -> Candidate:
    """Return a candidate that cites where its speaker is named, too, if they are not as they speak.

    That is the nearest sentence before; for what is said before anybody is named, the next one.
    """
    question = candidate.question
    cited = {each.start for each in question.citations}
    namings = (
        _naming(facts, candidate.sentence, each.speaker)
        for each in question.citations
        if each.speaker and each.speaker.split()[-1] not in each.quote
    )
    more = [
        cite(facts, each, *facts.voices[each.passage.number])
        for each in namings
        if each is not None and each.passage.span.start not in cited
    ]
    if not more:
        return candidate
    return candidate.asked_as(
        question.model_copy(update={"citations": (*question.citations, *more)})
    )


def _naming(facts: Facts, said: Sentence, speaker: str) -> Sentence | None:
    """Return the sentence nearest to where somebody speaks that names them: no other's claim."""
    found = [
        each
        for each in naming(facts, speaker.split()[-1])
        if facts.voices.get(each.passage.number, _MANY)[1] in {None, speaker}
        and any(facts.names.full(name_of(each, name)) == speaker for name in each.names)
    ]
    before = [each for each in found if each.passage.number < said.passage.number]
    return before[-1] if before else next(iter(found), None)
