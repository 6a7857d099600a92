"""Terms: the nouns of a sentence, with what narrows them, that are worth knowing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from questions.language.lexicon.degrees import LOOSE, SOME_OR_OTHER
from questions.language.lexicon.numbers import COUNTING_HEADS, MEASURES
from questions.language.lexicon.pronouns import INDEFINITE_PRONOUNS
from questions.language.pipeline import WEIGHTS
from questions.language.words import Sentence, Word, say

_PLACES = frozenset("nsubj nsubj:pass obj obl obl:agent nmod ROOT root appos".split())
# Plain choices, in words: what is longer describes a thing and does not name it.
_LONGEST = 3
_INNER = 3
_EVERYDAY = 15  # occurrences in the treebanks
_NARROWS = frozenset("amod compound".split())


@dataclass(frozen=True, slots=True)
class Term:
    """Words ``start`` up to, but not including, ``end`` of a sentence, and how they are written.

    ``head`` is the noun; ``rare`` says how many of the words are not everyday ones.
    """

    start: int
    end: int
    head: Word
    text: str
    rare: int


def terms(sentence: Sentence) -> Iterator[Term]:
    """Yield the terms of a sentence that are no names, in order."""
    for head in sentence.words:
        if head.tag not in {"NN", "NNS"} or head.relation not in _PLACES:
            continue
        if not head.text.isalpha() or head.lower in MEASURES or sentence.name_at(head):
            continue
        start = head.index
        while start and _narrows(sentence.words[start - 1], head):
            start -= 1
        if (found := _term(sentence, start, head)) is not None:
            yield found


def phrases(sentence: Sentence) -> Iterator[Term]:
    """Yield "evolution of the German language": a noun, "of", and what a term or name would be."""
    for of in sentence.words[1:-1]:
        if of.lower != "of" or of.relation != "case":
            continue
        head, owned = sentence.words[of.index - 1], sentence.words[of.head]
        inner = sentence.words[of.index + 1 : owned.index + 1]
        if (
            owned.head != head.index
            or head.tag not in {"NN", "NNS"}
            or not 0 < len(inner) <= _INNER
        ):
            continue
        if sentence.words[head.index - 1].tag in {"IN", "RBS", "RB"} or head.lower.endswith("ly"):
            continue
        if head.lower in COUNTING_HEADS or sentence.child(owned, "conj", "nmod", "acl"):
            continue
        if any(word.tag in {"PRP$", "CD"} or not _is_word(word.text) for word in inner):
            continue
        words = [head, of, *inner]
        rare = sum(not is_familiar(word.lower) for word in words if word.is_noun)
        if any(word.lower not in everyday() for word in words if word.is_noun):
            yield Term(head.index, owned.index + 1, owned, say(words), rare)


def _narrows(word: Word, head: Word) -> bool:
    inside = word.head == head.index and word.relation in _NARROWS
    return inside and word.lower not in LOOSE and word.tag not in {"JJR", "JJS"}


def _term(sentence: Sentence, start: int, head: Word) -> Term | None:
    words = sentence.words[start : head.index + 1]
    if len(words) > _LONGEST or sentence.name_at(head):
        return None
    around = [*sentence.words[max(0, start - 1) : start], *sentence.words[head.index + 1 :][:1]]
    if any(word.text in {"-", "–", "/", "'s", "’s"} or word.tag == "POS" for word in around):
        return None
    if around and around[0].index < start:
        if around[0].lower in SOME_OR_OTHER and len(words) == 1:
            return None
        if sentence.name_at(around[0]) or around[0].tag in {"RB", "RBS", "RBR", "NNP", "JJS", "CD"}:
            return None
    rare = sum(word.text.islower() and not is_familiar(word.lower) for word in words)
    telling = any(w.text.islower() and not _is_in(w.lower, everyday()) for w in words)
    if (
        head.lower in INDEFINITE_PRONOUNS
        or head.lower.endswith("ly")
        or _is_idiom(sentence, start, head)
    ):
        return None
    if not telling or not head.text.islower() or not all(_is_word(word.text) for word in words):
        return None
    return Term(start, head.index + 1, head, say(list(words)), rare)


def _is_idiom(sentence: Sentence, start: int, head: Word) -> bool:
    """Return whether the noun is part of "in favour of"."""
    before = sentence.words[start - 1].tag if start else ""
    after = sentence.words[head.index + 1].lower if head.index + 1 < len(sentence.words) else ""
    return before == "IN" and after in {"of", "to", "with", "for"} and start == head.index


def _is_word(text: str) -> bool:
    return text.replace("-", "").isalpha()


def everyday() -> frozenset[str]:
    """Return the nouns and adjectives that everybody uses all day."""
    return _at_least(_EVERYDAY)


def is_familiar(word: str) -> bool:
    """Return whether a word, or what it is the plural of, is no news to anybody."""
    return _is_in(word, _at_least(1))


def _is_in(word: str, words: frozenset[str]) -> bool:
    singular = word.removesuffix("s")
    forms = {word, singular, singular.removesuffix("e"), f"{singular[:-2]}y"}
    return not forms.isdisjoint(words)


@cache
def _at_least(count: int) -> frozenset[str]:
    lines = (WEIGHTS / "common.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split() for line in lines)
    return frozenset(word for word, times in pairs if int(times) >= count)
