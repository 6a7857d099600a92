"""What is drawn as SVG, as a PDF file draws it.

What sets the pages could read SVG itself, but takes 17 ms for a formula of thirteen signs, as
measured; this takes two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

_PART = re.compile(r"([A-Za-z])([^A-Za-z]*)")


class UnknownPathError(ValueError):
    """Something is drawn in a way that is not known here."""


def painted(elements: Iterable[Any]) -> bytes:
    """Return the operators that paint paths and rectangles in black."""
    return " ".join(map(_element, elements)).encode("ascii")


def _element(element: Any) -> str:
    if element.tag == "g" and not element.get("transform"):
        return " ".join(map(_element, element))
    if element.tag == "rect":
        sides = (float(element.get(name)) for name in ("x", "y", "width", "height"))
        outline = f"{_numbers(*sides)} re"
    elif element.tag == "path":
        outline = " ".join(_path(element.get("d")))
    else:
        raise UnknownPathError(element.tag)
    width = element.get("stroke-width")
    return f"{outline} f" if width is None else f"{_numbers(float(width))} w {outline} S"


def _path(said: str) -> Iterator[str]:
    x = y = 0.0
    for letter, numbers in _PART.findall(said):
        points = [*map(float, numbers.split())]
        if letter == "Z":
            yield "h"
            continue
        if letter == "Q":  # one point in the middle, for which there have to be two
            across, down, end_x, end_y = points
            points = [x + 2 / 3 * (across - x), y + 2 / 3 * (down - y)]
            points += [end_x + 2 / 3 * (across - end_x), end_y + 2 / 3 * (down - end_y)]
            points += [end_x, end_y]
        if letter not in _OPERATORS:
            raise UnknownPathError(letter)
        yield f"{_numbers(*points)} {_OPERATORS[letter]}"
        x, y = points[-2:]


_OPERATORS = {"M": "m", "L": "l", "Q": "c", "C": "c"}


def _numbers(*numbers: float) -> str:
    return " ".join(f"{number:.2f}" for number in numbers)
