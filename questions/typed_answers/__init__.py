"""Whether what somebody typed is an accepted answer, and by which rule.

Texts are compared folded; accents, punctuation and articles count only where a question says so.
One slip of the keyboard is forgiven in a word of five letters or more, never in a number, and
never where what was typed is another word.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from questions.folding import Significant, spellings
from questions.typed_answers.dates import match_date, parse_date
from questions.typed_answers.numbers import match_number, parse_number, read_quantity
from questions.typed_answers.slips import Words, is_typo_of, no_words, words_of

__all__ = [
    "Rule",
    "Significant",
    "Words",
    "is_typo_of",
    "match_date",
    "match_number",
    "match_text",
    "no_words",
    "parse_date",
    "parse_number",
    "read_quantity",
    "words_of",
]

Rule = Literal["exact", "normalised", "typo", "number", "date"]


def match_text(
    entered: str, accepted: str, significant: Collection[Significant] = ()
) -> Rule | None:
    """Return ``exact`` or ``normalised`` when the two are the same text, else ``None``."""
    if entered.strip() == accepted.strip():
        return "exact"
    same = spellings(entered, significant) & spellings(accepted, significant)
    return "normalised" if same - {""} else None
