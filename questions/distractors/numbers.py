"""Other numbers, written as the key is, by arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence

from questions.distractors.wanted import WANTED
from questions.language.lexicon import any_of
from questions.language.lexicon.numbers import AT_LEAST, AT_MOST, PARTS_OF_A_HUNDRED, SMALL_NUMBERS
from questions.language.words import Word
from questions.typed_answers import parse_number

_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_DECIMAL = re.compile(r"\d+\.\d+")
_ORDINAL = re.compile(r"(\d{1,2})(st|nd|rd|th)")
_SMALL = 13  # below, as people count them: in ones, up to a dozen
_LAST_CENTURY, _LAST_DECADE = 21, 2020
# Of what is "more than" or "less than" a number: plain choices, each well beyond the last.
_LARGER, _SMALLER = (1.5, 2.0, 3.0), (0.3, 0.5, 0.7)
_BOUND_WORDS = 3  # the longest, "no more than", has as many
_BOUND = re.compile(rf"(?:(?P<most>\b(?:{any_of(AT_MOST)}))|(?P<least>\b(?:{any_of(AT_LEAST)})))$")
_CLOSE = ((0.7, 0.8, 0.9), (0.8, 0.9, 1.1), (0.9, 1.1, 1.2), (1.1, 1.2, 1.3))
# Of a share beside others, in turn: plain choices, none too far for a poll or a part of a whole.
_STEPS = ((3, -3, 6, -6, 9, -9, 12), (-3, -6, 3, -9, 6, -12, 9), (3, 6, -3, 9, -6, 12, -9))
_FACTORS = ((0.6, 0.75, 1.3), (0.75, 1.3, 1.6), (1.3, 1.6, 2.0))


def other_numbers(
    text: str, unit: str = "", before: Sequence[Word] = (), shares: Sequence[float] = ()
) -> list[str]:
    """Return three other numbers, written as ``text`` is; none where that cannot be done.

    Of a hundred ``unit`` is a part, where it is "%" or "percent": no number is larger then. Where
    the words ``before`` end with "more than", whatever is smaller is right as well. Beside other
    ``shares`` in the sentence whatever is the larger one stays that, and all are within a hundred.
    """
    if unit.lower() in PARTS_OF_A_HUNDRED and shares:
        return _beside(text, shares)
    bound = _BOUND.search(" ".join(word.lower for word in before[-_BOUND_WORDS:]))
    made = _beyond(text, is_least=bound["least"] is not None) if bound else _others(text)
    if unit.lower() not in PARTS_OF_A_HUNDRED:
        return made
    within = all((parse_number(other) or 0) <= 100 for other in made)
    if bound:
        return made if within else []
    return made if within else _mirrored(text)


def _beside(text: str, shares: Sequence[float]) -> list[str]:
    """Return three other shares that stand to those in the sentence as this one does.

    Where two make up a hundred, none may: else the key would always be the largest.
    """
    if not (text.isdecimal() or _DECIMAL.fullmatch(text)):
        return []
    value = float(text)
    places = len(text.partition(".")[2])
    others = [value + step for step in _STEPS[sum(map(int, text.replace(".", ""))) % len(_STEPS)]]
    fitting = [
        other
        for other in others
        if 0 < other < 100
        and all((other > each) is (value > each) for each in shares)
        and all(other + each <= 100 or value + each >= 100 for each in shares)
        and other not in shares
    ]
    made = sorted(fitting[:WANTED]) if len(fitting) >= WANTED else []
    return [f"{other:.{places}f}" for other in made]


def _beyond(text: str, *, is_least: bool) -> list[str]:
    """Return three numbers that are larger than ``text``, or smaller, where it is the most."""
    if not (text.lower() in SMALL_NUMBERS or _PLAIN.fullmatch(text)):
        return []
    value = SMALL_NUMBERS.get(text.lower()) or int(parse_number(text) or 0)
    if value < _SMALL:
        first = value + 1 if is_least else value - WANTED
        others = list(range(first, first + WANTED))
    else:
        unit = 10 ** min(len(text) - len(text.rstrip("0")), len(str(value)) - 2)
        factors = _LARGER if is_least else _SMALLER
        others = [round(value * factor / unit) * unit for factor in factors]
    if min(others) < 1 or len({*others, value}) <= WANTED:
        return []
    if text.lower() in SMALL_NUMBERS:
        words = [word for word, other in SMALL_NUMBERS.items() if other in others]
        return _as_written(words, text) if len(words) == WANTED else []
    return [f"{other:,}" if "," in text else str(other) for other in others]


def _mirrored(text: str) -> list[str]:
    """Return three smaller numbers in the place of larger ones, which would be over a hundred."""
    value = parse_number(text) or 0
    if not text.isdigit() or not 20 <= value <= 100:
        return []
    step = 5 if value % 5 == 0 else 4
    return [str(int(value) - step * times) for times in (3, 2, 1)]


def _others(text: str) -> list[str]:
    if text.lower() in SMALL_NUMBERS:
        return _words(text)
    if _PLAIN.fullmatch(text):
        value = int(parse_number(text) or 0)
        made = _near(value) if value < _SMALL else _scaled(value)
        return [f"{other:,}" if "," in text else str(other) for other in made]
    if _DECIMAL.fullmatch(text):
        places = len(text.partition(".")[2])
        digits = int(text.replace(".", ""))
        whole = _close(digits) if digits >= _SMALL else _scaled(digits)
        return [f"{other / 10**places:.{places}f}" for other in whole]
    return []


def other_centuries(text: str) -> list[str]:
    """Return three centuries near one ("19th"), the key not always in their middle."""
    found = _ORDINAL.fullmatch(text)
    if not found:
        return []
    value = int(found[1])
    before = max(min(value - 1, value % (WANTED + 1)), value + WANTED - _LAST_CENTURY)
    return [ordinal(n) for n in range(value - before, value - before + WANTED + 1) if n != value]


def other_decades(year: int) -> list[int]:
    """Return the first years of three decades near that of ``year``."""
    before = max(year // 10 % (WANTED + 1), (year - _LAST_DECADE) // 10 + WANTED)
    first = year - 10 * before
    return [first + 10 * step for step in range(WANTED + 1) if step != before]


def ordinal(value: int) -> str:
    """Return "1st", "12th", "23rd"."""
    if value % 100 in {11, 12, 13}:
        return f"{value}th"
    return f"{value}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th') }"


def _words(text: str) -> list[str]:
    value = SMALL_NUMBERS[text.lower()]
    words = [word for word, other in SMALL_NUMBERS.items() if other in _near(value)]
    return _as_written(words, text)


def _as_written(words: list[str], text: str) -> list[str]:
    return words if text.islower() else [word.capitalize() for word in words]


def _near(value: int) -> list[int]:
    """Return three neighbours above one; how many of them are smaller varies with the value."""
    if value < 2:
        return []
    smaller = min(value - 2, value % WANTED)
    made = range(value - smaller, value - smaller + WANTED + 1)
    if made[-1] >= _SMALL:
        made = range(_SMALL - WANTED - 1, _SMALL)
    return [other for other in made if other != value]


def _close(value: int) -> list[int]:
    """Return numbers nearer than ``_scaled``: much that is told by decimals is on a short scale."""
    factors = _CLOSE[sum(map(int, str(value))) % len(_CLOSE)]
    made = [round(value * factor) for factor in factors]
    return made if len({*made, value}) == WANTED + 1 else []


def _scaled(value: int) -> list[int]:
    """Return numbers as round as ``value`` and in proportion to it, so none sticks out."""
    ending = len(str(value)) - len(str(value).rstrip("0"))
    unit = 10**ending
    if value // unit < 10:
        made = [other * unit for other in _near(value // unit)]
        return made or [value // 2, value * 2, value * 5] if ending else made
    factors = _FACTORS[sum(map(int, str(value))) % len(_FACTORS)]
    made = [round(value * factor / unit) * unit for factor in factors]
    return made if len({*made, value}) == WANTED + 1 and min(made) > 0 else []
