"""What a place may be called: a city, a state, a country."""

from __future__ import annotations

import gzip
from functools import cache

from questions.language.pipeline import WEIGHTS

_LISTS = WEIGHTS / "gazetteers"


def called(place: str) -> frozenset[str]:
    """Return the nouns that "the city", said of ``place``, may be made with."""
    found: set[str] = set()
    if place in cities():
        found |= {"city"}
    if place in _states():
        found |= {"state"}
    if place in countries():
        found |= {"country", "nation"}
    return frozenset(found)


@cache
def cities() -> frozenset[str]:
    """Return the cities of the world."""
    return frozenset(gzip.decompress((_LISTS / "city.txt.gz").read_bytes()).decode().splitlines())


@cache
def countries() -> frozenset[str]:
    """Return the territories that the CLDR knows, by their English names."""
    from babel import Locale

    names = Locale("en").territories
    return frozenset(str(name) for code, name in names.items() if len(code) == 2)


@cache
def _states() -> frozenset[str]:
    return frozenset((_LISTS / "state.txt").read_text(encoding="utf-8").splitlines())
