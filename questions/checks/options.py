"""The options are of one kind, differ, and none stands out."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, pairwise

from questions.asking.candidate import Candidate
from questions.distractors import is_backed, may_be_same
from questions.facts.reading import Facts
from questions.folding import fold
from questions.interactions import Choice
from questions.language.lexicon import any_of
from questions.language.lexicon.numbers import SHARES
from questions.option_order import why_poor
from questions.typed_answers import parse_number

_OF_ALL = re.compile(rf"(?:{any_of(SHARES)}) of (?:the|these|those|them)\b.*", re.IGNORECASE)
_RANGE = re.compile(r"(\d[\d,.]*)\s*(?:[-–—]|to|and)\s*(\d[\d,.]*)")
_SHARE = 0.75  # of the words: a plain choice, stricter than for what is not yet an option
_KINDS = {"PER": "a person", "LOC": "a place", "ORG": "an organisation"}


def distractors_distinct(candidate: Candidate, facts: Facts) -> str | None:
    """No option is another name for another."""
    for one, other in combinations(_texts(candidate), 2):
        if not one[0].isdigit() and may_be_same(facts, one, other):
            return f"“{one}” and “{other}” may be the same"
    return None


def distractors_refuted(candidate: Candidate, facts: Facts) -> str | None:
    """No other sentence says of a distractor what is asked."""
    if not candidate.words or candidate.question.type == "true_false":
        return None
    for text in _wrong(candidate):
        if is_backed(facts, text, candidate.words, candidate.sentence, _SHARE):
            return f"“{text}” may be right too: another sentence says much the same of it"
    return None


def options_balanced(candidate: Candidate, _facts: Facts) -> str | None:
    """The key is not more than twice as long as the longest distractor."""
    right, wrong = _right(candidate), _wrong(candidate)
    if not wrong:
        return None
    if min(map(len, right)) > 2 * max(map(len, wrong)):
        return "the key is the longest option by far"
    return None


def options_definite(candidate: Candidate, _facts: Facts) -> str | None:
    """No option is "all of the above", "none of these" or the like."""
    for text in _texts(candidate):
        if why_poor(text) or _OF_ALL.fullmatch(text.strip()):
            return f"“{text}” is no answer of its own"
    return None


def options_apart(candidate: Candidate, _facts: Facts) -> str | None:
    """No option contains another: "1992" and "1990 to 1995", "Paris" and "Paris, France"."""
    for one, other in combinations(_texts(candidate), 2):
        if _overlap(one, other):
            return f"“{one}” and “{other}” overlap"
    return None


def options_alike(candidate: Candidate, facts: Facts) -> str | None:
    """Options are written alike, all as numbers, names or phrases, and name things of a kind."""
    for one, other in pairwise(_texts(candidate)):
        if _form(one) != _form(other):
            return f"“{one}” is written as {_form(one)}, “{other}” as {_form(other)}"
        ours, theirs = facts.names.kind_of(one), facts.names.kind_of(other)
        if ours and theirs and ours != theirs:
            return f"“{one}” is {_KINDS[ours]}, “{other}” is {_KINDS[theirs]}"
    return None


def options_ordered(candidate: Candidate, _facts: Facts) -> str | None:
    """Numbers and years stand in order, and are not shuffled."""
    interaction = candidate.question.interaction
    values = [parse_number(text) for text in _texts(candidate)]
    known = [value for value in values if value is not None]
    if not isinstance(interaction, Choice) or not known or len(known) < len(values):
        return None
    if interaction.shuffle or known != sorted(known):
        return "numbers are not in order"
    return None


def _choice(candidate: Candidate) -> Choice | None:
    interaction = candidate.question.interaction
    return interaction if isinstance(interaction, Choice) else None


def _texts(candidate: Candidate) -> list[str]:
    found = _choice(candidate)
    return [option.text for option in found.options] if found else []


def _right(candidate: Candidate) -> list[str]:
    found = _choice(candidate)
    return [option.text for option in found.options if option.fraction > 0] if found else []


def _wrong(candidate: Candidate) -> list[str]:
    found = _choice(candidate)
    return [option.text for option in found.options if option.fraction <= 0] if found else []


def _overlap(one: str, other: str) -> bool:
    ours, theirs = _range(one), _range(other)
    if ours and theirs:
        return ours[0] <= theirs[1] and theirs[0] <= ours[1]
    a, b = set(fold(one).split()), set(fold(other).split())
    return a <= b or b <= a


@lru_cache(maxsize=4_096)  # the same few options are compared again and again
def _range(text: str) -> tuple[Decimal, Decimal] | None:
    found = _RANGE.search(text)
    ends = [parse_number(part) for part in (found.groups() if found else (text, text))]
    first, last = ends
    return (first, last) if first is not None and last is not None else None


def _form(text: str) -> str:
    if text[0].isdigit():
        return "a number"
    return "a name" if text[0].isupper() else "a phrase"
