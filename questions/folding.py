"""One folding for what people type, quote and search for: what does not count is taken away.

Case, how Unicode spells a letter, and what cannot be seen never count. Accents, punctuation and a
leading article count only where a caller says so.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Literal

Significant = Literal["accents", "punctuation", "articles"]

_ARTICLE = re.compile(r"^[\W_]*(?:the|an?)\s+")
# Blank or without width, though of no category that says so: fillers, selectors, joiners.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BASE = re.compile(r"LATIN SMALL LETTER (?:DOTLESS )?([A-Z])(?: WITH .+)?")
# Letters that Unicode does not take apart, as they are written where there are only 26.
_SPELT = {
    **{"æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ŋ": "n", "ĸ": "k"},
    **{"ə": "e", "ǝ": "e", "ɛ": "e", "ɔ": "o", "ʒ": "z", "ɣ": "g"},
}
_FIRST_MODIFIER, _LAST_MODIFIER = "\u02b0", "\u02ff"  # ʼ, ʻ and their kind are apostrophes
_LONGEST_KEPT, _LEAST_ROOM = 2_000, 200
_MINUS = re.compile(r"(?<!\S)[-−–](?=\d)")
_GROUPS = re.compile(r"(?<=\d)[,'’](?=\d{3}(?!\d))")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-‐‑]\s+(?=[^\W\d_])")
_MARK, _NEGATIVE = "\0", "\1"  # stand for punctuation and for a minus that counts
_SIGNS = str.maketrans(dict.fromkeys(string.punctuation, _MARK))  # of ASCII, all there are
_INSIDE = re.compile(rf"(?<=[^\W\d_]){_MARK}+(?=[^\W\d_])")


def without_invisible(text: str) -> str:
    """Return ``text`` without characters that nobody sees: marks of direction, joiners, fillers.

    Soft hyphens and byte order marks are among them; white space is not.
    """
    if text.isascii():
        return text
    text = _SELECTORS.sub("", text)
    return "".join(c for c in text if unicodedata.category(c) != "Cf" and c not in _BLANKS)


def fold(text: str, significant: Collection[Significant] = ()) -> str:
    """Return ``text`` with everything removed that does not count, punctuation as white space."""
    if len(text) > _LONGEST_KEPT:
        return _fold(text, frozenset(significant))
    return _folded(text, frozenset(significant))


def spellings(text: str, significant: Collection[Significant] = ()) -> frozenset[str]:
    """Return the ways to write ``text``, folded: ``U.S.`` is ``u s`` and ``us``.

    Punctuation inside a word may be left out, and so may what parts groups of three digits and
    the hyphen of a word that was broken at the end of a line.
    """
    return _spellings(text, frozenset(significant))


@lru_cache(maxsize=512)  # one answer that is typed is compared with fifty that are accepted
def _spellings(text: str, significant: frozenset[Significant]) -> frozenset[str]:
    if "punctuation" in significant:
        return frozenset({fold(text, significant)})
    joined = _INSIDE.sub("", _plain(_BROKEN.sub("", text), significant))
    return frozenset({fold(text, significant), _spaced(joined.replace(_MARK, " "))})


def _fold(text: str, significant: frozenset[Significant]) -> str:
    return _spaced(_plain(text, significant).replace(_MARK, " "))


_folded = lru_cache(maxsize=512)(_fold)


def _plain(text: str, significant: Collection[Significant]) -> str:
    """Fold, with a mark for each sign of punctuation."""
    # Some signs stand for eighteen letters; a thousand of them are no text that anybody types.
    most = _LEAST_ROOM + 2 * len(text)
    text = unicodedata.normalize("NFKC", without_invisible(text))[:most].casefold().strip()
    if "articles" not in significant:
        text = _ARTICLE.sub("", text)
    if "accents" not in significant and not text.isascii():
        text = "".join(map(_unaccented, unicodedata.normalize("NFD", text)))
    if "punctuation" not in significant:
        text = _GROUPS.sub("", _MINUS.sub(_NEGATIVE, text))
        text = text.translate(_SIGNS) if text.isascii() else "".join(map(_marked, text))
    return text


def _spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=4096)
def _unaccented(character: str) -> str:
    if unicodedata.combining(character):
        return ""
    if character.isascii() or character in _SPELT:
        return _SPELT.get(character, character)
    base = _BASE.fullmatch(unicodedata.name(character, ""))
    return base[1].lower() if base else character


@lru_cache(maxsize=4096)
def _marked(character: str) -> str:
    is_apostrophe = _FIRST_MODIFIER <= character <= _LAST_MODIFIER
    is_sign = is_apostrophe or unicodedata.category(character)[0] in "PS"
    return _MARK if is_sign else character
