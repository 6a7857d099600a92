"""What a sentence can do without: notes, works it credits, and "however" at its beginning."""

from __future__ import annotations

import re
from dataclasses import replace

from questions.language.lexicon.links import DISPENSABLE, DISPENSABLE_PHRASES, LEFT_OVER
from questions.language.lexicon.times import (
    MAKING_RELATIVE,
    MONTHS,
    PARTS_OF_DAYS,
    RELATIVE_TIMES,
    WEEKDAYS,
)
from questions.language.words import Sentence, Word

_LONGEST = 4  # words of a phrase that can go: no phrase of the lexicon has more
_VERBS = {"VBD", "VBZ", "VBP", "MD"}
_DAYS = WEEKDAYS | {"yesterday", "today"}
_BEFORE_STRETCHES = MAKING_RELATIVE - {"same", "that"}
_STRETCHES = RELATIVE_TIMES | PARTS_OF_DAYS
_MARKS = {"note", "citation", "needed", "[", "]"}
# Works as papers and textbooks credit them, in brackets: authors, each with a capital, and years.
_AUTHOR = r"(?:(?:de|van|von|der|la|le) )*[^\W\d_a-z][\w.’'-]*"
_AUTHORS = rf"{_AUTHOR}(?:(?: ?, ?(?:& ?)?| ?& ?| and | ){_AUTHOR})*(?: ?,? et al\.?)?"
_YEARS = r"(?:1[5-9]|20)\d\d[a-z]?(?: ?, ?(?:1[5-9]|20)\d\d[a-z]?)*"
_PAGES = r"(?: ?, ?pp?\. ?\d+(?:[–-]\d+)?)?"
_WORK = rf"(?:(?:see|cf\.|e\.g\.)(?: also)? ?,? ?)?{_AUTHORS} ?, ?{_YEARS}{_PAGES}"
_WORKS = re.compile(rf"{_WORK}(?: ?; ?{_WORK})*")
_REFERRING = re.compile(r"see (?:also )?[A-Z]")
_LONGEST_CREDIT = 60  # words: five works by five authors each have no more


def tidied(sentence: Sentence) -> Sentence:
    """Return the sentence with an empty text for each word that it can do without."""
    words = sentence.words
    gone = _notes(words) | _credits(words) | _beginning(words) | _days(words) | _end(words)
    if not gone or len(gone) == len(sentence.words):
        return sentence
    words = tuple(replace(word, text="") if word.index in gone else word for word in words)
    names = tuple(name for name in sentence.names if not gone & set(range(name.start, name.end)))
    return replace(sentence, words=words, names=names)


def _notes(words: tuple[Word, ...]) -> set[int]:
    """Return the places of "[12]" and "[citation needed]"."""
    gone: set[int] = set()
    for word in words:
        if word.text != "[":
            continue
        inside = words[word.index : word.index + 5]
        end = next((other.index for other in inside if other.text == "]"), None)
        if end is None:
            continue
        note = words[word.index + 1 : end]
        if all(
            other.text.isdigit() or other.lower in _MARKS or len(other.text) < 2 for other in note
        ):
            gone |= set(range(word.index, end + 1))
    return gone


def _credits(words: tuple[Word, ...]) -> set[int]:
    """Return the places of "(Holt & Wren, 2012; Moe et al., 2015)" and of empty brackets."""
    gone: set[int] = set()
    for word in words:
        if word.text != "(":
            continue
        inside = words[word.index + 1 : word.index + _LONGEST_CREDIT]
        end = next((other.index for other in inside if other.text == ")"), None)
        if end is None:
            continue
        text = "".join(
            other.text + " " * other.space for other in words[word.index + 1 : end]
        ).strip()
        if (
            not text
            or _REFERRING.match(text)
            or (_WORKS.fullmatch(text) and text.split(",")[0] not in MONTHS)
        ):
            gone |= set(range(word.index, end + 1))
    return gone


def _days(words: tuple[Word, ...]) -> set[int]:
    """Return the places of "on Tuesday" or "last week" right before a verb: no part of who acts."""
    gone: set[int] = set()
    for first, second, third in zip(words[1:], words[2:], words[3:], strict=False):
        if third.tag not in _VERBS:
            continue
        relative = first.lower in _BEFORE_STRETCHES and second.lower in _STRETCHES
        if relative or (first.lower == "on" and second.text in WEEKDAYS):
            gone |= {first.index, second.index}
        elif first.is_noun and first.text not in MONTHS and second.text in _DAYS:
            gone.add(second.index)
    return gone


def _beginning(words: tuple[Word, ...]) -> set[int]:
    """Return the places of a beginning that goes on from the sentence before."""
    first = words[0].lower
    if first in DISPENSABLE and len(words) > 4:
        comma = words[1].text == ","
        if comma or words[0].tag == "CC":
            return {0, 1} if comma else {0}
    for size in range(2, _LONGEST + 1):
        begun = words[:size]
        if len(words) > size + 3 and words[size].text == ",":
            if " ".join(word.lower for word in begun) in DISPENSABLE_PHRASES:
                return set(range(size + 1))
    return set()


def _end(words: tuple[Word, ...]) -> set[int]:
    """Return the places of "though" at the end: it answers to the sentence before."""
    last = len(words) - 2
    if last < 1 or words[last].lower not in LEFT_OVER or words[last].relation != "advmod":
        return set()
    return {last - 1, last} if words[last - 1].text == "," else {last}
