"""Places and versions in what was sent: small whole numbers, or nothing."""

from __future__ import annotations

_MOST_DIGITS = 9


def read_place(text: str | None) -> int | None:
    """Return the number that ``text`` spells in at most nine digits, or ``None``."""
    digits = (text or "").strip()
    return int(digits) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else None
