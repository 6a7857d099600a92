"""Whose a statement is by "according to" at its beginning or its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.lexicon.things import FINDINGS
from questions.language.words import Sentence, Word

_LONGEST = 12  # words: a plain choice; a longer phrase names more than who says so
_OF_CLAUSE = frozenset("ccomp xcomp obj nsubj csubj".split())
_FINITE = frozenset("VBD VBZ VBP MD".split())
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
    elif start and words[start - 1].text == "," and _is_statement(sentence, start):
        phrase, rest = words[start + 2 : commas[0] if commas else len(words)], words[: start - 1]
    else:
        return None
    phrase = _trimmed(phrase)
    if not 0 < len(phrase) <= _LONGEST or not (_is_name(phrase) or is_finding(phrase)):
        return None
    return Source(phrase, _trimmed(rest))


def _is_statement(sentence: Sentence, end: int) -> bool:
    """Return whether the main clause stands before ``end``, and what follows is beside it."""
    return sentence.root.index < end and not any(
        word.head == sentence.root.index and word.index > end and word.relation in _OF_CLAUSE
        for word in sentence.words
    )


def is_finding(phrase: Sequence[Word]) -> bool:
    """Return whether a phrase is of a poll or report that is told by more: not "the survey"."""
    head = next((word for word in phrase if word.lower in FINDINGS), None)
    if head is None or any(w.tag in {"PRP", "PRP$"} or w.tag in _FINITE for w in phrase):
        return False
    inside = {word.index for word in phrase}
    is_head = head.head not in inside or head.relation in {"obl", "nmod"}
    bare = phrase[0].lower in {"the", "this", "these", "that"} and not any(
        word.tag in {"NNP", "NNPS"} for word in phrase
    )
    return is_head and not bare


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
