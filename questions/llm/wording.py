"""Whether a passage has the words that a question on it uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from questions.folding import fold
from questions.language.lexicon.verbs import SAYING

# Words to ask with: they say nothing about what is asked.
_ASKING = frozenset(
    """a an the what which who whom whose when where why how many much long often in on at of to
    by for from with as and or that is are was were be been being do does did has have had
    according document text article year date month day time times number name called named term
    country city place places located happen part kind type role s organisation organization
    person people programme program""".split()
)
_HEDGES = frozenset(
    """not never no nor neither none without cannot hardly may might could would should if unless
    perhaps possibly probably allegedly reportedly""".split()
)
_NOT = re.compile(r"n['’]t\b")
_BEGINNING = 4  # letters


def lemmas(text: str) -> set[str]:
    """Return the words of ``text`` and their dictionary forms."""
    return {form for word in _words(text) for form in _forms(word)}


def is_said(text: str) -> bool:
    """Return whether somebody says something in ``text``."""
    return "according to" in fold(text) or bool(lemmas(text) & SAYING)


def unproved(stem: str, wording: str) -> str | None:
    """Return the first word of ``stem`` that ``wording`` does not have, or ``None``."""
    known = _words(wording)
    for word, is_exact in _content(stem):
        if word not in known and (is_exact or not any(_alike(word, other) for other in known)):
            return word
    return None


def left_out(stem: str, sentence: str) -> str | None:
    """Return a "not" or "may" of a sentence that ``stem`` lacks, or ``None``."""
    return next(iter(sorted(_hedges(sentence) - _hedges(stem))), None)


def in_order(statement: str, evidence: str) -> bool:
    """Return whether the words of a statement follow each other as those of the evidence do."""
    rest = iter(_words(evidence))
    return all(any(_alike(word, other) for other in rest) for word, _ in _content(statement))


def _content(stem: str) -> Iterator[tuple[str, bool]]:
    """Yield the words that state something, and whether each is a name or a number."""
    for place, spelt in enumerate(stem.split()):
        is_exact = any(c.isdigit() or (c.isupper() and place) for c in spelt)
        for word in _words(spelt):
            if word not in _ASKING or word in _HEDGES:
                yield word, is_exact


def _words(text: str) -> list[str]:
    return fold(_NOT.sub(" not", text), ["articles"]).split()


def _hedges(text: str) -> frozenset[str]:
    return _HEDGES.intersection(_words(text))


def _alike(word: str, other: str) -> bool:
    """Return whether two words are forms of one: "join" and "joined", "begin" and "began"."""
    if _forms(word) & _forms(other):
        return True
    least = max(_BEGINNING, len(word) - _BEGINNING, len(other) - _BEGINNING)
    return len(word) >= least and word[:least] == other[:least]


@cache
def _forms(word: str) -> frozenset[str]:
    from lemminflect import getAllLemmas

    return frozenset([word, *(lemma for found in getAllLemmas(word).values() for lemma in found)])
