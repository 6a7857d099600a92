"""Best first: how far each way of asking is to be trusted, spread over the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from questions.asking.candidate import Candidate
from questions.facts.reading import Facts
from questions.interactions import Choice
from questions.typed_answers import normalise

_TRUST = {
    "when": 0.86,
    "who": 0.8,
    "where": 0.78,
    "by whom": 0.78,
    "object": 0.77,
    "how many": 0.72,
    "who said it": 0.8,
    "acronym": 0.9,
    "matching": 0.88,
    "ordering": 0.84,
    "gap": 0.66,
    "model": 0.7,
    "model claim": 0.7,
}
_COMFORTABLE = 130  # characters; each further one makes a stem harder to take in
_AGAIN_SENTENCE = 0.35
_AGAIN_WAY = 0.035
_ALIKE = 0.75
_MOST = 400  # proposals: more than anybody reads, and ranking takes the square of it
_TOPIC = 0.2
_PER_SENTENCE = 3
_OF_NAMES = {"acronym", "matching"}  # not of what the sentence states


def score(candidate: Candidate, facts: Facts) -> float:
    """Return from 0 to 1 how likely an instructor is to keep the question."""
    found = _TRUST[candidate.way]
    found -= 0.001 * max(0, len(candidate.question.stem) - _COMFORTABLE)
    found -= 0.08 * candidate.introduced
    found += 0.03 * isinstance(candidate.question.interaction, Choice)
    most = max(facts.names.counts.values(), default=0)
    if most > 2 and facts.names.counts.get(candidate.key, 0) == most:
        found -= _TOPIC  # what the whole document is about is the answer to everything
    return round(min(0.99, max(0.01, found)), 3)


def rank(candidates: Iterable[Candidate], facts: Facts) -> list[tuple[Candidate, float]]:
    """Return candidates with their scores, the most useful next one first.

    One from a sentence already asked about, and one more of the same way, waits for others; two
    that ask nearly the same are one.
    """
    waiting = [(candidate, score(candidate, facts)) for candidate in candidates]
    waiting = sorted(waiting, key=lambda entry: -entry[1])[:_MOST]
    sentences: Counter[int] = Counter()
    ways: Counter[str] = Counter()
    ranked: list[tuple[Candidate, float]] = []

    def worth(entry: tuple[Candidate, float]) -> tuple[float, int, str]:
        candidate, found = entry
        number = candidate.sentence.passage.number
        found -= _AGAIN_SENTENCE * sentences[number] + _AGAIN_WAY * ways[candidate.way]
        return found, -number, candidate.question.stem

    while waiting:
        best = max(waiting, key=worth)
        candidate = best[0]
        ranked.append(best)
        if candidate.way not in _OF_NAMES:
            sentences[candidate.sentence.passage.number] += 1
        ways[candidate.way] += 1
        waiting = [
            entry
            for entry in waiting
            if not _is_same(candidate, entry[0]) and _has_room(entry[0], sentences)
        ]
    return ranked


def _has_room(candidate: Candidate, sentences: Counter[int]) -> bool:
    asked = sentences[candidate.sentence.passage.number]
    return candidate.way in _OF_NAMES or asked < _PER_SENTENCE


def _is_same(one: Candidate, other: Candidate) -> bool:
    if one is other:
        return True
    if one.sentence is not other.sentence and one.key != other.key:
        return False
    ours = set(normalise(one.question.stem).split())
    theirs = set(normalise(other.question.stem).split())
    return len(ours & theirs) >= _ALIKE * min(len(ours), len(theirs)) and one.key == other.key
