"""Fill the gap: a sentence without one of its names, years, numbers or terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from questions.asking.candidate import Candidate, asked, choice, cite, fill_in, prove, typed
from questions.asking.crediting import article, is_called
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
from questions.asking.wording import is_whole, may_go, written
from questions.distractors import (
    WANTED,
    other_numbers,
    other_things,
    other_years,
    some_names,
    takes_article,
)
from questions.facts.claims import Claim
from questions.facts.clauses import Clause, spoken
from questions.facts.moments import is_year
from questions.facts.openings import (
    dates,
    named_phrases,
    named_terms,
    names_and_years,
    numbers,
    other_shares,
    unnamed,
)
from questions.facts.reading import Facts
from questions.facts.speech import says_i
from questions.language.words import Sentence, Word
from questions.question import Stance
from questions.types.cloze import GAP

_LONGEST = 300  # characters: 99 % of the sentences of EWT and GUM are no longer
_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_OWNED = re.compile(r"(?<=\w)['’]s?$")  # where a name stands in the place of "her"
_LISTED = {GAP_NAMED: GAP_LISTED, GAP_TERM: GAP_TERM_LISTED}


def leave_gaps(facts: Facts) -> Iterator[Candidate]:
    """Leave one gap in each sentence for each name, year, number or term that it has once."""
    for sentence in facts.asserted:
        if is_whole(sentence) and not _is_long(sentence):
            yield from _in_words(facts, sentence, sentence.words)
    for clause in facts.clauses:
        if is_whole(clause.sentence) and _is_long(clause.sentence):
            yield from _in_words(facts, clause.sentence, _words(clause))


def _is_long(sentence: Sentence) -> bool:
    span = sentence.passage.span
    return span.end - span.start > _LONGEST


def _words(clause: Clause) -> tuple[Word, ...]:
    """Return the words of a clause of a long sentence, where they are one run."""
    fronted = [word for words in clause.fronted for word in words]
    words = sorted([*fronted, *clause.subject, *clause.predicate], key=lambda word: word.index)
    return clause.sentence.words[words[0].index : words[-1].index + 1]


def _in_words(facts: Facts, sentence: Sentence, words: tuple[Word, ...]) -> Iterator[Candidate]:
    inside = range(words[0].index, words[-1].index + 1) if words else range(0)
    for way, gaps in (
        (GAP_NAMED, names_and_years(sentence)),
        (GAP_CAPITAL, unnamed(sentence)),
        (GAP_DATE, dates(sentence)),
        (GAP_NUMBER, numbers(sentence)),
        (GAP_TERM, named_terms(sentence)),
        (GAP_PHRASE, named_phrases(sentence)),
    ):
        for start, end, key in gaps:
            if start in inside and end - 1 in inside and may_go(sentence, start, end):
                listed = way in _LISTED and _is_listed(sentence, start, end)
                own = _LISTED[way] if listed else way
                yield _ask(facts, words, sentence, own, start, end, key)


def leave_gaps_in_claims(facts: Facts) -> Iterator[Candidate]:
    """Leave one gap in what somebody says, as that one's claim."""
    for claim in facts.claims:
        sentence, content = claim.sentence, claim.content
        inside = {word.index for word in content}
        whole = content[-1].index - content[0].index + 1 == len(content)
        if claim.stance is not Stance.CLAIMED or not whole or not is_called(facts, claim):
            continue
        if claim.is_act:
            continue
        if says_i(content) or not any(word.tag in _FINITE for word in content):
            continue
        for start, end, key in (*names_and_years(sentence), *named_terms(sentence)):
            if start in inside and end - 1 in inside and not _is_cut(sentence, start, end):
                if may_go(sentence, start, end):
                    yield _ask_claim(facts, claim, start, end, key)


def _ask_claim(facts: Facts, claim: Claim, start: int, end: int, key: str) -> Candidate:
    sentence = claim.sentence
    gap = replace(sentence.words[start], text=GAP, space=sentence.words[end - 1].space)
    before = [word for word in claim.content if word.index < start]
    after = [word for word in claim.content if word.index >= end]
    said = written(*before, gap, *after)
    if before:
        said = spoken(before, sentence)[:1] + said[1:]
    question = asked(
        "cloze",
        f"According to {article(claim)}{claim.speaker}, {said}",
        typed(key, facts.names.forms(key)),
        [cite(facts, sentence, claim.stance, claim.speaker)],
    )
    words = tuple(word for word in (*before, *after) if word.index not in claim.selves)
    return Candidate(GAP_CLAIM, question, key, sentence, words)


def _is_listed(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether others stand beside it in a list: which of them is left out is less plain."""
    own = sentence.words[start:end]
    return any(w.relation == "conj" or sentence.child(w, "conj") for w in own if w.is_noun)


def _is_cut(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether a name goes on behind the gap."""
    after = sentence.words[end : end + 1]
    great = sentence.words[start].text[:1].isupper() and sentence.words[end - 1].space
    return great and any(word.tag in {"NNP", "NNPS"} and word.text[:1].isupper() for word in after)


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
    stem, citations = written(*before, gap, *after), prove(facts, sentence)
    if owned := _OWNED.search(sentence.words[end - 1].text):
        names = (key, *facts.names.forms(key))
        key = f"{key}{owned[0]}"
        question = asked("cloze", stem, typed(key, names), citations)
    elif wrong := _wrong(facts, sentence, way, start, end, key):
        is_number = way is GAP_NUMBER or is_year(key)
        question = asked("multiple_choice", stem, choice(key, wrong, ordered=is_number), citations)
    else:
        question = asked("cloze", stem, fill_in(key, facts.names.forms(key), way), citations)
    return Candidate(way, question, key, sentence, (*before, *after))


def _wrong(facts: Facts, sentence: Sentence, way: Way, start: int, end: int, key: str) -> list[str]:
    """Return what else could fill a gap, where enough of its kind is known."""
    if way.is_term:
        around = [*sentence.words[:start], *sentence.words[end:]]
        return other_things(facts, key, sentence.words[end - 1], sentence, around)
    if way is GAP_NUMBER:
        unit = "".join(word.text for word in sentence.words[end : end + 1])
        return other_numbers(key, unit, sentence.words[:start], other_shares(sentence, start))
    if way not in {GAP_NAMED, GAP_LISTED}:
        return []
    if is_year(key):
        return other_years(facts, int(key), sentence)
    found = some_names(facts, key, sentence)
    if facts.names.kind_of(key) == "LOC":
        if _is_placed(sentence, end):
            return []
        articled = start > 0 and sentence.words[start - 1].lower == "the"
        found = [name for name in found if takes_article(name) is articled]
    return found[:WANTED] if len(found) >= WANTED else []


def _is_placed(sentence: Sentence, end: int) -> bool:
    """Return whether a gap is followed by where that is: "in ____, Virginia"."""
    after = sentence.words[end : end + 2]
    name = sentence.name_at(after[1]) if len(after) > 1 and after[0].text == "," else None
    return name is not None and name.kind == "LOC"
