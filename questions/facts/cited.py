"""What is cited, as a reader takes it: its words, its amounts, and whether it has a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from questions.facts.amounts import Amount, amounts
from questions.folding import fold
from questions.language.lexicon.links import TELLING_LITTLE
from questions.language.lexicon.opposites import NEGATIONS, OPPOSITES
from questions.question import Citation
from questions.typed_answers import parse_date

_SMALLEST = 3  # letters: shorter words say little of what is told
_LETTERS = 2  # of an acronym, at least
_SENTENCE = 4  # words: what is shorter is looked for as a whole
_SHARE = 0.5  # of the words, for a longer text in words of one's own: a plain choice
_SAME = 0.8  # of the words: so many of a passage's say the same, or deny it: a plain choice
_CLAUSE = re.compile(r"[,.;:!?](?=\s|$)")
_DENIED = 2  # words after "not": a plain choice
_BEGINNING = 4  # letters that two forms of a word share


@dataclass(frozen=True, slots=True)
class Cited:
    """Quotes, one after another."""

    text: str
    folded: str
    words: frozenset[str]
    amounts: tuple[Amount, ...]

    def has(self, text: str) -> bool:
        """Return whether it has ``text``: its amounts, in words or digits, and much of the rest."""
        if any(f" {form} " in f" {self.folded} " for form in _forms(text)):
            return True
        if not self.counts(text):
            return False
        words = [word for word in content(text) if not list(amounts(word))]
        if not words:
            return bool(list(amounts(text)))
        told = sum(self._tells(word) for word in words)
        if told >= (len(words) if len(text.split()) < _SENTENCE else _SHARE * len(words)):
            return True
        return is_short_for(text, self.text) or any(
            is_short_for(word, text) for word in self.text.split()
        )

    def counts(self, text: str) -> bool:
        """Return whether it has every amount of ``text``, or years that are so far apart."""
        years = [one.value for one in self.amounts if one.is_year]
        known = {one.value for one in self.amounts} | {
            abs(one - other) for one, other in combinations(years, 2)
        }
        return all(amount.value in known for amount in amounts(text))

    def denies(self, text: str) -> bool:
        """Return whether it says "not" of what ``text`` says, or the other way round."""
        ours, theirs = _denied(self.text), _denied(text)
        same, whole = read_text(text), self.says_same(text)
        return whole and (
            any(same.has_all(words) for words in ours if words not in theirs)
            or any(self.has_all(words) for words in theirs if words not in ours)
        )

    def has_all(self, words: Sequence[str]) -> bool:
        """Return whether it has each of the words in some form."""
        return all(map(self._tells, words))

    def says_same(self, text: str) -> bool:
        """Return whether it has nearly every word of ``text``, whoever denies it."""
        words = content(text)
        return bool(words) and sum(map(self._tells, words)) >= _SAME * len(words)

    def opposite(self, text: str) -> tuple[str, str] | None:
        """Return a word of ``text`` and its opposite, where this has that alone."""
        for word in fold(text).split():
            other = next((o for o in sorted(OPPOSITES.get(word, ())) if o in self.words), None)
            if other and word not in self.words:
                return word, other
        return None

    def _tells(self, word: str) -> bool:
        return any(is_alike(word, other) for other in self.words)


def read_cited(citations: Sequence[Citation]) -> Cited:
    """Return what citations say together."""
    return read_text(" ".join(" ".join(citation.quote for citation in citations).split()))


def read_text(text: str) -> Cited:
    """Return a text as it would be cited."""
    folded = fold(text)
    return Cited(text, folded, frozenset(folded.split()), tuple(amounts(text)))


def _forms(text: str) -> list[str]:
    """Return how a text may be written: as it is, and a date in words as well."""
    date = parse_date(text)
    if date is None:
        return [fold(text)]
    month = date.strftime("%B").lower()
    written = (f"{date.day} {month} {date.year}", f"{month} {date.day} {date.year}")
    return [fold(text), *written]


def content(text: str) -> list[str]:
    """Return the words of ``text`` that say something."""
    return [
        word for word in fold(text).split() if len(word) >= _SMALLEST and word not in TELLING_LITTLE
    ]


def is_alike(one: str, other: str) -> bool:
    """Return whether two words are forms of one: "join" and "joined"."""
    if one == other:
        return True
    least = min(len(one), len(other))
    return (
        least >= _BEGINNING
        and one[: max(_BEGINNING, least - 2)] == other[: max(_BEGINNING, least - 2)]
    )


def _denied(text: str) -> list[tuple[str, ...]]:
    """Return the words after each "not", which are what it denies: two, or as many as follow."""
    found = []
    for clause in _CLAUSE.split(text.replace("’", "'")):
        words = clause.lower().split()
        for place, word in enumerate(words):
            if word.strip("\"'()") in NEGATIONS or word.endswith("n't"):
                found.append(tuple(content(" ".join(words[place + 1 :]))[:_DENIED]))
    return [words for words in found if words]


def is_short_for(short: str, text: str) -> bool:
    """Return whether ``short`` is an acronym of words of ``text`` that follow each other."""
    letters = short.strip(".,;:()'’\"“”")
    if (
        not letters.isalpha()
        or len(letters) < _LETTERS
        or not letters[:1].isupper()
        or letters.istitle()
    ):
        return False
    words = text.replace("-", " ").split()
    great = "".join(word[0] for word in words if word[0].isupper())
    every = "".join(word[0] for word in words).upper()
    return letters.upper() in great or (len(letters) > _LETTERS and letters.upper() in every)
