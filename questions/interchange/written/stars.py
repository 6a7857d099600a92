"""Stars inside a word or a product: plain text means stars by them, though Markdown does not.

All else that teachers write there is Markdown, as text2qti and whoever copies from a chat have it.
"""

from __future__ import annotations

import re

from questions.formulas.finding import parts_in

# Of alphabets that set spaces between words; others set marks right beside them.
_LETTER = r"[0-9A-Za-z\u00c0-\u052f]"
_INSIDE = re.compile(rf"(?<={_LETTER})\*+(?={_LETTER})|(?<=[)\]}}])\*+(?=[(\[{{])")


def kept(text: str) -> str:
    """Return a text in which stars inside words are no Markdown, but in formulas and code."""
    if _INSIDE.search(text) is None:
        return text
    made, at = [], 0
    for part in parts_in(text):
        if part.inside is not None:
            made += [_escaped(text[at : part.start]), text[part.start : part.end]]
            at = part.end
    return "".join([*made, _escaped(text[at:])])


def _escaped(text: str) -> str:
    return _INSIDE.sub(lambda found: "\\*" * len(found[0]), text)
