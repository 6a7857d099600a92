"""Best first: how likely each question is to be kept, spread over the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from questions import scoring
from questions.asking.candidate import Candidate
from questions.facts.reading import Facts
from questions.folding import fold
from questions.interactions import Choice
from questions.spreading import spread

# Plain choices of how far down goes what asks for that which all of the document is about, and
# what was just asked about: a sentence far, a type a little.
_ABOUT = 0.3
_LEAST = 0.01
_AGAIN_SENTENCE = 0.35
_AGAIN_TYPE = 0.02
_OPTIONS = 0.1  # how far a choice goes up, as a quiz can take it as it is: a plain choice
_ALIKE = 0.75  # of the shorter stem's words: a plain choice
_MOST = 400  # proposals: more than anybody reads, and ranking takes the square of it
_PER_SENTENCE = 7  # a plain choice: one fact asked in more ways tires
_PER_TYPE = 5  # of a sentence


def score(candidate: Candidate, facts: Facts) -> float:
    """Return from 0 to 1 how likely a strict reader is to accept the stem."""
    found = scoring.score(candidate.question)
    return round(max(_LEAST, found - _ABOUT * _is_topic(candidate, facts)), 3)


def _is_topic(candidate: Candidate, facts: Facts) -> bool:
    """Return whether the whole document is about the key: it is the answer to everything."""
    most = facts.names.most
    return most > 2 and facts.names.counts.get(candidate.key, 0) == most


def rank(candidates: Iterable[Candidate], facts: Facts) -> list[tuple[Candidate, float]]:
    """Return candidates with their scores, the most useful next one first.

    One from a sentence already asked about, and one more of the same type, waits for others; two
    that ask nearly the same are one, no gap where it can be helped. Gaps are spread.
    """
    waiting = [(candidate, score(candidate, facts)) for candidate in _needed(list(candidates))]
    waiting = sorted(waiting, key=lambda entry: -entry[1])[:_MOST]
    sentences: Counter[int] = Counter()
    alike: Counter[tuple[int, str]] = Counter()
    types: Counter[str] = Counter()
    ranked: list[tuple[Candidate, float]] = []

    def worth(entry: tuple[Candidate, float]) -> tuple[float, int, str]:
        candidate, found = entry
        number = candidate.sentence.passage.number
        found -= _AGAIN_SENTENCE * sentences[number] + _AGAIN_TYPE * types[candidate.question.type]
        found += _OPTIONS * isinstance(candidate.question.interaction, Choice)
        return found, -number, candidate.question.stem

    while waiting:
        best = max(waiting, key=worth)
        candidate = best[0]
        ranked.append(best)
        if not _is_beside(candidate):
            number = candidate.sentence.passage.number
            sentences[number] += 1
            alike[number, candidate.question.type] += 1
        types[candidate.question.type] += 1
        waiting = [
            entry
            for entry in waiting
            if not _is_same(candidate, entry[0]) and _has_room(entry[0], sentences, alike)
        ]
    return spread(ranked, lambda entry: entry[0].way.is_gap)


def _needed(candidates: list[Candidate]) -> list[Candidate]:
    """Return candidates without the gaps that a whole question asks for too."""
    whole = [each for each in candidates if not each.way.is_gap]
    return [
        each
        for each in candidates
        if not (each.way.is_gap and any(_is_same(each, other) for other in whole))
    ]


def _has_room(
    candidate: Candidate, sentences: Counter[int], alike: Counter[tuple[int, str]]
) -> bool:
    number = candidate.sentence.passage.number
    room = sentences[number] < _PER_SENTENCE and alike[number, candidate.question.type] < _PER_TYPE
    return _is_beside(candidate) or room


def _is_beside(candidate: Candidate) -> bool:
    """Return whether a question is of names, or of several sentences, not of what one states."""
    return candidate.is_arranged or candidate.way.is_of_names


def _is_same(one: Candidate, other: Candidate) -> bool:
    if one is other:
        return True
    if one.sentence is not other.sentence and one.key != other.key:
        return False
    ours = set(fold(one.question.stem).split())
    theirs = set(fold(other.question.stem).split())
    return len(ours & theirs) >= _ALIKE * min(len(ours), len(theirs)) and one.key == other.key
