"""Numbers as people type them: grouped, signed, scaled, with a sign or a unit beside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from questions.folding import fold, without_invisible

_LARGEST_EXPONENT = 400  # beyond any measure, and far from where arithmetic overflows
_LONGEST = 500  # characters: as many as an accepted answer may have

_MINUSES = str.maketrans(dict.fromkeys("−–—‒‐‑﹣－⁻", "-"))
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'") | {"٬": "'", "٫": ".", "·": "."})
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_POWER = re.compile(
    r"(?<=\d)\s*[x×*·]\s*10\s?(?:\^\s?(?P<typed>[-+]?\d{1,4})|(?P<raised>[⁻-]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}))"
)
_SCALES = {
    **{"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "quadrillion": 15},
    **{"k": 3, "thsd": 3, "mn": 6, "mln": 6, "mio": 6, "bn": 9, "bln": 9, "mrd": 9, "tn": 12},
}
_SCALE = re.compile(
    rf"\s*(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})s?\b\.?", re.IGNORECASE
)
_DIGITS = r"\d[\d ,.']*\d|\d|[.,]\d+"
_NUMBER = re.compile(rf"(?P<sign>[-+])?\s?(?P<digits>{_DIGITS})(?P<e>[eE][-+]?\d+)?")
_HALVES = re.compile(r"(?:(?P<whole>\d+)\s?)?(?P<part>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])")
# What may stand in front: a sign of currency, with letters (US$, EUR), or of nearness.
_BEFORE = re.compile(r"(?:(?:[~≈±]|[^\W\d_]{0,3}[$¢-¥₠-⃏]|[A-Z]{3}(?=[\s\d]))\s*)*")
# What may stand behind: percent, degrees, currencies, and units or words, never a second number.
_BEHIND = re.compile(r"\s*(?:(?:[%‰°º′″'\"$¢-¥₠-⃏µ]|[^\W\d_]+[²³]?\.?|[/·^⁻-]|(?<=\^)\d)\s*)*")
_GROUPED = re.compile(
    r"""[1-9]\d{0,2}(?:
        (?:,\d{3})+(?:\.\d+)? | (?:,\d{2})+,\d{3}(?:\.\d+)? |
        (?:[ ']\d{3})+(?:[.,]\d+)? |
        (?:\.\d{3}){2,}(?:,\d+)? | \.\d{3},\d+
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as typed; ``readings`` holds first the one meant here, then others.

    ``1.200`` is 1.2 here and 1200 elsewhere. ``unit`` is what stood beside it, folded.
    """

    readings: tuple[Decimal, ...]
    unit: str


def parse_number(text: str) -> Decimal | None:
    """Return the number ``text`` spells in digits alone, or ``None``.

    ``1,200``, ``1 200``, ``1’200`` and ``1.200.000`` group digits; in ``3,5`` and ``0,125`` the
    comma is the decimal mark.
    """
    quantity = read_quantity(text)
    if quantity is None or quantity.unit or _SCALE.search(text):
        return None
    return quantity.readings[0]


def match_number(entered: str, accepted: str, tolerance: float = 0.0) -> bool:
    """Return whether the number entered lies within ``tolerance`` of the accepted one.

    Signs, currencies and units beside it ("15 years", "12 %") do not count, unless the accepted
    one has them too.
    """
    given, wanted = read_quantity(entered), read_quantity(accepted)
    if given is None or wanted is None or (wanted.unit and given.unit != wanted.unit):
        return False
    near = Decimal(str(tolerance))
    return any(abs(reading - wanted.readings[0]) <= near for reading in given.readings)


def read_quantity(text: str) -> Quantity | None:
    """Return the number in ``text`` and what stands beside it; ``None`` unless it is just one."""
    if len(text) > _LONGEST:
        return None
    text = _prepared(text)
    before = _BEFORE.match(text)
    start = before.end() if before else 0
    if text[:1] in "-+" and (behind := _BEFORE.match(text, 1)) and behind.end() > 1:
        text, start = text[1 : behind.end()] + text[0] + text[behind.end() :], behind.end() - 1
    read = _read_part(text, start) or _read_digits(text, start)
    if read is None:
        return None
    readings, end = read
    shift, end = _scale(text, end)
    rest = _BEHIND.fullmatch(text, end)
    readings = tuple(_shifted(value, shift) for value in readings if _in_reach(value, shift))
    if rest is None or not readings:
        return None
    return Quantity(readings, fold(text[:start] + " " + rest[0], ["punctuation"]).strip("~≈± "))


def _prepared(text: str) -> str:
    text = without_invisible(text).translate(_MINUSES)
    text = _POWER.sub(lambda m: "e" + (m["typed"] or m["raised"].translate(_RAISED)), text)
    text = "".join(_plain(c) for c in text).translate(_APOSTROPHES)
    return " ".join(text.split()).rstrip(".").rstrip()


def _plain(character: str) -> str:
    """Digits of every script as ours; other characters as they are, but for full width."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if unicodedata.east_asian_width(character) == "F":
        return unicodedata.normalize("NFKC", character)
    return character


def _read_part(text: str, start: int) -> tuple[tuple[Decimal, ...], int] | None:
    """Read ½ or 2½."""
    found = _HALVES.match(text, start)
    if found is None:
        return None
    part = Decimal(str(unicodedata.numeric(found["part"])))
    return (Decimal(found["whole"] or 0) + part,), found.end()


def _read_digits(text: str, start: int) -> tuple[tuple[Decimal, ...], int] | None:
    found = _NUMBER.match(text, start)
    if found is None:
        return None
    digits, end = found["digits"], found.end()
    try:
        values = tuple(
            Decimal(f"{found['sign'] or ''}{d}{found['e'] or ''}") for d in _read(digits)
        )
    except InvalidOperation:
        return None
    return (values, end) if values else None


def _read(digits: str) -> Iterator[str]:
    """Yield the ways to read digits with their separators, the one meant here first."""
    if _GROUPED.fullmatch(digits):
        yield _without_groups(digits)
    if re.fullmatch(r"\d*[.,]?\d+", digits):
        yield digits.replace(",", ".")
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", digits):
        yield digits.replace(".", "")


def _without_groups(digits: str) -> str:
    """Drop the separators but for the last, where that is the decimal mark."""
    last = max(digits.rfind("."), digits.rfind(","))
    separators = {c for c in digits if not c.isdigit()}
    is_decimal = last >= 0 and len(separators) > 1
    whole, part = (digits[:last], digits[last + 1 :]) if is_decimal else (digits, "")
    return re.sub(r"\D", "", whole) + (f".{part}" if part else "")


def _scale(text: str, end: int) -> tuple[int, int]:
    """Return by how many powers of ten the words behind multiply, and where they end."""
    shift = 0
    while scale := _SCALE.match(text, end):
        shift, end = shift + _SCALES[scale["scale"].lower()], scale.end()
    return shift, end


def _shifted(value: Decimal, shift: int) -> Decimal:
    """Multiply by a power of ten, exactly."""
    sign, digits, exponent = value.as_tuple()
    return Decimal((sign, digits, int(exponent) + shift))


def _in_reach(value: Decimal, shift: int) -> bool:
    return value.is_finite() and abs(value.adjusted() + shift) <= _LARGEST_EXPONENT
