"""Where a quote stands in a text, whichever quotation marks and white space it was given with."""

from __future__ import annotations

import re
from functools import lru_cache

from questions.documents import Span

_SINGLE = "['‘’‚‛`´′]"
_DOUBLE = '["“”„‟«»″]'


def find(text: str, quote: str) -> list[Span]:
    """Return every place where ``quote`` stands in ``text`` as whole words."""
    return [Span(*match.span(1)) for match in _pattern(quote).finditer(text)] if quote else []


@lru_cache
def _pattern(quote: str) -> re.Pattern[str]:
    words = r"\s+".join("".join(map(_either, word)) for word in quote.split())
    # Looking ahead, so that one place does not hide another that overlaps it.
    return re.compile(rf"(?<!\w)(?=({words})(?!\w))")


def _either(character: str) -> str:
    for marks in (_SINGLE, _DOUBLE):
        if character in marks[1:-1]:
            return marks
    return re.escape(character)
