"""Whether a text is English, by its small words."""

from __future__ import annotations

import re

from questions.documents import Document, PassageKind

_SMALL = frozenset(
    """the of and to in is was are were for on that by with as at from it its he she his her they
    has have had be been which this""".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 0.1  # in English prose it is a quarter to a half; in Dutch or German a twentieth


def is_english(document: Document) -> bool:
    """Return whether the sentences of ``document``, taken together, read like English."""
    words = small = 0
    for passage in document.passages:
        if passage.kind is PassageKind.SENTENCE:
            for found in _WORD.finditer(document.text, passage.span.start, passage.span.end):
                words += 1
                small += found[0].lower() in _SMALL
    return small >= _LEAST * words
