"""Formulas of a page that is set: drawn where they can be, and a line of text where not."""

from __future__ import annotations

import re
import time
from html import escape, unescape

from questions.formulas.finding import Formula
from questions.formulas.saying import said
from webapp.typesetting.drawing import Drawing, NotDrawnError, can_draw, draw

# What sets the pages draws no MathML.
_FORMULA = re.compile(r'<math display="(?:block|inline)" alttext="([^"]*)">.*?</math>', re.S)
# Of those that a page may take: 500 of nine signs each take three to five, as measured.
_SECONDS = 8
_WIDE = 10  # ems: a page is wide enough for four such in a row of a table
_MOST_BYTES = 30_000_000  # on all pages: 500 formulas of nine signs have five million


def put_formulas(html: str) -> tuple[str, dict[str, Drawing]]:
    """Return a page with its formulas as pictures or lines of text, and the pictures by address."""
    return _Formulas().put(html)


class _Formulas:
    """The formulas of one page, each of which is drawn once."""

    def __init__(self) -> None:
        self._end = time.monotonic() + _SECONDS
        self._bytes = 0
        self._by_mathml: dict[str, tuple[str, Drawing | None]] = {}
        self._drawings: dict[str, Drawing] = {}

    def put(self, html: str) -> tuple[str, dict[str, Drawing]]:
        return _FORMULA.sub(self._one, html), self._drawings

    def _one(self, found: re.Match[str]) -> str:
        mathml, latex = found[0], unescape(found[1])
        line = escape(said(Formula(latex, False)))
        if mathml not in self._by_mathml:
            self._by_mathml[mathml] = f"formula:{len(self._by_mathml)}", self._drawn(mathml)
        address, drawing = self._by_mathml[mathml]
        if drawing is None or self._bytes + len(drawing.operators) > _MOST_BYTES:
            return f"<span>{line}</span>"
        self._bytes += len(drawing.operators)
        self._drawings[address] = drawing
        size = f"inline-size: {drawing.width:.3f}em; vertical-align: {-drawing.depth:.3f}em"
        name = "drawn drawn-wide" if drawing.width > _WIDE else "drawn"
        return f'<img class="{name}" alt="{line}" src="{address}" style="{size}">'

    def _drawn(self, mathml: str) -> Drawing | None:
        if not can_draw() or time.monotonic() > self._end:
            return None
        try:
            return draw(mathml)
        except NotDrawnError:
            return None
