"""Fill the gap: a sentence that stands alone, without one of its names or years."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, cite, typed
from questions.facts.moments import MONTHS, is_year
from questions.facts.naming import name_of
from questions.facts.reading import Facts
from questions.language.words import Name, Sentence, Word
from questions.types.cloze import GAP

_LONGEST = 260
_BEFORE_YEARS = frozenset("in since until by from during between and of".split())


def leave_gaps(facts: Facts) -> Iterator[Candidate]:
    """Leave one gap in each sentence for each name or year that it has once."""
    for sentence in facts.asserted:
        span = sentence.passage.span
        if span.end - span.start > _LONGEST or sentence.words[-1].text != ".":
            continue
        for start, end, key in _gaps(facts, sentence):
            yield _ask(facts, sentence, start, end, key)


def _gaps(facts: Facts, sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    for word in sentence.words:
        before = sentence.words[word.index - 1].text
        if is_year(word.text) and (before.lower() in _BEFORE_YEARS or before in MONTHS):
            yield word.index, word.index + 1, word.text
    for name in sentence.names:
        start = name.start + (sentence.words[name.start].lower == "the")
        last = name.end - (sentence.words[name.end - 1].tag == "POS")
        if start < last and _is_asked_for(sentence, name, start, last):
            yield start, last, name_of(sentence, name)


def _is_asked_for(sentence: Sentence, name: Name, start: int, end: int) -> bool:
    """Return whether only this name fits: it is not one of a list, and another anchors it."""
    own = sentence.words[name.start : name.end]
    listed = any(
        word.relation == "conj" or sentence.child(word, "conj") for word in own if word.is_noun
    )
    anchored = any(other != name for other in sentence.names) or any(
        is_year(word.text) for word in sentence.words
    )
    before = sentence.words[max(0, start - 2) : start]
    placed = len(before) == 2 and before[1].text == "," and before[0].tag == "NNP"
    return anchored and not listed and not placed and not _is_joined(sentence, start, end)


def _is_joined(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether a gap would touch a hyphen or bracket: that leaves half a word or a clue."""
    around = [*sentence.words[max(0, start - 1) : start], *sentence.words[end : end + 1]]
    return any(word.text in {"-", "–", "(", ")", "/"} for word in around)


def _ask(facts: Facts, sentence: Sentence, start: int, end: int, key: str) -> Candidate:
    text = facts.document.text
    span = sentence.passage.span
    first, last = sentence.words[start], sentence.words[end - 1]
    stem = " ".join(f"{text[span.start : first.start]}{GAP}{text[last.end : span.end]}".split())
    rest: tuple[Word, ...] = (*sentence.words[:start], *sentence.words[end:])
    question = asked("cloze", stem, typed(key, facts.names.forms(key)), [cite(facts, sentence)])
    return Candidate("gap", question, key, sentence, rest)
