"""Who said it: a claim, and the speakers of the document to choose from."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import OPTIONS, Candidate, asked, choice, cite, typed
from questions.facts.clauses import spoken
from questions.facts.reading import Facts
from questions.facts.speech import Claim
from questions.question import Stance


def ask_speakers(facts: Facts) -> Iterator[Candidate]:
    """Ask whose claim a statement is."""
    for claim in facts.claims:
        if len(claim.speaker.split()) > 1 or facts.names.kind_of(claim.speaker) == "ORG":
            yield _ask(facts, claim)


def _ask(facts: Facts, claim: Claim) -> Candidate:
    verb = "denied" if claim.stance is Stance.DENIED else "said"
    stem = f"According to the document, who {verb} that {spoken(claim.content, claim.sentence)}?"
    others = _other_speakers(facts, claim)
    surname = claim.speaker.split()[-1]
    shape = choice(claim.speaker, others) if others else typed(claim.speaker, [surname])
    citation = cite(facts, claim.sentence, claim.stance, claim.speaker)
    return Candidate(
        "who said it",
        asked("who_said_it" if others else "short_answer", stem, shape, [citation]),
        claim.speaker,
        claim.sentence,
        claim.content,
    )


def _other_speakers(facts: Facts, claim: Claim) -> list[str]:
    """Return three others, speakers first; none where there are fewer."""
    speakers = [other.speaker for other in facts.claims]
    people = [name for name in facts.names.of_kind("PER") if len(name.split()) > 1]
    found: list[str] = []
    for name in dict.fromkeys([*speakers, *people]):
        if not any(facts.names.same(name, other) for other in [claim.speaker, *found]):
            found.append(name)
    return found[: OPTIONS - 1] if len(found) >= OPTIONS - 1 else []
