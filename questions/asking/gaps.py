"""Fill the gap: a sentence without one of its names, years, numbers or terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from questions.asking.candidate import Candidate, asked, cite, prove, typed
from questions.asking.ways import (
    GAP_CAPITAL,
    GAP_CLAIM,
    GAP_DATE,
    GAP_LISTED,
    GAP_NAMED,
    GAP_NUMBER,
    GAP_PHRASE,
    GAP_TERM,
    GAP_TERM_LISTED,
    Way,
)
from questions.facts.clauses import Clause, spoken
from questions.facts.moments import is_year
from questions.facts.naming import name_of
from questions.facts.reading import Facts
from questions.facts.reality import is_stated
from questions.facts.speech import Claim
from questions.facts.terms import phrases, terms
from questions.language.lexicon.links import BEFORE_A_YEAR_WRITTEN
from questions.language.lexicon.names import NAME_GOES_ON
from questions.language.lexicon.numbers import POWERS_OF_TEN, ROUND_NUMBERS, SMALL_NUMBERS
from questions.language.lexicon.times import MONTHS, SEASONS
from questions.language.words import Name, Sentence, Word, say
from questions.question import Stance
from questions.typed_answers import parse_number
from questions.types.cloze import GAP

_LONGEST = 300  # characters: 99 % of the sentences of EWT and GUM are no longer
_ENDS = {".", ":", ";"}
_MARKS = " .,:;"
_JOINS = {"-", "–", ")", "/"}
_WRITTEN_NUMBERS = ROUND_NUMBERS.union(SMALL_NUMBERS)
_TO = {"to", "×", "x", "-", "–", "."}
_DECADE = re.compile(r"1[0-9]{2}0s|20[0-9]0s")
_LISTED = {GAP_NAMED: GAP_LISTED, GAP_TERM: GAP_TERM_LISTED}
Gap = tuple[int, int, str]


def leave_gaps(facts: Facts) -> Iterator[Candidate]:
    """Leave one gap in each sentence for each name, year, number or term that it has once."""
    for sentence in facts.asserted:
        if _is_whole(sentence) and not _is_long(sentence):
            yield from _in_words(facts, sentence, sentence.words)
    for clause in facts.clauses:
        if _is_whole(clause.sentence) and _is_long(clause.sentence):
            yield from _in_words(facts, clause.sentence, _words(clause))


def _is_long(sentence: Sentence) -> bool:
    span = sentence.passage.span
    return span.end - span.start > _LONGEST


def _is_whole(sentence: Sentence) -> bool:
    """Return whether a sentence has an end and a verb that makes it one: a caption has none."""
    if sentence.words[-1].text not in _ENDS:
        return False
    verbs = [sentence.root, *sentence.children(sentence.root, "aux", "cop")]
    return any(word.tag in {"VBD", "VBZ", "VBP", "MD"} for word in verbs)


def _words(clause: Clause) -> tuple[Word, ...]:
    """Return the words of a clause of a long sentence, where they are one run."""
    fronted = [word for words in clause.fronted for word in words]
    words = sorted([*fronted, *clause.subject, *clause.predicate], key=lambda word: word.index)
    return clause.sentence.words[words[0].index : words[-1].index + 1]


def _in_words(facts: Facts, sentence: Sentence, words: tuple[Word, ...]) -> Iterator[Candidate]:
    inside = range(words[0].index, words[-1].index + 1) if words else range(0)
    for way, gaps in (
        (GAP_NAMED, _names_and_years(sentence)),
        (GAP_CAPITAL, _unnamed(sentence)),
        (GAP_DATE, _dates(sentence)),
        (GAP_NUMBER, _numbers(sentence)),
        (GAP_TERM, _terms(sentence)),
        (GAP_PHRASE, _phrases(sentence)),
    ):
        for start, end, key in gaps:
            if start in inside and end - 1 in inside and _may_go(sentence, start, end):
                listed = way in _LISTED and _is_listed(sentence, start, end)
                own = _LISTED[way] if listed else way
                yield _ask(facts, words, sentence, own, start, end, key)


def leave_gaps_in_claims(facts: Facts) -> Iterator[Candidate]:
    """Leave one gap in what somebody says, as that one's claim."""
    for claim in facts.claims:
        sentence, content = claim.sentence, claim.content
        inside = {word.index for word in content}
        whole = content[-1].index - content[0].index + 1 == len(content)
        if claim.stance is not Stance.CLAIMED or not whole or not _has_a_name(facts, claim):
            continue
        for gaps in (_names_and_years(sentence), _terms(sentence)):
            for start, end, key in gaps:
                if start in inside and end - 1 in inside and _may_go(sentence, start, end):
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
        f"According to {_the(claim)}{claim.speaker}, {said}",
        typed(key, facts.names.forms(key)),
        [cite(facts, sentence, claim.stance, claim.speaker)],
    )
    return Candidate(GAP_CLAIM, question, key, sentence, (*before, *after))


def _names_and_years(sentence: Sentence) -> Iterator[Gap]:
    for word in sentence.words:
        before = sentence.words[word.index - 1].text
        if (
            is_year(word.text) and (before.lower() in BEFORE_A_YEAR_WRITTEN or before in MONTHS)
        ) or _DECADE.fullmatch(word.text):
            yield word.index, word.index + 1, word.text
    for name in sentence.names:
        start = name.start + (sentence.words[name.start].lower == "the")
        last = name.end - (sentence.words[name.end - 1].tag == "POS")
        if start < last and not _is_part(sentence, start) and _is_asked_for(sentence, name, start):
            yield start, last, name_of(sentence, name)


def _unnamed(sentence: Sentence) -> Iterator[Gap]:
    """Yield runs of capitals that were not found to be anybody's name: a gap needs no kind."""
    start = 1
    while start < len(sentence.words):
        end = start
        while end < len(sentence.words) and _is_capital(sentence, sentence.words[end]):
            end += 1
        if end > start and not _is_part(sentence, start) and not _goes_over(sentence, start, end):
            yield start, end, say(list(sentence.words[start:end]))
        start = max(end, start + 1)


def _goes_over(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether capitals go on after a run, or it belongs to what stands before it."""
    after = sentence.words[end : end + 2]
    if after and after[0].lower not in NAME_GOES_ON:
        after = after[:1]
    owned = sentence.words[start - 1].tag == "POS"
    numbered = any(word.tag == "CD" for word in after[:1])
    return owned or numbered or any(w.text[:1].isupper() and w.tag != "PRP" for w in after)


def _is_capital(sentence: Sentence, word: Word) -> bool:
    great = word.text[:1].isupper() and word.tag in {"NNP", "NNPS"} and len(word.text) > 2
    return great and not sentence.name_at(word) and word.text not in MONTHS


def _numbers(sentence: Sentence) -> Iterator[Gap]:
    for word in sentence.words[1:]:
        if word.tag != "CD" or is_year(word.text) or sentence.words[word.index - 1].tag == "CD":
            continue
        end = word.index + 1
        while end < len(sentence.words) and sentence.words[end].lower in POWERS_OF_TEN:
            end += 1
        around = sentence.words[word.index - 1], *sentence.words[end : end + 1]
        dated = any(other.text in MONTHS or other.tag == "CD" for other in around)
        joined = any(other.lower in _TO for other in around)
        if dated or joined or sentence.name_at(word) or word.lower in {"one", "1"}:
            continue
        if parse_number(word.text) is not None or word.lower in _WRITTEN_NUMBERS:
            yield word.index, end, say(list(sentence.words[word.index : end]))


def _dates(sentence: Sentence) -> Iterator[Gap]:
    """Yield whole dates: "27 January 1967", "January 27", "summer of 1521"."""
    for word in sentence.words:
        if word.text not in MONTHS and word.lower not in SEASONS:
            continue
        start, end = word.index, word.index + 1
        while start and _is_day(sentence.words[start - 1]):
            start -= 1
        while end < len(sentence.words) and _goes_on(sentence, end):
            end += 1
        if end - start > 1:
            yield start, end, say(list(sentence.words[start:end]))


def _is_day(word: Word) -> bool:
    return word.text.removesuffix("th").isdigit() and len(word.text) < 5


def _goes_on(sentence: Sentence, place: int) -> bool:
    """Return whether a date goes on: with a day or year, or a comma or "of" before a year."""
    word, following = sentence.words[place], sentence.words[place + 1 : place + 2]
    year = bool(following) and is_year(following[0].text)
    return _is_day(word) or is_year(word.text) or (word.text in {",", "of"} and year)


def _terms(sentence: Sentence) -> Iterator[Gap]:
    for term in terms(sentence):
        yield term.start, term.end, term.text


def _phrases(sentence: Sentence) -> Iterator[Gap]:
    for phrase in phrases(sentence):
        yield phrase.start, phrase.end, phrase.text


def _is_listed(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether others stand beside it in a list: which of them is left out is less plain."""
    own = sentence.words[start:end]
    return any(w.relation == "conj" or sentence.child(w, "conj") for w in own if w.is_noun)


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
    anchored = any(other != name for other in sentence.names) or any(
        word.tag == "CD" or (word.is_noun and word.text[:1].isupper() and word not in own)
        for word in sentence.words
    )
    before = sentence.words[max(0, start - 2) : start]
    placed = len(before) == 2 and before[1].text == "," and before[0].tag == "NNP"
    return anchored and not placed


def _may_go(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether words may be left out: of what is not so, countless others are right."""
    if _is_joined(sentence, start, end):
        return False
    return all(is_stated(sentence, word) for word in sentence.words[start:end])


def _is_joined(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether a gap would touch a hyphen or bracket: that leaves half a word or a clue."""
    around = [*sentence.words[max(0, start - 1) : start], *sentence.words[end : end + 1]]
    if any(word.text in _JOINS for word in around):
        return True
    bracket = sentence.words[end : end + 2]
    return len(bracket) == 2 and bracket[0].text == "(" and not bracket[1].text[:1].isdigit()


def _ask(
    facts: Facts,
    words: tuple[Word, ...],
    sentence: Sentence,
    way: Way,
    start: int,
    end: int,
    key: str,
) -> Candidate:
    gap = replace(sentence.words[start], text=GAP, space=sentence.words[end - 1].space)
    before = tuple(word for word in words if word.index < start)
    after = tuple(word for word in words if word.index >= end)
    others = facts.names.forms(key)
    question = asked(
        "cloze",
        _written(*before, gap, *after),
        typed(key, others, number=way is GAP_NUMBER and parse_number(key) is not None),
        prove(facts, sentence),
    )
    return Candidate(way, question, key, sentence, (*before, *after))


def _written(*words: Word) -> str:
    parts = (word.text + " " * word.space for word in words if word.text)
    text = " ".join("".join(parts).split())
    return f"{text.rstrip(_MARKS)}."
