"""By the document there is one answer."""

from __future__ import annotations

from math import ceil

from questions.asking.candidate import Candidate
from questions.facts.reading import Facts, stems
from questions.language.lexicon.links import OF_STEMS

_SMALL_STEMS = frozenset(stems(" ".join(OF_STEMS)))
# Plain choices: of fewer stems any sentence has most, and one that has four in five of them says
# the same in other words.
_FEWEST = 3
_ENOUGH = 0.8
_MOST = 40  # sentences looked at for a word: in a long document that is enough to find one


def unique_answer(candidate: Candidate, facts: Facts) -> str | None:
    """No other sentence has the stem's words with another name or year as its answer."""
    if candidate.is_arranged or candidate.way.has_own_stem:
        return None
    asked = {word for word in stems(candidate.question.stem) if word not in _SMALL_STEMS}
    if candidate.way.is_definition:
        return None
    if len(asked) < _FEWEST:
        return "it asks about next to nothing"
    for place in _likely(asked, facts):
        sentence = facts.sentences[place]
        if sentence is candidate.sentence or sentence.passage.number in facts.void:
            continue
        said = sum(place in facts.places.get(word, ()) for word in asked)
        if said >= _ENOUGH * len(asked):
            return f"sentence {sentence.passage.number} may answer it too"
    return None


def _likely(asked: set[str], facts: Facts) -> list[int]:
    """Return sentences with one of the rarest words: one that has most words has one of these."""
    rarest = sorted(asked, key=lambda word: (len(facts.places.get(word, ())), word))
    rarest = rarest[: len(asked) - ceil(_ENOUGH * len(asked)) + 1]
    return sorted({place for word in rarest for place in facts.places.get(word, ())[:_MOST]})
