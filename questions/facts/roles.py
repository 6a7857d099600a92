"""Who holds which office: "Foreign Minister Ada Byron", "Ada Byron, mayor of Baku", "became"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from questions.facts.naming import Names
from questions.facts.reality import is_plain
from questions.language.lexicon import any_of
from questions.language.lexicon.links import BEHIND_AN_OFFICE
from questions.language.lexicon.people import NO_LONGER_HELD, OFFICES, RANKS
from questions.language.lexicon.times import MONTHS, WEEKDAYS
from questions.language.lexicon.verbs import ENTERING_OFFICE
from questions.language.words import Name, Sentence, Word, lemma, say

_OFFICE = re.compile(rf"\b(?:{any_of(OFFICES)})\b", re.IGNORECASE)
_RANK = re.compile(rf"(?:the )?(?:{any_of(RANKS)})", re.IGNORECASE)
_MARKS = {'"', "“", "”", "``", "''", "„"}
_STOPS = BEHIND_AN_OFFICE | {",", ".", ";", "(", ")"}
_NOT_FIRST = {"IN", "RB", "VB"}
_NO_OFFICE = {"PRP", "PRP$", "CD", "RB", "CC"}
_LONGEST = 10  # words: a plain choice; what is longer tells of somebody besides their office


@dataclass(frozen=True, slots=True)
class Role:
    """An office that somebody is said to hold or have held, as the sentence has it."""

    person: str
    office: str
    words: tuple[Word, ...]
    sentence: Sentence


def roles(sentence: Sentence, names: Names) -> Iterator[Role]:
    """Yield who holds which office by a sentence, in the publisher's voice or in a reporter's."""
    if sentence.words[-1].text == "?":
        return
    for name in sentence.names:
        if name.kind != "PER" or _is_quoted(sentence, name):
            continue
        for person, words in (
            _before(sentence, name),
            _beside(sentence, name),
            _become(sentence, name),
        ):
            office, full = _office(words), names.full(person)
            if office and _is_person(full):
                yield Role(full, office, words, sentence)


def _is_quoted(sentence: Sentence, name: Name) -> bool:
    before = sum(word.text in _MARKS for word in sentence.words[: name.start])
    return before % 2 == 1


def _is_person(full: str) -> bool:
    words = full.split()
    return len(words) > 1 and " of " not in full and all(word[0].isupper() for word in words[-2:])


def _before(sentence: Sentence, name: Name) -> tuple[str, tuple[Word, ...]]:
    """Read "Azerbaijan's Foreign Minister Jeyhun Bayramov", the title in the name or before it."""
    start = name.start
    while start > 0 and _is_of_a_title(sentence.words[start - 1]):
        start -= 1
    run = sentence.words[start : name.end]
    offset = name.start - start
    last = max(
        (place for place, word in enumerate(run[:-1]) if _OFFICE.fullmatch(word.text)), default=-1
    )
    split = max(last + 1, offset if 0 <= last < offset else 0)
    return say(list(run[split:])), tuple(run[:split]) if last >= 0 else ()


def _is_of_a_title(word: Word) -> bool:
    if word.text in {"'s", "’s"} or word.text == "of":
        return True
    if word.text in WEEKDAYS or word.text in MONTHS:
        return False  # "the death Saturday of Justice Ada Byron"
    return word.text[:1].isupper() and word.tag in {"NNP", "NNPS", "JJ", "NN"}


def _beside(sentence: Sentence, name: Name) -> tuple[str, tuple[Word, ...]]:
    """Read "Jens Stoltenberg, NATO secretary general," up to its second comma."""
    person = say(list(sentence.words[name.start : name.end]))
    following = sentence.words[name.end : name.end + 1]
    if not following or following[0].text != ",":
        return person, ()
    words: list[Word] = []
    for word in sentence.words[name.end + 1 :]:
        if word.text in {",", ".", ";", ")"}:
            return person, tuple(words) if len(words) <= _LONGEST else ()
        if word.is_verb or word.text in _STOPS:
            return person, ()
        words.append(word)
    return person, ()


def _become(sentence: Sentence, name: Name) -> tuple[str, tuple[Word, ...]]:
    """Read "Angela Merkel became chancellor of Germany in 2005" and "was the mayor of Baku"."""
    person = say(list(sentence.words[name.start : name.end]))
    head = next((w for w in sentence.words[name.start : name.end] if w.relation == "nsubj"), None)
    verb = sentence.words[head.head] if head else None
    if head is None or verb is None:
        return person, ()
    noun = verb if sentence.child(verb, "cop") else sentence.child(verb, "xcomp", "obj")
    if noun is None or (noun is not verb and lemma(verb) not in ENTERING_OFFICE):
        return person, ()
    if not (is_plain(sentence, verb) and is_plain(sentence, head)):
        return person, ()
    words: list[Word] = []
    first = min(word.index for word in (noun, *sentence.children(noun, "det", "compound", "amod")))
    for word in sentence.words[first:]:
        following = sentence.words[word.index + 1 : word.index + 2]
        dated = word.tag == "IN" and any(after.text[0].isdigit() for after in following)
        if dated or word.text in _STOPS or word.is_verb:
            break
        words.append(word)
    return person, tuple(words) if len(words) <= _LONGEST else ()


def _office(words: tuple[Word, ...]) -> str:
    """Return an office with what it is of; "" where the words are none, or a bare rank."""
    if not words:
        return ""
    words = words[words[0].lower in {"the", "a", "an"} :]
    text = say(list(words))
    if not _OFFICE.search(text) or _RANK.fullmatch(text) or not text[0].isalpha():
        return ""
    if words[0].tag in _NOT_FIRST or any(_says_no_office(word) for word in words):
        return ""
    return text[:1].upper() + text[1:]


def _says_no_office(word: Word) -> bool:
    return word.lower in NO_LONGER_HELD or word.text in _MARKS or word.tag in _NO_OFFICE


def offices(sentences: list[Sentence], names: Names) -> list[Role]:
    """Return one office for each person, and one person for each office, or neither."""
    found = [role for sentence in sentences for role in roles(sentence, names)]
    by_person: dict[str, Role] = {}
    for role in found:
        known = by_person.setdefault(role.person, role)
        if len(role.office) > len(known.office):
            by_person[role.person] = role
    holders: dict[str, set[str]] = {}
    for role in found:
        holders.setdefault(role.office.casefold(), set()).add(role.person)
    return [role for role in by_person.values() if len(holders[role.office.casefold()]) == 1]
