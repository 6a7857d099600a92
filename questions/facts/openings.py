"""Where a gap may be left in a sentence: names, years, numbers, dates, terms and phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from questions.facts.moments import is_year
from questions.facts.naming import name_of
from questions.facts.terms import phrases, terms
from questions.language.lexicon.links import BEFORE_A_YEAR_WRITTEN
from questions.language.lexicon.names import NAME_GOES_ON
from questions.language.lexicon.numbers import (
    PARTS_OF_A_HUNDRED,
    POWERS_OF_TEN,
    ROUND_NUMBERS,
    SMALL_NUMBERS,
)
from questions.language.lexicon.times import MONTHS, SEASONS, SHORT_MONTHS, WEEKDAYS
from questions.language.words import Name, Sentence, Word, say
from questions.typed_answers import parse_number

_WRITTEN_NUMBERS = ROUND_NUMBERS.union(SMALL_NUMBERS)
_FINITE = {"VBD", "VBP", "VBZ", "MD"}
_THOSE = {"the", "these", "those", "all"}
_TO = {"to", "×", "x", "-", "–", "."}
_DECADE = re.compile(r"1[0-9]{2}0s|20[0-9]0s")

# The first word, the one after the last, and what is left out.
Opening = tuple[int, int, str]


def names_and_years(sentence: Sentence) -> Iterator[Opening]:
    """Yield years that something happened in, decades, and names that others anchor."""
    for word in sentence.words:
        before = sentence.words[word.index - 1].text
        if (
            is_year(word.text) and (before.lower() in BEFORE_A_YEAR_WRITTEN or before in MONTHS)
        ) or _DECADE.fullmatch(word.text):
            yield word.index, word.index + 1, word.text
    for name in sentence.names:
        start = name.start + (sentence.words[name.start].lower == "the")
        last = name.end - (sentence.words[name.end - 1].tag == "POS")
        if start < last and not _is_part(sentence, start) and _is_asked_for(sentence, name, start):
            yield start, last, name_of(sentence, name)


def unnamed(sentence: Sentence) -> Iterator[Opening]:
    """Yield runs of capitals that were not found to be anybody's name: a gap needs no kind."""
    start = 1
    while start < len(sentence.words):
        end = start
        while end < len(sentence.words) and _is_capital(sentence, sentence.words[end]):
            end += 1
        if end > start and not _is_part(sentence, start) and not _goes_over(sentence, start, end):
            yield start, end, say(list(sentence.words[start:end]))
        start = max(end, start + 1)


def _goes_over(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether capitals go on after a run, or it belongs to what stands before it."""
    after = sentence.words[end : end + 2]
    if after and after[0].lower not in NAME_GOES_ON | {"and", "a", "an"}:  # "To Kill a Mockingbird"
        after = after[:1]
    owned = sentence.words[start - 1].tag == "POS"
    numbered = any(word.tag == "CD" for word in after[:1])
    return owned or numbered or any(w.text[:1].isupper() and w.tag != "PRP" for w in after)


def _is_capital(sentence: Sentence, word: Word) -> bool:
    great = word.text[:1].isupper() and word.tag in {"NNP", "NNPS"} and len(word.text) > 2
    dated = word.text in MONTHS or word.text in WEEKDAYS
    return great and not sentence.name_at(word) and not dated


def numbers(sentence: Sentence) -> Iterator[Opening]:
    """Yield numbers that count something: no part of a date, a range or a name."""
    for word in sentence.words[1:]:
        if word.tag != "CD" or is_year(word.text) or sentence.words[word.index - 1].tag == "CD":
            continue
        end = word.index + 1
        while end < len(sentence.words) and sentence.words[end].lower in POWERS_OF_TEN:
            end += 1
        around = sentence.words[word.index - 1], *sentence.words[end : end + 1]
        dated = any(other.tag == "CD" or _is_month(other) for other in around)
        joined = any(other.lower in _TO for other in around)
        joined = joined or _is_told_twice(sentence, word.index, end)
        if dated or joined or sentence.name_at(word) or word.lower in {"one", "1"}:
            continue
        if _is_of_nothing(sentence, word.index, end) or _can_be_counted(sentence, word, end):
            continue
        if parse_number(word.text) is not None or word.lower in _WRITTEN_NUMBERS:
            yield word.index, end, say(list(sentence.words[word.index : end]))


def _can_be_counted(sentence: Sentence, word: Word, end: int) -> bool:
    """Return whether it is named what a number counts: "the two", "two states, Utah and Ohio"."""
    value = SMALL_NUMBERS.get(word.lower)
    is_those = sentence.words[word.index - 1].lower in _THOSE
    return value is not None and (is_those or value == _listed(sentence, end))


def _listed(sentence: Sentence, end: int) -> int:
    """Return how many names the first list of names has that comes after a place."""
    after = [name for name in sentence.names if name.start >= end]
    found = 0
    for name, following in zip_longest(after, after[1:]):
        found += 1
        stop = following.start if following else name.end
        between = {word.lower for word in sentence.words[name.end : stop]}
        if not between or not between <= {",", "and", "or"}:
            if found > 1:
                return found
            found = 0
    return found


def other_shares(sentence: Sentence, place: int) -> list[float]:
    """Return the parts of a hundred that a sentence tells beside the number at ``place``."""
    pairs = pairwise(sentence.words)
    told = [word for word, unit in pairs if unit.lower in PARTS_OF_A_HUNDRED]
    found = (parse_number(word.text) for word in told if word.index != place)
    return [float(value) for value in found if value is not None]


def _is_of_nothing(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether "over 300 came" and "30 % is lost" do not say of whom or of what."""
    after = sentence.words[end : end + 2]
    if after and after[0].lower in PARTS_OF_A_HUNDRED:
        after = after[1:]
    is_told = any(word.is_noun or word.lower == "of" for word in sentence.words[:start])
    return not is_told and bool(after) and after[0].tag in _FINITE


def _is_told_twice(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether another number tells one: "80 km (50 mi)", "between 40 and 60"."""
    before = [word.lower for word in sentence.words[max(0, start - 3) : start]]
    after = [word.text for word in sentence.words[end : end + 3]]
    is_first = "(" in after[:2] and after[-1][:1].isdigit()
    return is_first or before[-1:] == ["("] or "between" in before


def _is_month(word: Word) -> bool:
    return word.text in MONTHS or word.text.removesuffix(".") in SHORT_MONTHS


def dates(sentence: Sentence) -> Iterator[Opening]:
    """Yield whole dates: "27 January 1967", "January 27", "summer of 1521"."""
    for word in sentence.words:
        if word.text not in MONTHS and word.lower not in SEASONS:
            continue
        start, end = word.index, word.index + 1
        while start and _is_day(sentence.words[start - 1]):
            start -= 1
        while end < len(sentence.words) and _goes_on(sentence, end):
            end += 1
        if end - start > 1:
            yield start, end, say(list(sentence.words[start:end]))


def _is_day(word: Word) -> bool:
    return word.text.removesuffix("th").isdigit() and len(word.text) < 5


def _goes_on(sentence: Sentence, place: int) -> bool:
    """Return whether a date goes on: with a day or year, or a comma or "of" before a year."""
    word, following = sentence.words[place], sentence.words[place + 1 : place + 2]
    year = bool(following) and is_year(following[0].text)
    return _is_day(word) or is_year(word.text) or (word.text in {",", "of"} and year)


def named_terms(sentence: Sentence) -> Iterator[Opening]:
    """Yield terms."""
    for term in terms(sentence):
        yield term.start, term.end, term.text


def named_phrases(sentence: Sentence) -> Iterator[Opening]:
    """Yield phrases that say how, where and with what; none without the end of its name."""
    for phrase in phrases(sentence):
        great = sentence.words[phrase.end - 1].text[:1].isupper()
        if not (great and _goes_over(sentence, phrase.start, phrase.end)):
            yield phrase.start, phrase.end, phrase.text


def _is_part(sentence: Sentence, start: int) -> bool:
    """Return whether a name goes on from what stands before it: "Lady Gaga", "Bishop of Rome"."""
    before = [word for word in sentence.words[:start] if word.text][-2:]
    if not before:
        return False
    if before[-1].tag in {"NNP", "NNPS"} and before[-1].text[:1].isupper():
        return True
    return len(before) == 2 and before[1].lower == "of" and before[0].text[:1].isupper()


def _is_asked_for(sentence: Sentence, name: Name, start: int) -> bool:
    """Return whether only this name fits: it is not one of a list, and another anchors it."""
    own = sentence.words[name.start : name.end]
    anchored = any(other != name for other in sentence.names) or any(
        word.tag == "CD" or (word.is_noun and word.text[:1].isupper() and word not in own)
        for word in sentence.words
    )
    before = sentence.words[max(0, start - 2) : start]
    placed = len(before) == 2 and before[1].text == "," and before[0].tag == "NNP"
    return anchored and not placed
