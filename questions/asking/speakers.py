"""Who said it: a claim, and the speakers of the document to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, choice, cite, typed
from questions.asking.crediting import asking, is_called
from questions.asking.ways import WHO_OF_A_KIND, WHO_SAID_IT
from questions.distractors import LOOKED_AT, WANTED, could_be, is_alike
from questions.facts.claims import Claim
from questions.facts.dangling import dangles, dangling
from questions.facts.naming import name_of
from questions.facts.reading import Facts, unsaid
from questions.facts.speech import says_i
from questions.interactions import Recall
from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.lexicon.people import (
    ENDINGS_OF_PEOPLE,
    NOT_ASKED_BY_WHAT,
    SPEAKING_OFFICES,
)
from questions.language.lexicon.pronouns import (
    FIRST_AND_SECOND,
    HUMAN_PRONOUNS,
    PLURAL_PRONOUNS,
)
from questions.language.lexicon.things import SPEAKING_BODIES
from questions.language.lexicon.times import RELATIVE_TIMES, WHEN_AND_WHERE
from questions.language.words import Word, say

_FEWEST = 5  # words, as in attributions
_NOUNS = 2  # a plain choice
_LONG = 10  # words: a plain choice
_TOLD = 3  # words: a plain choice; "officials" and "some people" could be anybody
_TELLING = 3  # nouns: a plain choice
_WITHIN = frozenset({"'", "‘", "’", "`"})  # around a quotation within another
_OF_OTHERS = HUMAN_PRONOUNS | PLURAL_PRONOUNS | {"they"}
_FINITE = {"VBD", "VBZ", "VBP", "MD"}


def ask_speakers(facts: Facts) -> Iterator[Candidate]:
    """Ask whose claim a statement is."""
    for claim in facts.claims:
        if claim.content[0].tag.startswith("W") or not is_called(facts, claim):
            continue
        if not claim.named:
            yield from _several(facts, claim)
        elif _has_weight(claim):
            if not (says_i(claim.content) or _is_better_quoted(facts, claim)):
                yield _ask(facts, claim, *_told(claim))
            elif _is_quotable(claim):
                yield _ask(facts, claim, *_quoted(facts, claim))


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
        asked("who_said_it" if others else "short_answer", stem, shape, [citation, *leaned]),
        claim.speaker,
        claim.sentence,
        words,
    )


def _told(claim: Claim) -> tuple[str, tuple[Word, ...]]:
    """Return how a claim is asked about in the document's words, and which they are."""
    content = _alone(claim)
    words = tuple(word for word in content if word.index not in claim.selves)
    return asking(claim, content), words


def _several(facts: Facts, claim: Claim) -> Iterator[Candidate]:
    """Ask who said it of some who are told by more than a noun: "a police spokesman"."""
    if len(claim.speaker.split()) < _TOLD or not _has_weight(claim) or says_i(claim.content):
        return
    if not _is_somebody(claim.speaker):
        return
    asking, words = _told(claim)
    key = claim.speaker[:1].upper() + claim.speaker[1:]
    told = key if key in claim.sentence.passage.span.of(facts.document.text) else claim.speaker
    stem = f"According to the document, who {asking}?"
    citation = cite(facts, claim.sentence, claim.stance, claim.speaker)
    question = asked("flashcard", stem, Recall(back=key), [citation])
    yield Candidate(WHO_OF_A_KIND, question, told, claim.sentence, words)


def _is_somebody(told: str) -> bool:
    """Return whether somebody is told by what they are: not "experiments in chickens"."""
    words = re.split(r" (?:of|in|for|at|with|from|to|on) ", told.lower())[0].split()
    noun = words[-1]
    known = NOT_ASKED_BY_WHAT | SPEAKING_OFFICES | SPEAKING_BODIES
    is_known = noun in known or noun.removesuffix("s") in known
    return is_known or noun.endswith(("man", "woman", *ENDINGS_OF_PEOPLE))


def _is_better_quoted(facts: Facts, claim: Claim) -> bool:
    """Return whether a claim stands alone as a quotation only: "This is …", and enough to know."""
    if not (claim.is_quoted or _is_quotable(claim)):
        return False
    return bool(unsaid(claim.sentence, claim.content, facts)) and _is_telling(facts, claim)


def _is_telling(facts: Facts, claim: Claim) -> bool:
    """Return whether a quotation is known by itself: it is long, and "he" is nobody outside it."""
    content = claim.content
    nouns = {word.lower for word in content if word.is_noun}
    if len(content) < _LONG or len(nouns) < _TELLING:
        return False
    known = facts.known(claim.sentence)
    pointing = dangling(claim.sentence, content, person=False, known=known)
    return not any(word.lower in _OF_OTHERS for word in pointing)


def _quoted(facts: Facts, claim: Claim) -> tuple[str, tuple[Word, ...]]:
    """Return how a claim is asked about in the speaker's words: "I" is whoever is asked for.

    What points outside a quotation that is known by itself is part of it, as the speaker said it.
    """
    text = say(list(claim.content))
    words = tuple(word for word in claim.content if word.lower not in FIRST_AND_SECOND)
    if _is_telling(facts, claim):
        words = tuple(word for word in words if word.is_noun and word.lower not in RELATIVE_TIMES)
    return f"said: “{text[:1].upper()}{text[1:]}”", words


def _is_quotable(claim: Claim) -> bool:
    """Return whether a claim is direct speech of some length without other marks in it."""
    content = claim.content
    before = claim.sentence.words[max(0, content[0].index - 1)].text
    after = {word.text for word in claim.sentence.words[content[-1].index + 1 :][:2]}
    if "?" in after:
        return False
    inside = {word.text for word in content} & SPEECH_MARKS
    is_marked = before in SPEECH_MARKS or bool(after & SPEECH_MARKS)
    is_run = content[-1].index - content[0].index + 1 == len(content)
    within = sum(word.text in _WITHIN and word.tag != "POS" for word in content)
    return (
        (is_marked or claim.is_quoted)
        and is_run
        and within % 2 == 0
        and not inside
        and len(content) >= _FEWEST
    )


def _alone(claim: Claim) -> tuple[Word, ...]:
    """Return what is said, without phrases at its end that point outside it: "in this area"."""
    content = claim.content
    sentence = claim.sentence
    for word in reversed(content):
        if not _may_be_left_out(claim, word) or not dangles(sentence, content):
            continue
        phrase = sentence.subtree(word)
        if phrase[-1] == content[-1] and dangles(sentence, phrase):
            content = content[: -len(phrase)]
    return content if len(content) >= _FEWEST else claim.content


def _may_be_left_out(claim: Claim, word: Word) -> bool:
    """Return whether a phrase tells when or where, or more of a noun that needs no more."""
    case = claim.sentence.child(word, "case")
    if case is None or word.relation not in {"obl", "nmod"}:
        return False
    if word.relation == "obl":
        return case.lower in WHEN_AND_WHERE
    head = claim.sentence.words[word.head]
    return head.is_noun and claim.sentence.child(head, "det") is None


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
