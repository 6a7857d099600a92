"""Fill the gap: a sentence without one of its names, years, numbers or terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from questions.asking.candidate import Candidate, asked, cite, prove, typed
from questions.facts.clauses import spoken
from questions.facts.moments import MONTHS, is_year
from questions.facts.naming import name_of
from questions.facts.reading import Facts
from questions.facts.speech import Claim
from questions.facts.terms import terms
from questions.language.words import Name, Sentence, Word, say
from questions.question import Stance
from questions.typed_answers import parse_number
from questions.types.cloze import GAP

_LONGEST = 300
_BEFORE_YEARS = frozenset("in since until by from during between and of".split())
_ENDS = {".", ":", ";"}
_JOINS = {"-", "–", "(", ")", "/"}
Gap = tuple[int, int, str]


def leave_gaps(facts: Facts) -> Iterator[Candidate]:
    """Leave one gap in each sentence for each name, year, number or term that it has once."""
    for sentence in facts.asserted:
        span = sentence.passage.span
        if span.end - span.start > _LONGEST or sentence.words[-1].text not in _ENDS:
            continue
        for way, gaps in (
            ("gap", _names_and_years(facts, sentence)),
            ("gap number", _numbers(sentence)),
            ("gap term", _terms(sentence)),
        ):
            for start, end, key in gaps:
                if not _is_joined(sentence, start, end):
                    yield _ask(facts, sentence, way, start, end, key)


def leave_gaps_in_claims(facts: Facts) -> Iterator[Candidate]:
    """Leave one gap in what somebody says, as that one's claim."""
    for claim in facts.claims:
        sentence, content = claim.sentence, claim.content
        inside = {word.index for word in content}
        whole = content[-1].index - content[0].index + 1 == len(content)
        if claim.stance is not Stance.CLAIMED or not whole or not _has_a_name(facts, claim):
            continue
        for gaps in (_names_and_years(facts, sentence), _terms(sentence)):
            for start, end, key in gaps:
                if start in inside and end - 1 in inside and not _is_joined(sentence, start, end):
                    yield _ask_claim(facts, claim, start, end, key)


def _has_a_name(facts: Facts, claim: Claim) -> bool:
    return len(claim.speaker.split()) > 1 or facts.names.kind_of(claim.speaker) == "ORG"


def _the(claim: Claim) -> str:
    """Return the article that the source gives a speaker."""
    text = f" {say(list(claim.sentence.words))} "
    return "the " if f" the {claim.speaker} ".lower() in text.lower() else ""


def _ask_claim(facts: Facts, claim: Claim, start: int, end: int, key: str) -> Candidate:
    sentence = claim.sentence
    gap = replace(sentence.words[start], text=GAP, space=sentence.words[end - 1].space)
    before = [word for word in claim.content if word.index < start]
    after = [word for word in claim.content if word.index >= end]
    said = _written(*before, gap, *after)
    if before:
        said = spoken(before, sentence)[:1] + said[1:]
    question = asked(
        "cloze",
        f"According to {_the(claim)}{claim.speaker}, {said}.",
        typed(key, [name for name in facts.names.kinds if facts.names.full(name) == key]),
        [cite(facts, sentence, claim.stance, claim.speaker)],
    )
    return Candidate("gap claim", question, key, sentence, (*before, *after))


def _names_and_years(facts: Facts, sentence: Sentence) -> Iterator[Gap]:
    for word in sentence.words:
        before = sentence.words[word.index - 1].text
        if is_year(word.text) and (before.lower() in _BEFORE_YEARS or before in MONTHS):
            yield word.index, word.index + 1, word.text
    for name in sentence.names:
        start = name.start + (sentence.words[name.start].lower == "the")
        last = name.end - (sentence.words[name.end - 1].tag == "POS")
        if start < last and not _is_part(sentence, start) and _is_asked_for(sentence, name, start):
            yield start, last, name_of(sentence, name)


def _numbers(sentence: Sentence) -> Iterator[Gap]:
    for word in sentence.words[1:]:
        beside = [
            *sentence.words[word.index - 1 : word.index],
            *sentence.words[word.index + 1 :][:1],
        ]
        counted = word.relation == "nummod" and sentence.words[word.head].index > word.index
        if word.tag != "CD" or not counted or parse_number(word.text) is None:
            continue
        dated = any(other.text in MONTHS or other.tag == "CD" for other in beside)
        if not dated and not sentence.name_at(word) and word.lower not in {"one", "1"}:
            yield word.index, word.index + 1, word.text


def _terms(sentence: Sentence) -> Iterator[Gap]:
    for term in terms(sentence):
        if not sentence.child(term.head, "conj") and term.head.relation != "conj":
            yield term.start, term.end, term.text


def _is_part(sentence: Sentence, start: int) -> bool:
    """Return whether a name goes on from what stands before it: "Lady Gaga", "Bishop of Rome"."""
    before = [word for word in sentence.words[:start] if word.text][-2:]
    if not before:
        return False
    if before[-1].tag in {"NNP", "NNPS"} and before[-1].text[:1].isupper():
        return True
    return len(before) == 2 and before[1].lower == "of" and before[0].text[:1].isupper()


def _is_asked_for(sentence: Sentence, name: Name, start: int) -> bool:
    """Return whether only this name fits: it is not one of a list, and another anchors it."""
    own = sentence.words[name.start : name.end]
    listed = any(
        word.relation == "conj" or sentence.child(word, "conj") for word in own if word.is_noun
    )
    anchored = any(other != name for other in sentence.names) or any(
        word.tag == "CD" or (word.is_noun and word.text[:1].isupper() and word not in own)
        for word in sentence.words
    )
    before = sentence.words[max(0, start - 2) : start]
    placed = len(before) == 2 and before[1].text == "," and before[0].tag == "NNP"
    return anchored and not listed and not placed


def _is_joined(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether a gap would touch a hyphen or bracket: that leaves half a word or a clue."""
    around = [*sentence.words[max(0, start - 1) : start], *sentence.words[end : end + 1]]
    return any(word.text in _JOINS for word in around)


def _ask(facts: Facts, sentence: Sentence, way: str, start: int, end: int, key: str) -> Candidate:
    gap = replace(sentence.words[start], text=GAP, space=sentence.words[end - 1].space)
    rest: tuple[Word, ...] = (*sentence.words[:start], *sentence.words[end:])
    others = [name for name in facts.names.kinds if facts.names.full(name) == key]
    question = asked(
        "cloze",
        _written(*sentence.words[:start], gap, *sentence.words[end:]),
        typed(key, others, number=way == "gap number" and key[0].isdigit()),
        prove(facts, sentence),
    )
    return Candidate(way, question, key, sentence, rest)


def _written(*words: Word) -> str:
    parts = (word.text + " " * word.space for word in words if word.text)
    text = " ".join("".join(parts).split())
    return f"{text[:-1].rstrip()}." if text[-1:] in _ENDS else text
