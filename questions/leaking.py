"""What gives a question's answer away: its own stem, or another question that is asked with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations, permutations

from questions.folding import fold
from questions.interactions import Choice, Interaction, Match, Order, Recall, TextEntry
from questions.language.lexicon.links import OF_STEMS, TELLING_NOTHING

_KIN = 4  # letters that two words begin with to be alike
# Plain choices, tried on the bank: of twenty of its questions up to eight pairs are named so.
_RELATED = 0.5  # of the words of a stem: a text that has so many of them is about the same
_RARE = 10  # a key in the stems of more than one question in ten is no clue to any


class Clue(StrEnum):
    """By what one question gives another away."""

    STEM = "stem"
    EVIDENCE = "evidence"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Exposed:
    """A question among others: what it shows, and the sentences that it is about."""

    type: str
    stem: str
    interaction: Interaction
    evidence: str
    sentences: frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class GiveAway:
    """One question gives away another's key: the places of both, from 0."""

    by: int
    of: int
    clue: Clue
    key: str = ""


def tells(text: str, key: str) -> bool:
    """Return whether ``text`` has the key, or more than half of its words."""
    said = _said(text)
    words = fold(key).split()
    telling = [word for word in words if len(word) > 2 and word not in TELLING_NOTHING] or words
    return sum(_told(said, word) for word in telling) > len(telling) / 2


def key_told_by(text: str, interaction: Interaction) -> str | None:
    """Return which answer of a question a text beside it tells, if it tells any.

    A text tells a pair that has both sides of it; what comes in which order none does.
    """
    match interaction:
        case Choice() | TextEntry():
            return next((key for key in interaction.key() if tells(text, key)), None)
        case Match():
            pairs = interaction.pairs
            told = (right for left, right in pairs if tells(text, left) and tells(text, right))
            return next(told, None)
        case Order() | Recall():
            return None


def give_aways(asked: Sequence[Exposed]) -> list[GiveAway]:
    """Return which questions give others away, in the order of those that do.

    Two about one sentence do, each the other. So does one that has another's key in its stem,
    unless many have; and one whose stem or evidence has it with most of what the other asks.
    """
    close = {
        (one, other)
        for one, other in combinations(range(len(asked)), 2)
        if asked[one].sentences & asked[other].sentences
    }
    found = [GiveAway(one, other, Clue.SENTENCE) for one, other in close]
    told = {
        (by, of): give_away
        for by, of in permutations(range(len(asked)), 2)
        if (min(by, of), max(by, of)) not in close
        and (give_away := _give_away(asked, by, of)) is not None
    }
    return sorted([*found, *told.values()], key=lambda each: (each.by, each.of))


def told_by(
    texts: Sequence[str], sentences: frozenset[Hashable], asked: Sequence[Exposed]
) -> list[int]:
    """Return the places of the questions that something read beforehand answers.

    It has a sentence that one of them is about, or one of its texts, each a sentence or a line,
    says the key with most of what is asked.
    """
    return [
        place
        for place, each in enumerate(asked)
        if each.sentences & sentences
        or any(
            tells(text, key) and _is_about(text, wanted, key)
            for wanted, key in _asks(each)
            for text in texts
        )
    ]


def _give_away(asked: Sequence[Exposed], by: int, of: int) -> GiveAway | None:
    for wanted, key in _asks(asked[of]):
        if tells(asked[by].stem, key) and (
            _is_about(asked[by].stem, wanted, key) or _is_rare(asked, of, key)
        ):
            return GiveAway(by, of, Clue.STEM, key)
        if tells(asked[by].evidence, key) and _is_about(asked[by].evidence, wanted, key):
            return GiveAway(by, of, Clue.EVIDENCE, key)
    return None


def _asks(asked: Exposed) -> Iterator[tuple[str, str]]:
    """Yield what a question asks, with each text that answers it; of a truth there is none."""
    interaction = asked.interaction
    if asked.type == "true_false":
        return
    match interaction:
        case Choice() | TextEntry():
            for key in interaction.key():
                yield asked.stem, key
        case Match():
            yield from interaction.pairs
        case Order() | Recall():
            return


def _is_about(text: str, wanted: str, key: str) -> bool:
    """Return whether a text has most of the words that something is asked by."""
    asked = _content(wanted) - _content(key)
    return bool(asked) and len(asked & _content(text)) >= _RELATED * len(asked)


def _is_rare(asked: Sequence[Exposed], of: int, key: str) -> bool:
    """Return whether so few stems have a key that each of them is a clue to it.

    The voices of a text are named all over: that is no clue to who said what.
    """
    question = asked[of]
    if question.type == "who_said_it" or not isinstance(question.interaction, Choice | TextEntry):
        return False
    having = sum(tells(each.stem, key) for each in asked if each is not question)
    return having <= max(1, len(asked) // _RARE)


@dataclass(frozen=True, slots=True)
class _Said:
    text: str
    words: frozenset[str]
    by_beginning: dict[str, list[str]]


@lru_cache(maxsize=1024)
def _said(text: str) -> _Said:
    folded = fold(text)
    words = frozenset(folded.split())
    by_beginning = defaultdict(list)
    for word in words:
        by_beginning[word[:_KIN]].append(word)
    return _Said(folded, words, by_beginning)


@lru_cache(maxsize=1024)
def _content(text: str) -> frozenset[str]:
    return frozenset(
        word[:_KIN] for word in fold(text).split() if len(word) > 2 and word not in OF_STEMS
    )


def _told(said: _Said, word: str) -> float:
    """Return how far a text tells a word: 1 has it or one made of it, a half one like it."""
    if len(word) < _KIN:
        return float(word in said.words)
    if word.removesuffix("s") in said.text:
        return 1.0
    return 0.5 * any(_is_kin(word, other) for other in said.by_beginning.get(word[:_KIN], ()))


def _is_kin(one: str, other: str) -> bool:
    """Return whether words that begin alike are about as long: "Greece" and "Greek"."""
    return min(len(one), len(other)) > _KIN and abs(len(one) - len(other)) < 3
