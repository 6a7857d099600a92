"""Which sentence proves a question's answer, found by the words that both have.

For questions that came without a citation. Sentences are ranked by BM25 (Robertson and Zaragoza,
*The Probabilistic Relevance Framework*, 2009) on the words of the stem and the key, folded; one in
which the key stands whole comes before others. `python -m tests.benchmarks.locating CORPORA` says
how often that is right: of the 632 questions that people wrote on the articles of XQuAD, 99 % are
offered a sentence out of all 578, and of these it is the right one for 96 %, one of three for 99 %.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from questions.folding import fold
from questions.language.lexicon.links import OF_STEMS, TELLING_NOTHING
from questions.question import Question

# The usual ones: how soon a word that comes again counts no more, and how much length counts.
_SATURATION, _LENGTH = 1.2, 0.75
_HAS_KEY = 6.0  # of 0, 3 and 6 the best on XQuAD: 92, 94 and 96 % right at the first place
# The least share of what is asked that a sentence must have, by weight, with the key and without:
# on XQuAD, of questions that only other articles answer, 0.2 % are offered a sentence with them.
_LEAST_WITH_KEY, _LEAST = 0.3, 0.4
_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?<=[^\W\d_]{3})(?:ing|ed|es|s)$")
_TELLING_NOTHING = OF_STEMS | TELLING_NOTHING


@dataclass(frozen=True, slots=True)
class Located:
    """A sentence by its place, and what share of what is asked it has, from 0 to 1."""

    place: int
    share: float


class Sentences:
    """Sentences made ready for questions to be looked up in them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._folded = [f" {fold(text)} " for text in texts]
        self._words = [Counter(_words_of(text)) for text in self._folded]
        self._having: defaultdict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(self._words):
            for word in words:
                self._having[word].append(place)
        lengths = [words.total() for words in self._words]
        mean = sum(lengths) / max(1, len(lengths)) or 1.0
        self._damping = [
            _SATURATION * (1 - _LENGTH + _LENGTH * length / mean) for length in lengths
        ]

    def locate(self, question: Question, most: int) -> list[Located]:
        """Return at most so many sentences that may prove an answer, the likeliest first."""
        keys = question.interaction.key()
        weights = self._weights(question.stem, *keys)
        scores: defaultdict[int, float] = defaultdict(float)
        for word, weight in weights.items():
            for place in self._having.get(word, ()):
                often = self._words[place][word]
                scores[place] += weight * often * (1 + _SATURATION) / (often + self._damping[place])
        wanted = [f" {folded} " for key in keys if (folded := fold(key))]
        having_key = {n for n in scores if any(key in self._folded[n] for key in wanted)}
        ranked = sorted(scores, key=lambda n: (-scores[n] - _HAS_KEY * (n in having_key), n))
        found = [Located(place, self._share(weights, place)) for place in ranked[:most]]
        return [
            each
            for each in found
            if each.share >= (_LEAST_WITH_KEY if each.place in having_key else _LEAST)
        ]

    def _weights(self, *texts: str) -> dict[str, float]:
        """Return each word that is asked about, and how much it tells."""
        words = {word for text in texts for word in _words_of(fold(text))}
        count = len(self._words)
        rarity = {word: len(self._having.get(word, ())) for word in words}
        return {word: math.log(1 + (count - n + 0.5) / (n + 0.5)) for word, n in rarity.items()}

    def _share(self, weights: dict[str, float], place: int) -> float:
        has = sum(weight for word, weight in weights.items() if word in self._words[place])
        return has / sum(weights.values())


def _words_of(folded: str) -> list[str]:
    """Return the words that tell something, without the commonest endings."""
    words = (word for word in _WORD.findall(folded) if word not in _TELLING_NOTHING)
    return [_ENDING.sub("", word) for word in words]
