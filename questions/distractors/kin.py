"""What belongs with what: countries of one region, cities of one country, states, months."""

from __future__ import annotations

import gzip
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PARTS = {
    "AU": "state of Australia",
    "CA": "province of Canada",
    "DE": "state of Germany",
    "GB": "part of Britain",
    "US": "state",
}
_FOLDER = Path(__file__).parent / "kin"


@dataclass(frozen=True, slots=True)
class Kin:
    """A name's kind, and the others of its family, the most alike first."""

    kind: str
    others: tuple[str, ...]
    home: tuple[str, ...] = ()  # of a city: its country, with the names of its people


def kin_of(text: str) -> Kin | None:
    """Return what belongs with ``text``; ``None``: nothing is known, or it may be two things."""
    found = [name for name in spellings(text) if name in _families()]
    kinds = {kind for name in found for kind in _families()[name]}
    cities = [name for name in spellings(text) if name in _cities()]
    if not kinds:
        return _same_country(cities[0]) if cities else None
    if len(kinds) > 1 or (cities and kinds != {"country"}):
        return None
    (kind,) = kinds
    family = _families()[found[0]][kind]
    return Kin(kind, tuple(other for other in family if other not in spellings(text)))


def kinds_of(text: str) -> frozenset[str]:
    """Return every kind that ``text`` may be of."""
    kinds = {kind for name in spellings(text) for kind in _families().get(name, {})}
    cities = {"city"} if any(name in _cities() for name in spellings(text)) else set()
    return frozenset(kinds | cities)


def country_of(city: str) -> str:
    """Return the code of the country of a city that is known; "" for any other name."""
    return next((_cities()[name][0] for name in spellings(city) if name in _cities()), "")


def people_of(country: str) -> str:
    """Return what the people of a country are called; "" for any other name."""
    return next((_peoples()[name] for name in spellings(country) if name in _peoples()), "")


def spellings(text: str) -> tuple[str, ...]:
    """Return the names that mean the same place or body as ``text``, itself first."""
    return tuple(dict.fromkeys([text, *_aliases().get(text, ())]))


def _same_country(text: str) -> Kin:
    country, size = _cities()[text]
    others = [
        (abs(math.log((size + 1) / (other_size + 1))), other)
        for other, (other_country, other_size) in _cities().items()
        if other_country == country and other not in spellings(text)
    ]
    return Kin("city", tuple(other for _, other in sorted(others)), _home(country))


def _home(code: str) -> tuple[str, ...]:
    """Return the names of a country, by its code, of its people and of its parts."""
    from babel import Locale

    country = str(Locale("en").territories.get(code, code))
    names = [text for name in spellings(country) for text in (name, _peoples().get(name, ""))]
    parts = dict(_groups()).get(_PARTS.get(code, ""), ())
    return tuple(dict.fromkeys(text for text in (*names, *parts) if text))


@cache
def _peoples() -> dict[str, str]:
    rows = [row for kind, row in _countries()]
    return {
        country: people
        for countries, peoples in zip(rows[::2], rows[1::2], strict=True)
        for country, people in zip(countries, peoples, strict=True)
    }


@cache
def _families() -> dict[str, dict[str, tuple[str, ...]]]:
    """Map each name to its kinds, and each of these to its family: what lies beside it first."""
    families: dict[str, dict[str, tuple[str, ...]]] = {}
    for kind, names in [*_countries(), *_groups()]:
        for place, name in enumerate(names):
            others = sorted(enumerate(names), key=lambda other: abs(other[0] - place))
            families.setdefault(name, {})[kind] = tuple(other for _, other in others[1:])
    return families


def _groups() -> list[tuple[str, tuple[str, ...]]]:
    rows = (line.partition(": ") for line in _lines("groups.txt"))
    return [(kind, tuple(names.split(", "))) for kind, _, names in rows]


def _countries() -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for line in _lines("countries.txt"):
        pairs = [entry.partition("=") for entry in line.partition(": ")[2].split(", ")]
        found.append(("country", tuple(country for country, _, _ in pairs)))
        found.append(("people", tuple(people for _, _, people in pairs)))
    return found


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    rows = [tuple(line.split(", ")) for line in _lines("aliases.txt")]
    return {name: row for row in rows for name in row}


@cache
def _cities() -> dict[str, tuple[str, int]]:
    """Map each city to its country and its thousands of inhabitants."""
    data = gzip.decompress((_FOLDER / "cities.tsv.gz").read_bytes()).decode()
    rows = (line.split("\t") for line in data.splitlines())
    return {name: (country, int(size)) for name, country, size in rows}


def _lines(name: str) -> list[str]:
    return (_FOLDER / name).read_text(encoding="utf-8").splitlines()
