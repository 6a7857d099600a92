"""Whether what somebody typed is an accepted answer, and by which rule.

Texts are compared after NFKC, case folding and white space; accents, punctuation and articles
count only where a question says so. One slip of the keyboard is forgiven in a word of five
letters or more, never in a number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal

from rapidfuzz.distance import OSA

Rule = Literal["exact", "normalised", "typo", "number", "date"]
Significant = Literal["accents", "punctuation", "articles"]

_ARTICLE = re.compile(r"^(?:the|an?) ")
_GROUPED = re.compile(
    r"^[+-]?[1-9]\d{0,2}(?:(?P<comma>(?:,\d{3})+)(?:\.\d+)?|(?:[ ']\d{3})+(?:[.,]\d+)?)$"
)
_LARGEST_EXPONENT = 400  # beyond any measure, and far from where arithmetic overflows
_DATE_NOISE = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|(?<=[a-z])\.|,|\bof\b", re.IGNORECASE)
_UNIT = re.compile(r"(?<=\d)\s*[^\W\d_]+\.?(?:\s+[^\W\d_]+\.?)*\s*$")
_DATE_FORMATS = (
    "%Y-%m-%d",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%d.%m.%Y",
    "%d/%m/%Y",
)
_SHORTEST_FORGIVEN = 5


def normalise(text: str, significant: Collection[Significant] = ()) -> str:
    """Return ``text`` with everything removed that does not count."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if "accents" not in significant:
        text = "".join(
            c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)
        )
    if "punctuation" not in significant:
        text = "".join(" " if _is_punctuation(c) else c for c in text)
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return text if "articles" in significant else _ARTICLE.sub("", text)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def match_text(
    entered: str, accepted: str, significant: Collection[Significant] = ()
) -> Rule | None:
    """Return ``exact`` or ``normalised`` when the two are the same text, else ``None``."""
    if entered.strip() == accepted.strip():
        return "exact"
    same = normalise(entered, significant) == normalise(accepted, significant)
    return "normalised" if same and normalise(accepted, significant) else None


def is_typo_of(entered: str, accepted: str, significant: Collection[Significant] = ()) -> bool:
    """Return whether the two differ by one slip in one long word without digits.

    What a question says counts, such as an accent, is never a slip.
    """
    if _letters(entered) == _letters(accepted):
        return False
    words = normalise(entered, significant).split(), normalise(accepted, significant).split()
    if len(words[0]) != len(words[1]):
        return False
    differing = [pair for pair in zip(*words, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and _is_slip(*differing[0])


def _letters(text: str) -> str:
    return normalise(text).replace(" ", "")


def _is_slip(entered: str, accepted: str) -> bool:
    if len(accepted) < _SHORTEST_FORGIVEN or any(c.isdigit() for c in entered + accepted):
        return False
    return OSA.distance(entered, accepted, score_cutoff=1) == 1


def parse_number(text: str) -> Decimal | None:
    """Return the number ``text`` spells in digits, or ``None``.

    ``1,200`` and ``1 200`` group thousands; in ``3,5`` and ``0,125`` the comma is the decimal
    mark.
    """
    text = unicodedata.normalize("NFKC", text).strip().rstrip(".").replace("−", "-")
    if grouped := _GROUPED.match(text):
        text = re.sub("," if grouped["comma"] else "[ ']", "", text)
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    in_reach = value.is_finite() and abs(value.adjusted()) <= _LARGEST_EXPONENT
    return value if in_reach else None


def match_number(entered: str, accepted: str, tolerance: float = 0.0) -> bool:
    """Return whether the number entered lies within ``tolerance`` of the accepted one.

    Words after the number ("15 years") do not count.
    """
    given, wanted = parse_number(_UNIT.sub("", entered)), parse_number(accepted)
    if given is None or wanted is None:
        return False
    return abs(given - wanted) <= Decimal(str(tolerance))


def parse_date(text: str) -> date | None:
    """Return the calendar day that ``text`` names, the day before the month, or ``None``."""
    text = " ".join(_DATE_NOISE.sub(" ", text.strip(" .")).split())
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(text.title(), form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def match_date(entered: str, accepted: str) -> bool:
    """Return whether both name the same calendar day."""
    day = parse_date(entered)
    return day is not None and day == parse_date(accepted)
