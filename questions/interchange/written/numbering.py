"""Word's own numbers and letters, which do not stand in the text: counted as Word counts them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_BULLET = "•"
_HIGHEST = 3_999  # the highest number in Roman letters


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


class Numbering:
    """The lists of a document, and how far each has come."""

    def __init__(self, root: _Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()
        if root is not None:
            self._learn(root)

    def label(self, number: str, depth: int) -> str:
        """Return what Word shows before the next paragraph of a list, or nothing."""
        name = self._lists.get(number)
        levels = self._levels.get(name or "", {})
        level = levels.get(depth)
        if name is None or level is None:
            return ""
        counts = self._counts[name]
        if number not in self._begun:
            self._begun.add(number)
            for each, start in self._restarts.get(number, {}).items():
                counts[each] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return _BULLET if level.text.strip() else ""
        return _PLACE.sub(lambda found: self._shown(levels, counts, int(found[1]) - 1), level.text)

    def _shown(self, levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        if level is None:
            return ""
        return _written(counts.get(depth, level.start), level.form)

    def _learn(self, root: _Element) -> None:
        for found in root.iterfind(f"{W}abstractNum"):
            levels = (_level(level) for level in found.iterfind(f"{W}lvl"))
            self._levels[found.get(f"{W}abstractNumId", "")] = dict(levels)
        for found in root.iterfind(f"{W}num"):
            number = found.get(f"{W}numId", "")
            self._lists[number] = value(found, "abstractNumId")
            restarts = {
                _whole(override.get(f"{W}ilvl")): _whole(value(override, "startOverride"))
                for override in found.iterfind(f"{W}lvlOverride")
                if override.find(f"{W}startOverride") is not None
            }
            self._restarts[number] = restarts


def value(element: _Element, name: str) -> str:
    """Return the value of a property, or nothing."""
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", "") if found is not None else ""


def _level(level: _Element) -> tuple[int, _Level]:
    form = value(level, "numFmt") or "decimal"
    start = _whole(value(level, "start") or "1")
    return _whole(level.get(f"{W}ilvl")), _Level(form, value(level, "lvlText"), start)


def _whole(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() else 0


def _written(number: int, form: str) -> str:
    if form.endswith("Letter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min(9, (number - 1) // 26 + 1)
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman") and 0 < number <= _HIGHEST:
        letters = ""
        for worth, sign in _ROMAN:
            letters += sign * (number // worth)
            number %= worth
        return letters.upper() if form.startswith("upper") else letters
    return "" if form == "none" else str(number)
