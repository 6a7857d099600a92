"""Classes of English words that rules ask for, each under one name; one file for each family.

Where two rules need nearly the same class, one is made from the other and says how they differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """Return the inside of a pattern that matches one of ``words``, the longest that fits."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
