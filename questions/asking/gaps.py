"""Fill the gap: a sentence that stands alone, without one of its names or years."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, cite, typed
from questions.facts.moments import is_year
from questions.facts.naming import name_of
from questions.facts.reading import Facts
from questions.language.words import Sentence, Word
from questions.types.cloze import GAP

_LONGEST = 220


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
        if is_year(word.text) and word.tag == "CD":
            yield word.index, word.index + 1, word.text
    for name in sentence.names:
        start = name.start + (sentence.words[name.start].lower == "the")
        last = name.end - (sentence.words[name.end - 1].tag == "POS")
        if start < last and facts.names.counts[name_of(sentence, name)]:
            yield start, last, name_of(sentence, name)


def _ask(facts: Facts, sentence: Sentence, start: int, end: int, key: str) -> Candidate:
    text = facts.document.text
    span = sentence.passage.span
    first, last = sentence.words[start], sentence.words[end - 1]
    stem = " ".join(f"{text[span.start : first.start]}{GAP}{text[last.end : span.end]}".split())
    rest: tuple[Word, ...] = (*sentence.words[:start], *sentence.words[end:])
    others = [name for name in facts.names.kinds if facts.names.full(name) == key]
    question = asked("cloze", stem, typed(key, others), [cite(facts, sentence)])
    return Candidate("gap", question, key, sentence, rest)
