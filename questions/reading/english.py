"""Whether a text is English, by its small words."""

from __future__ import annotations

import re

from questions.documents import Document, PassageKind

_SMALL = frozenset(
    """the of and to in is was are were for on that by with as at from it its he she his her they
    has have had be been which this""".split()
)
_OTHER = frozenset(
    """und der die das ist von mit den dem ein eine nicht auch et est les des une dans pour que qui
    sur née né au aux el los las una en por con para del il gli della delle che di um uma os do da
    em não een van het voor niet zijn och att det som är à é""".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 0.1  # in English prose it is a quarter to a half; in Dutch or German a twentieth
_FEW = 25  # words: in so few there need be none, but then none of another language either


def is_english(document: Document) -> bool:
    """Return whether the sentences of ``document``, taken together, read like English."""
    words = small = other = 0
    for passage in document.passages:
        if passage.kind is PassageKind.SENTENCE:
            for found in _WORD.finditer(document.text, passage.span.start, passage.span.end):
                words += 1
                small += found[0].lower() in _SMALL
                other += found[0].lower() in _OTHER or found[0][0] > "\u024f"
    return small >= _LEAST * words or (words < _FEW and other == 0)
