"""The letters of GIFT: what is escaped and how, where a text is cut, how a share is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from questions.formulas.finding import replace_formulas
from questions.interchange.equations import spelt_for_markdown
from questions.interchange.shares import percent

_ESCAPED = re.compile(r"\\([~=#{}:n\\])")
_SPECIAL = re.compile(r"[~=#{}:\\]")
_WEIGHT = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
_FORMAT = re.compile(r"\s*\[(html|markdown|moodle|plain)\]", re.I)
# In a formula that somebody wrote by hand these are commands, and no line ends there.
_N = re.compile(r"(?<!\\)\\n(?=(?:abla|e|earrow|eg|eq|exists|i|mid|ot|otin|u|subseteq)(?![a-z]))")
END = -1  # what is not found, as str.find says it


@dataclass(frozen=True, slots=True)
class Item:
    """One answer of a block: its sign (``=`` or ``~``), its share if said, text and feedback."""

    sign: str
    share: float | None
    text: str
    feedback: str


def find(text: str, sign: str, start: int = 0) -> int:
    """Return where ``sign`` stands first in ``text`` without a backslash before it, or ``END``."""
    found = _escaped_or(sign).finditer(text, start)
    return next((each.start() for each in found if each[0] == sign), END)


@cache
def _escaped_or(sign: str) -> re.Pattern[str]:
    return re.compile(f"{_ESCAPED.pattern}|{re.escape(sign)}")


def cut(text: str, sign: str) -> tuple[str, str | None]:
    """Return what stands before the first ``sign`` and what behind it, ``None`` without one."""
    at = find(text, sign)
    return (text, None) if at == END else (text[:at], text[at + len(sign) :])


def cut_last(text: str, sign: str) -> tuple[str, str | None]:
    """Return what stands before the last ``sign`` and what behind it, ``None`` without one."""
    at, last = find(text, sign), END
    while at != END:
        last, at = at, find(text, sign, at + len(sign))
    return (text, None) if last == END else (text[:last], text[last + len(sign) :])


def items_in(block: str) -> Iterator[Item]:
    """Yield the answers of a block; what stands before the first sign is one without a sign."""
    starts = sorted(at for sign in "=~" for at in _every(block, sign))
    if block[: starts[0] if starts else None].strip():
        yield _item("", block[: starts[0] if starts else None])
    for start, end in zip(starts, [*starts[1:], len(block)][: len(starts)], strict=True):
        yield _item(block[start], block[start + 1 : end])


def _every(text: str, sign: str) -> Iterator[int]:
    at = find(text, sign)
    while at != END:
        yield at
        at = find(text, sign, at + 1)


def _item(sign: str, body: str) -> Item:
    weight = _WEIGHT.match(body)
    share = float(Decimal(weight[1]) / 100) if weight else None
    text, feedback = cut(body[weight.end() :] if weight else body, "#")
    return Item(sign, share, text, (feedback or "").strip())


def plain(text: str) -> str:
    """Return a text as it is meant: without its format, space around it, and backslashes."""
    named = _FORMAT.match(text)
    bare = text[named.end() :] if named else text
    kept = replace_formulas(bare, lambda f: _N.sub(r"\\\g<0>", bare[f.start : f.end]))
    return _ESCAPED.sub(_meant, kept).strip()


def _meant(escaped: re.Match[str]) -> str:
    return "\n" if escaped[1] == "n" else escaped[1]


def format_of_text(text: str) -> str:
    """Return the format that a text says it has, in small letters, or an empty string."""
    named = _FORMAT.match(text)
    return named[1].lower() if named else ""


def escaped(text: str, *, is_typed: bool = False) -> str:
    """Return a text as GIFT writes it, on one line; a share or format it begins with stays text.

    What ``is_typed`` as an answer is nobody's Markdown.
    """
    lines = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    spelt = lines if is_typed else spelt_for_markdown(lines)
    written = _SPECIAL.sub(r"\\\g<0>", spelt).replace("\n", r"\n")
    return f"[markdown]{written}" if _FORMAT.match(written) else written


def weighed(sign: str, share: float | None, text: str, *, is_typed: bool = False) -> str:
    """Return an answer with its sign and its share, where one is to be said."""
    written = escaped(text, is_typed=is_typed)
    if share is None and written.startswith("%"):
        share = float(sign == "=")
    return f"{sign}{written}" if share is None else f"{sign}%{percent(share)}%{written}"
