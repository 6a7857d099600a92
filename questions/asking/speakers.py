"""Who said it: a claim, and the speakers of the document to choose from."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, choice, cite, typed
from questions.asking.ways import WHO_SAID_IT
from questions.distractors import LOOKED_AT, WANTED
from questions.facts.clauses import spoken
from questions.facts.dangling import dangles
from questions.facts.reading import Facts
from questions.facts.speech import Claim
from questions.language.words import Word
from questions.question import Stance

_FEWEST = 5  # words, as in attributions


def ask_speakers(facts: Facts) -> Iterator[Candidate]:
    """Ask whose claim a statement is."""
    for claim in facts.claims:
        if not claim.named or claim.content[0].tag.startswith("W"):
            continue
        if len(claim.speaker.split()) > 1 or facts.names.kind_of(claim.speaker) == "ORG":
            yield _ask(facts, claim)


def _ask(facts: Facts, claim: Claim) -> Candidate:
    verb = "denied" if claim.stance is Stance.DENIED else "said"
    content = _alone(claim)
    stem = f"According to the document, who {verb} that {spoken(content, claim.sentence)}?"
    others = _other_speakers(facts, claim)
    surname = claim.speaker.split()[-1]
    shape = choice(claim.speaker, others) if others else typed(claim.speaker, [surname])
    citation = cite(facts, claim.sentence, claim.stance, claim.speaker)
    leaned = [cite(facts, sentence) for sentence in claim.sentence.leans_on]
    return Candidate(
        WHO_SAID_IT,
        asked("who_said_it" if others else "short_answer", stem, shape, [citation, *leaned]),
        claim.speaker,
        claim.sentence,
        content,
    )


def _alone(claim: Claim) -> tuple[Word, ...]:
    """Return what is said, without phrases at its end that point outside it: "in this area"."""
    content = claim.content
    sentence = claim.sentence
    for word in reversed(content):
        if word.relation not in {"obl", "nmod"} or not dangles(sentence, content):
            continue
        phrase = sentence.subtree(word)
        if phrase[-1] == content[-1] and dangles(sentence, phrase):
            content = content[: -len(phrase)]
    return content if len(content) >= _FEWEST else claim.content


def _other_speakers(facts: Facts, claim: Claim) -> list[str]:
    """Return three others, speakers first; none where there are fewer."""
    speakers = [other.speaker for other in facts.claims]
    people = [name for name in facts.names.of_kind("PER") if len(name.split()) > 1]
    found: list[str] = []
    for name in [*dict.fromkeys([*speakers, *people])][:LOOKED_AT]:
        if not any(facts.names.same(name, other) for other in [claim.speaker, *found]):
            found.append(name)
        if len(found) == WANTED:
            return found
    return []
