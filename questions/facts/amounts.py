"""Amounts in a text, in digits or in words, and what each is of: "eight turbines", "in 1994"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from questions.folding import fold
from questions.language.lexicon.numbers import BELOW_TWENTY, COUNTING_NOTHING, POWERS, TENS

_TOKEN = re.compile(r"\d+(?:[,\u00a0\u202f]\d{3})*(?:\.\d+)?|%|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]")
_PERCENT = frozenset({"%", "percent", "per cent"})
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_NEAR = 4  # words after a number, among which stands what it counts
_STEM = 5  # letters: "turbine" and "turbines" are one, "tournament" is another


@dataclass(frozen=True, slots=True)
class Amount:
    """A number: as it is written, its value, and the beginnings of the words it may count."""

    text: str
    value: Decimal
    counted: tuple[str, ...]
    said: str
    is_year: bool = False
    is_share: bool = False

    def equals(self, other: Amount) -> bool:
        """Return whether it is the same number."""
        return self.value == other.value

    def is_like(self, other: Amount, counted: frozenset[str] = frozenset()) -> bool:
        """Return whether both are years, or shares, or count the same, or one of ``counted``."""
        if self.is_year or other.is_year:
            return self.is_year and other.is_year
        if self.is_share or other.is_share:
            return self.is_share and other.is_share
        return bool((set(self.counted) | counted) & set(other.counted))


def amounts(text: str) -> Iterator[Amount]:
    """Yield the amounts of ``text`` in order; "one" alone is as often a pronoun and is none."""
    tokens = [found.group() for found in _TOKEN.finditer(text)]
    at = 0
    while at < len(tokens):
        value, end = _read(tokens, at)
        if value is None or tokens[at:end] in (["one"], ["One"]):
            at += 1
            continue
        yield _amount(tokens, at, end, value)
        at = end


def counted_in(text: str) -> frozenset[str]:
    """Return the beginnings of the words of ``text`` that an amount may count."""
    return frozenset(_counted(_TOKEN.findall(text)))


def _amount(tokens: list[str], start: int, end: int, value: Decimal) -> Amount:
    behind = tokens[end : end + _NEAR]
    written = " ".join(tokens[start:end])
    share = bool(behind[:1]) and (behind[0] in _PERCENT or " ".join(behind[:2]) == "per cent")
    year = (
        tokens[start].isdigit()
        and _FIRST_YEAR <= value <= _LAST_YEAR
        and len(written) == len("1994")
    )
    following = next(iter(_whole(behind)), "")
    return Amount(
        text=written,
        value=value,
        counted=tuple(_counted(behind)),
        said=f"{written} {following}".strip(),
        is_year=year and not _is_measured(behind),
        is_share=share,
    )


def _is_measured(behind: list[str]) -> bool:
    """Return whether a number of four digits counts what comes right after it: "1500 soldiers"."""
    first = behind[0] if behind else ""
    return len(first) > len("was") and first.islower() and first.endswith("s")


def _whole(tokens: list[str]) -> Iterator[str]:
    """Yield the words up to the next sign or number."""
    for word in tokens:
        if not word[0].isalpha() and word != "%":
            return
        yield word


def _counted(tokens: list[str]) -> Iterator[str]:
    for word in _whole(tokens):
        if word.lower() not in COUNTING_NOTHING:
            yield fold(word)[:_STEM].rstrip("s") or word


def _read(tokens: list[str], at: int) -> tuple[Decimal | None, int]:
    """Return the number that begins at a token, and where it ends."""
    start = at
    if tokens[at][0].isdigit():
        total = Decimal(re.sub(r"[^\d.]", "", tokens[at]))
        at += 1
    else:
        small, at = _in_words(tokens, at)
        if small is None:
            return None, start + 1
        total = Decimal(small)
    while at < len(tokens) and tokens[at].lower().rstrip("s") in POWERS:
        total *= POWERS[tokens[at].lower().rstrip("s")]
        at += 1
        more, end = _added(tokens, at)
        if more is not None:
            total, at = total + more, end
    return total, at


def _added(tokens: list[str], at: int) -> tuple[int | None, int]:
    """Read "and five" after "hundred"."""
    if at + 1 < len(tokens) and tokens[at].lower() == "and":
        return _in_words(tokens, at + 1)
    return _in_words(tokens, at) if at < len(tokens) else (None, at)


def _in_words(tokens: list[str], at: int) -> tuple[int | None, int]:
    """Read "eight", "twenty" or "twenty-one"; "hundred" alone is one hundred."""
    word = tokens[at].lower()
    if word in TENS:
        rest = at + 2 if tokens[at + 1 : at + 2] == ["-"] else at + 1
        unit = BELOW_TWENTY.get(tokens[rest].lower(), 0) if rest < len(tokens) else 0
        if 0 < unit < 10:
            return TENS[word] + unit, rest + 1
        return TENS[word], at + 1
    if word in BELOW_TWENTY:
        return BELOW_TWENTY[word], at + 1
    return None, at
