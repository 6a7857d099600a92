"""Who said it: a claim, and the speakers of the document to choose from."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, choice, cite, typed
from questions.asking.crediting import asking, is_called
from questions.asking.ways import WHO_SAID_IT
from questions.distractors import LOOKED_AT, WANTED, could_be, is_alike
from questions.facts.claims import Claim
from questions.facts.dangling import dangles
from questions.facts.naming import name_of
from questions.facts.reading import Facts
from questions.facts.speech import says_i
from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.lexicon.pronouns import FIRST_AND_SECOND
from questions.language.words import Word, say

_FEWEST = 5  # words, as in attributions
_NOUNS = 2  # a plain choice
_LONG = 10  # words: a plain choice
_FINITE = {"VBD", "VBZ", "VBP", "MD"}


def ask_speakers(facts: Facts) -> Iterator[Candidate]:
    """Ask whose claim a statement is."""
    for claim in facts.claims:
        if not claim.named or claim.content[0].tag.startswith("W"):
            continue
        if is_called(facts, claim) and _has_weight(claim):
            if not says_i(claim.content):
                yield _ask(facts, claim, *_told(claim))
            elif _is_quotable(claim):
                yield _ask(facts, claim, *_quoted(claim))


def _has_weight(claim: Claim) -> bool:
    """Return whether a claim is whole, and long or of two things: "We must do it" is anybody's."""
    if not any(word.tag in _FINITE for word in claim.content):
        return False
    nouns = {word.lower for word in claim.content if word.is_noun}
    return len(nouns) >= _NOUNS or len(claim.content) >= _LONG


def _ask(facts: Facts, claim: Claim, asking: str, words: tuple[Word, ...]) -> Candidate:
    others = _other_speakers(facts, claim)
    surname = claim.speaker.split()[-1]
    shape = choice(claim.speaker, others) if others else typed(claim.speaker, [surname])
    citation = cite(facts, claim.sentence, claim.stance, claim.speaker)
    leaned = [cite(facts, sentence) for sentence in claim.sentence.leans_on]
    stem = f"According to the document, who {asking}?"
    return Candidate(
        WHO_SAID_IT,
        asked("who_said_it" if others else "short_answer", stem, shape, [*leaned, citation]),
        claim.speaker,
        claim.sentence,
        words,
    )


def _told(claim: Claim) -> tuple[str, tuple[Word, ...]]:
    """Return how a claim is asked about in the document's words, and which they are."""
    content = _alone(claim)
    words = tuple(word for word in content if word.index not in claim.selves)
    return asking(claim, content), words


def _quoted(claim: Claim) -> tuple[str, tuple[Word, ...]]:
    """Return how a claim is asked about in the speaker's words: "I" is whoever is asked for."""
    text = say(list(claim.content))
    words = (word for word in claim.content if word.lower not in FIRST_AND_SECOND)
    return f"said: “{text[:1].upper()}{text[1:]}”", tuple(words)


def _is_quotable(claim: Claim) -> bool:
    """Return whether a claim is direct speech of some length without other marks in it."""
    content = claim.content
    before = claim.sentence.words[max(0, content[0].index - 1)].text
    after = {word.text for word in claim.sentence.words[content[-1].index + 1 :][:2]}
    inside = {word.text for word in content} & SPEECH_MARKS
    is_marked = before in SPEECH_MARKS or bool(after & SPEECH_MARKS)
    is_run = content[-1].index - content[0].index + 1 == len(content)
    return (is_marked or claim.is_quoted) and is_run and not inside and len(content) >= _FEWEST


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
    people = [
        name
        for name in facts.names.of_kind("PER")
        if len(name.split()) > 1 and facts.standing.acts(name)
    ]
    found: list[str] = []
    told = [name_of(claim.sentence, name) for name in claim.sentence.names]
    taken = [claim.speaker, *told]
    for name in [*dict.fromkeys([*speakers, *people])][:LOOKED_AT]:
        if not _is_like(facts, claim.speaker, name) or not could_be(facts, name, claim.sentence):
            continue
        if not any(facts.names.same(name, other) for other in [*taken, *found]):
            found.append(name)
        if len(found) == WANTED:
            return found
    return []


def _is_like(facts: Facts, speaker: str, name: str) -> bool:
    """Return whether one is called as the other is: "Holt's opponents" is nobody's name."""
    kind = facts.names.kind_of(speaker)
    if kind == "PER" or facts.names.kind_of(name) == "PER":
        return facts.names.kind_of(name) == kind and is_alike(facts, speaker, name)
    return (kind is None) == (facts.names.kind_of(name) is None)
