"""Whose a statement is by "according to" at its beginning or its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.words import Sentence, Word

_LONGEST = 9  # words: a plain choice; a longer phrase names more than who says so
_ENDS = frozenset(". , ; :".split())


@dataclass(frozen=True, slots=True)
class Source:
    """The phrase that names who says so, and what is said."""

    phrase: tuple[Word, ...]
    rest: tuple[Word, ...]


def source_of(sentence: Sentence) -> Source | None:
    """Return who says the whole sentence, where one phrase behind or before it tells."""
    words = sentence.words
    found = [word.index for word in words if word.lower == "according"]
    if len(found) != 1 or any(word.text in SPEECH_MARKS for word in words):
        return None
    start = found[0]
    if words[start + 1 : start + 2] and words[start + 1].lower != "to":
        return None
    commas = [word.index for word in words if word.text == "," and word.index > start]
    if start == 0 and commas:
        phrase, rest = words[2 : commas[0]], words[commas[0] + 1 :]
    elif not commas and words[start - 1].text == ",":
        phrase, rest = words[start + 2 :], words[: start - 1]
    else:
        return None
    phrase = _trimmed(phrase)
    if not 0 < len(phrase) <= _LONGEST or not _is_name(phrase):
        return None
    return Source(phrase, _trimmed(rest))


def _is_name(phrase: Sequence[Word]) -> bool:
    """Return whether a phrase is a name with its article, and nothing behind it."""
    bare = phrase[phrase[0].lower in {"the", "a", "an"} :]
    return bool(bare) and all(
        word.tag in {"NNP", "NNPS"} or word.lower in {"of", "for", "and", "&", "the"}
        for word in bare
    )


def _trimmed(words: Sequence[Word]) -> tuple[Word, ...]:
    found = list(words)
    while found and found[-1].text in _ENDS:
        found.pop()
    return tuple(found)
