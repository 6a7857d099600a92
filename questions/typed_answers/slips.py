"""Whether what was typed is a slip of the keyboard, or another word."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Collection
from functools import cache
from itertools import product
from pathlib import Path

from rapidfuzz.distance import OSA

from questions.folding import Significant, fold, spellings

WORDS_FILE = Path(__file__).parent / "words.txt.gz"
_SHORTEST_FORGIVEN = 5  # letters: a shorter word is too often another by one letter
_NEGATIONS = ("a", "an", "in", "im", "un", "non", "dis")
# How the two sides of the Atlantic spell one word.
_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})i[sz](?=e[sdr]?$|ing$|ations?$|ational$)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})our(?=$|s$|ed$|ing$|ite|able|ful|less|hood)"), "or"),
    (re.compile(r"(?<=[bt])re(?=s?$)"), "er"),
    (re.compile(r"(?<=[a-z]{3})y[sz](?=e[sdr]?$|ing$)"), "yz"),
    (re.compile(r"(?<=[a-z]{3}[aeiou])ll(?=ed$|ing$|ers?$)"), "l"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=[a-z])ae(?=[a-z]{3})|oe(?=[a-z]{3})"), "e"),
    (re.compile(r"ence$"), "ense"),
)


Words = Callable[[], Collection[str]]


def no_words() -> Collection[str]:
    """Return no words."""
    return ()


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, each folded."""
    return frozenset(part for word in set(text.split()) for part in fold(word).split())


def is_typo_of(
    entered: str,
    accepted: str,
    significant: Collection[Significant] = (),
    others: Words = no_words,
) -> bool:
    """Return whether the two differ by one slip in one long word without digits.

    What a question says counts, such as an accent, is never a slip; nor is what is a word or a
    name in its own right, or one of the folded words that ``others`` returns when it comes to that.
    """
    if spellings(entered) & spellings(accepted):
        return False
    pairs = product(spellings(entered, significant), spellings(accepted, significant))
    slips = [slip for pair in pairs if (slip := _slip(*pair))]
    return any(_is_forgiven(typed, meant, accepted, others) for typed, meant in slips)


def is_known(word: str) -> bool:
    """Return whether ``word``, folded, is an English word or a name of a place or a person."""
    words, names = _lists()
    return word in words or word in names


def _slip(entered: str, accepted: str) -> tuple[str, str] | None:
    """Return the one word that differs, as typed and as meant, when one slip makes it so."""
    typed, meant = entered.split(), accepted.split()
    if len(typed) != len(meant):
        return None
    differing = [pair for pair in zip(typed, meant, strict=True) if pair[0] != pair[1]]
    return differing[0] if len(differing) == 1 and _is_near(*differing[0]) else None


def _is_forgiven(typed: str, meant: str, accepted: str, others: Words) -> bool:
    if _spelt_alike(typed) == _spelt_alike(meant):
        return True
    if is_known(typed) or typed in others():
        return False
    return not (_differ_at_the_end(typed, meant) and meant in _capitalised(accepted))


def _is_near(typed: str, meant: str) -> bool:
    if len(meant) < _SHORTEST_FORGIVEN or any(c.isdigit() for c in typed + meant):
        return False
    shorter, longer = sorted((typed, meant), key=len)
    if any(longer == prefix + shorter for prefix in _NEGATIONS):
        return False
    return OSA.distance(typed, meant, score_cutoff=1) == 1


def _spelt_alike(word: str) -> str:
    for pattern, common in _SPELLINGS:
        word = pattern.sub(common, word)
    return word


def _differ_at_the_end(typed: str, meant: str) -> bool:
    """Return whether they differ where names have endings: Petrov and Petrova, Hansen and Hanson.

    Two letters that changed places are a slip there too.
    """
    if sorted(typed) == sorted(meant):
        return False
    return typed[-1] != meant[-1] or (len(typed) == len(meant) and typed[-2] != meant[-2])


def _capitalised(text: str) -> set[str]:
    """Return the names in ``text``, folded: words with a capital that are no ordinary words."""
    words, _names = _lists()
    capital = {fold(word) for word in text.split() if any(c.isupper() for c in word)}
    return {part for word in capital for part in word.split()} - words


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    """Return words and names, read when somebody nearly has it; some 12 MB."""
    lines = gzip.decompress(WORDS_FILE.read_bytes()).decode().split("\n\n")
    words, names = (frozenset(part.split()) for part in lines)
    return words, names
