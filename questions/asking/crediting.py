"""How a question names whose claim it asks for, and how that one put it."""

from __future__ import annotations

from questions.facts.claims import Claim
from questions.facts.reading import Facts
from questions.language.lexicon.verbs import HOLDING
from questions.language.words import lemma, past, say
from questions.question import Stance

_KNOWN = 2  # times: a plain choice; a surname that comes once may be half of a name


def is_called(facts: Facts, claim: Claim) -> bool:
    """Return whether a speaker is called by a whole name, or is several of a kind.

    A surname alone does where the document has no more, but has it more than once.
    """
    if not claim.named or len(claim.speaker.split()) > 1:
        return True
    kind = facts.names.kind_of(claim.speaker)
    known = kind == "PER" and facts.names.counts[claim.speaker] >= _KNOWN
    return kind == "ORG" or (known and not facts.names.is_ambiguous(claim.speaker))


def article(claim: Claim) -> str:
    """Return the article that the source gives a speaker."""
    text = f" {say(list(claim.sentence.words))} "
    return "the " if f" the {claim.speaker} ".lower() in text.lower() else ""


def told(claim: Claim) -> str:
    """Return how somebody put it: "said", "denied", and what is no saying by its own verb."""
    if claim.stance is Stance.DENIED:
        return "denied"
    return past(claim.verb) if lemma(claim.verb) in HOLDING else "said"
