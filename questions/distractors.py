"""Wrong options of the same kind as the key: from the document first, then by arithmetic."""

from __future__ import annotations

import gzip
import re
from functools import cache

from questions.facts.naming import name_of
from questions.facts.reading import Facts
from questions.language.pipeline import WEIGHTS
from questions.language.words import Sentence
from questions.typed_answers import parse_number

WANTED = 3
LOOKED_AT = 500  # names, the most frequent first: of more, each question would go through all
_FAR = 60
_BODY = re.compile(
    r"\b(?:Council|Ministry|Agency|University|Programme|Program|Party|Committee|Commission|Union|"
    r"Association|Organi[sz]ation|Company|Corporation|Court|Parliament|Institute|College|"
    r"Department|Federation|League|Society|Group|Bank|Office|Church|Assembly|Congress|Senate|"
    r"Foundation|Academy|Museum|Alliance|Network|Service|Board|Authority|Inc|Ltd)\b"
)
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip


def other_years(facts: Facts, year: int, sentence: Sentence) -> list[str]:
    """Return three other years: of the document, then some as far from it as those might be."""
    here = {moment.year for moment in facts.moments[sentence.passage.number]}
    near = [y for y in facts.years() if y not in here | {year} and abs(y - year) <= _FAR]
    near.sort(key=lambda other: (abs(other - year), other))
    step = 2 if year >= 1900 else 5
    made = [year - step, year + step, year - 2 * step, year + 2 * step, year - 3 * step]
    found = [*near[:WANTED], *(y for y in made if y not in here and y not in near)]
    return [str(other) for other in found[:WANTED]]


def other_names(facts: Facts, key: str, sentence: Sentence) -> list[str]:
    """Return three other names of the kind and size of ``key``; none where there are fewer."""
    kind = facts.names.kind_of(key)
    if kind is None or (kind == "PER" and len(key.split()) == 1):
        return []
    here = [facts.names.full(name_of(sentence, name)) for name in sentence.names]
    found: list[str] = []
    for name in facts.names.of_kind(kind)[:LOOKED_AT]:
        if any(facts.names.same(name, other) for other in [key, *here, *found]):
            continue
        if _is_alike(facts, key, name):
            found.append(name)
        if len(found) == WANTED:
            return found
    return []


def other_numbers(text: str) -> list[str]:
    """Return three other numbers, written as ``text`` is; none where that cannot be done."""
    if text.lower() in _WORDS:
        value = _WORDS[text.lower()]
        near = [value + 1, value - 1, value + 2, value + 3]
        return [word for other in near for word, n in _WORDS.items() if n == other][:WANTED]
    if not re.fullmatch(r"\d{1,3}(?:,\d{3})*|\d+", text):
        return []
    value = int(parse_number(text) or 0)
    if value < 2:
        return []
    made = [value + 1, value - 1, value + 2] if value < 13 else _scaled(value)
    return [f"{other:,}" if "," in text else str(other) for other in made]


def is_country(name: str) -> bool:
    """Return whether ``name`` is one of a territory, as the CLDR has it in English."""
    return name in _territories()


def is_body(facts: Facts, name: str) -> bool:
    """Return whether ``name`` is plainly an organisation's."""
    return bool(_BODY.search(name)) or any(name in (a.long, a.short) for a in facts.names.acronyms)


def _is_alike(facts: Facts, key: str, name: str) -> bool:
    kind = facts.names.kind_of(key)
    if kind == "LOC":
        return is_country(key) == is_country(name) and (key in _cities()) == (name in _cities())
    if kind == "PER":
        return (len(key.split()) > 1) == (len(name.split()) > 1)
    return is_body(facts, key) == is_body(facts, name)


def _scaled(value: int) -> list[int]:
    digits = max(0, len(str(value)) - 2)
    ending = len(str(value)) - len(str(value).rstrip("0"))
    unit = 10 ** min(digits, ending) if ending else 1
    return [max(1, round(value * factor / unit) * unit) for factor in (0.75, 1.3, 1.6)]


@cache
def _cities() -> frozenset[str]:
    lines = gzip.decompress((WEIGHTS / "gazetteers" / "city.txt.gz").read_bytes()).decode()
    return frozenset(lines.splitlines())


@cache
def _territories() -> frozenset[str]:
    from babel import Locale

    names = Locale("en").territories
    return frozenset(str(name) for code, name in names.items() if len(code) == 2)
