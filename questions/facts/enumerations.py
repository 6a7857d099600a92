"""Lists: names that a sentence joins, and says of all of them the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from questions.facts.clauses import Clause
from questions.facts.naming import Names, name_of
from questions.language.lexicon.links import AMONG, BEHIND_A_LIST, OF_ALL_TOGETHER, OPENING_A_LIST
from questions.language.words import Name, Sentence, Word

Place = Literal["subject", "object", "complement", "phrase"]

_FEWEST = 3  # two that are joined by “and” are as often one thing as a list
_JOINS = {",", "and", "&", "the", "as", "well"}


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The members of a list, whole and in order, and what they are in ``clause``.

    ``words`` are the phrase that the list is; ``preposition`` stands before it, or nothing does.
    ``is_open``: it may go on ("such as", "and others"), or is of things done to one another.
    """

    clause: Clause
    place: Place
    members: tuple[str, ...]
    words: tuple[Word, ...]
    preposition: str
    is_open: bool


def lists(sentence: Sentence) -> list[tuple[Name, ...]]:
    """Return names that follow one another with "and" before the last and commas before that.

    By what stands between them, which is surer than how they were parsed.
    """
    found: list[list[Name]] = []
    for number, name in enumerate(sentence.names):
        before = sentence.names[number - 1] if number else None
        if before and _joined(sentence, before, name):
            found[-1].append(name)
        else:
            found.append([name])
    return [tuple(run) for run in found if len(run) > 1 and _is_closed(sentence, run)]


def enumerations(clause: Clause, names: Names) -> Iterator[Enumeration]:
    """Yield the lists of names of one kind in a clause."""
    sentence = clause.sentence
    for run in lists(sentence):
        members = tuple(dict.fromkeys(names.full(name_of(sentence, name)) for name in run))
        if len(members) < _FEWEST or len(members) < len(run):
            continue
        if found := _placed(clause, run):
            place, words, preposition = found
            is_open = _is_open(sentence, run)
            yield Enumeration(clause, place, members, words, preposition, is_open)


def _joined(sentence: Sentence, one: Name, other: Name) -> bool:
    between = {word.lower for word in sentence.words[one.end : other.start]}
    return one.kind == other.kind and bool(between & {",", "and", "&"}) and between <= _JOINS


def _is_closed(sentence: Sentence, run: list[Name]) -> bool:
    return any(
        word.lower in {"and", "&"} for word in sentence.words[run[-2].end : run[-1].start]
    ) and not any(
        word.lower in {"and", "&"}
        for one, other in pairwise(run[:-1])
        for word in sentence.words[one.end : other.start]
    )


def _is_open(sentence: Sentence, run: tuple[Name, ...]) -> bool:
    before = {word.lower for word in sentence.words[max(0, run[0].start - 3) : run[0].start]}
    after = {word.lower for word in sentence.words[run[-1].end : run[-1].end + 3]}
    every = {word.lower for word in sentence.words}
    following = sentence.words[run[-1].end : run[-1].end + 1]
    goes_on = any(word.text == "and" or word.tag in {"NNP", "CD"} for word in following)
    return bool(
        before & OPENING_A_LIST or after & BEHIND_A_LIST or every & OF_ALL_TOGETHER or goes_on
    )


def _placed(clause: Clause, run: tuple[Name, ...]) -> tuple[Place, tuple[Word, ...], str] | None:
    """Return what a list is in its clause, with its words and the preposition before them."""
    sentence = clause.sentence
    words = sentence.words[run[0].start : run[-1].end]
    before = sentence.words[max(0, run[0].start - 1)]
    if before.lower == "the" and run[0].start:
        words = (before, *words)
        before = sentence.words[max(0, before.index - 1)]
    if clause.subject == words:
        return "subject", words, ""
    if not set(words) <= set(clause.predicate):
        return None
    if before.tag in {"IN", "TO"} and before.head in {word.index for word in words}:
        return _phrase(clause, words, before)
    if before is clause.head and clause.head.is_verb and not clause.is_passive:
        return "object", words, ""
    if before is clause.finite and sentence.child(clause.head, "cop") is before:
        return "complement", words, ""
    return None


def _phrase(
    clause: Clause, words: tuple[Word, ...], before: Word
) -> tuple[Place, tuple[Word, ...], str] | None:
    outside = {word.head for word in words if word.head not in {other.index for other in words}}
    if before.lower in AMONG or outside != {clause.head.index}:
        return None
    return "phrase", (before, *words), before.lower
