"""Clauses set beside a statement that say whose it is: ", Ann Poe recalled," and ", lied Rowe."."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from questions.language.lexicon.times import WEEKDAYS
from questions.language.lexicon.verbs import HEARING, SAYING
from questions.language.words import Sentence, Word, lemma

_FINITE = {"VBD", "VBZ", "VBP"}
_OPENS = ("DT", "NN", "PRP", "JJ", "CD", "VB")
_LONGEST = 10  # words: a plain choice; what is longer tells more than who says so
_STOPS = {",", ".", "''", '"', "”", "—", "–"}
_CONTENT = ("ccomp", "parataxis", "csubj", "dep", "dislocated")


@dataclass(frozen=True, slots=True)
class Insertion:
    """Words that say who says so, with their verb, and what stands on both sides of them."""

    verb: Word
    words: tuple[Word, ...]
    rest: tuple[Word, ...]


def insertions(sentence: Sentence) -> Iterator[Insertion]:
    """Yield the clauses between commas, or behind the last one, that tell whose the rest is."""
    for words in _segments(sentence):
        verb = _verb(words)
        if verb is None or not _is_beside(sentence, words):
            continue
        inside = {word.index for word in words}
        rest = tuple(word for word in sentence.words if word.index not in inside)
        yield Insertion(verb, words, _trimmed(rest, words))


def _segments(sentence: Sentence) -> Iterator[tuple[Word, ...]]:
    """Yield what stands behind the first comma, from each to the next."""
    words = sentence.words
    commas = [word.index for word in words if word.text in {",", "—", "–"}]
    ends = [*commas[1:], len(words) - (words[-1].text in {".", ";"})]
    for start, end in zip(commas, ends, strict=True) if commas else ():
        found = words[start + 1 : end]
        if found and found[0].lower in {"as", "so"}:
            found = found[1:]
        if 1 < len(found) <= _LONGEST and found[0].tag.startswith(_OPENS):
            yield found


def _verb(words: tuple[Word, ...]) -> Word | None:
    """Return the verb of "Ann Poe recalled" or "recalled Ann Poe", with hardly anything behind."""
    if any(word.tag.startswith("W") or word.tag in {"CC", "TO"} for word in words):
        return None
    if _is_verb(words[0]) and not _is_noun(words[0]):
        return words[0] if all(_is_noun_phrase(word) for word in words[1:]) else None
    for place, word in enumerate(words):
        if not _is_verb(word) or not any(_is_noun(before) for before in words[:place]):
            if word.is_verb or (word.tag in {"IN", "MD"} and not _may_be_within(words, place)):
                return None
            continue
        return _last(words, place)
    return None


def _may_be_within(words: tuple[Word, ...], place: int) -> bool:
    """Return whether a preposition stands inside who speaks: "residents of Kerby"."""
    return place > 0 and _is_noun(words[place - 1])


def _last(words: tuple[Word, ...], place: int) -> Word | None:
    """Return the main verb of a group that begins at ``place``: "has said", "were told"."""
    end = place
    while end + 1 < len(words) and words[end + 1].is_verb:
        end += 1
    verb, tail = words[end], words[end + 1 :]
    if verb.relation.startswith(("aux", "cop")):
        return None
    if not tail or lemma(verb) in SAYING | HEARING:
        return verb
    dated = len(tail) == 2 and tail[1].text in WEEKDAYS
    return verb if dated or all(word.tag == "RB" for word in tail) else None


def _is_verb(word: Word) -> bool:
    """Return whether a word is a finite verb; one in small letters is no name."""
    return word.tag in _FINITE or (word.tag in {"NNP", "NNPS"} and word.text.islower())


def _is_noun(word: Word) -> bool:
    is_name = word.tag in {"NNP", "NNPS"} and not word.text.islower()
    return word.tag in {"NN", "NNS", "PRP"} or is_name


def _is_noun_phrase(word: Word) -> bool:
    return _is_noun(word) or word.tag in {"DT", "JJ", "PRP$", "POS", "IN", "CD"}


def _is_beside(sentence: Sentence, words: tuple[Word, ...]) -> bool:
    """Return whether the rest is a statement of its own, or what the words say."""
    root = sentence.root
    if root not in words:
        return any(word.tag in _FINITE | {"MD"} for word in (root, *sentence.children(root)))
    return any(child.index < words[0].index for child in sentence.children(root, *_CONTENT))


def _trimmed(rest: tuple[Word, ...], words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return what stands beside an insertion, without the commas around it and what ends it."""
    around = {words[0].index - 1, words[-1].index + 1, words[0].index - 2}
    kept = [word for word in rest if not (word.index in around and word.text in _STOPS)]
    kept = [word for word in kept if not (word.index in around and word.lower in {"as", "so"})]
    while kept and kept[-1].text in _STOPS:
        kept.pop()
    return tuple(kept)
