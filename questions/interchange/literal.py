"""Texts that are nobody's Markdown, as Markdown that reads like them: ``5*3*2`` keeps its stars.

Formulas stay formulas, and gaps gaps. Signs that mean nothing where they stand stay bare.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from string import punctuation
from typing import Any

from questions.formulas.finding import formulas_in

_SIGNS = "*_`\\]<&~#>"
# While HTML is turned, what its texts say is held apart from the marks that are put around them:
# by characters that no text has.
_HELD = {ord(sign): chr(0xFDD0 + number) for number, sign in enumerate(_SIGNS)}
_MEANT = {ord(held): chr(sign) for sign, held in _HELD.items()}
_ANY = re.compile("|".join(f"{held}+" for held in _HELD.values()))  # one sign, or more of it
_IN_PAIRS = "*_`"  # that mean nothing alone
_GAP = 3  # so many underscores are one, whatever is on either side
_STRIKES = 2  # so many tildes strike out
# Addresses, and signs by their names.
_WHOLE = re.compile(r"<[a-z][^\s<>]*[:@][^\s<>]*>|&(?:#\d+|#x[0-9a-f]+|\w+);", re.I)


def hold(text: str) -> str:
    """Return a text with its signs held apart from Markdown's."""
    return text.translate(_HELD)


def settled(text: str) -> str:
    """Return Markdown in which what is held reads as it stands."""
    if _ANY.search(text) is None:
        return text
    meant = text.translate(_MEANT)
    alone = {sign for sign in _IN_PAIRS if meant.count(sign) == 1}
    parts, at = [], 0
    for formula in (*formulas_in(meant), None):
        end = len(text) if formula is None else formula.start
        for found in _ANY.finditer(text, at, end):
            bare = found[0].translate(_MEANT)
            has_meaning = bare not in alone and _has_meaning(meant, found.start(), found.end())
            parts += [
                text[at : found.start()],
                *(f"\\{sign}" if has_meaning else sign for sign in bare),
            ]
            at = found.end()
        parts.append(text[at:end])
        if formula is not None:
            parts.append(meant[formula.start : formula.end])
            at = formula.end
    return "".join(parts)


def literal(text: str) -> str:
    """Return Markdown that reads as the text stands."""
    return settled(hold(text))


def shown_by(interaction: dict[str, Any], shown: Callable[[str], str]) -> dict[str, Any]:
    """Return what spells an interaction, its texts as they are shown; what is typed stays bare."""
    match interaction["kind"]:
        case "choice":
            options = [_option(each, shown) for each in interaction["options"]]
            return {**interaction, "options": options}
        case "match":
            pairs = [(shown(left), shown(right)) for left, right in interaction["pairs"]]
            others = [shown(text) for text in interaction["distractors"]]
            return {**interaction, "pairs": pairs, "distractors": others}
        case "order":
            return {**interaction, "items": [shown(text) for text in interaction["items"]]}
        case "recall":
            return {**interaction, "back": shown(interaction["back"])}
        case _:
            return interaction


def _option(option: dict[str, Any], shown: Callable[[str], str]) -> dict[str, Any]:
    return option | {name: shown(option[name]) for name in ("text", "feedback") if name in option}


def _has_meaning(text: str, start: int, end: int) -> bool:
    """Return whether Markdown takes a run of one sign for more than itself, by what is beside."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    match text[start]:
        case "\\":
            return end - start > 1 or after == "\n" or (after != "" and after in punctuation)
        case "<" | "&":
            return _WHOLE.match(text, end - 1) is not None
        case "#" | ">" as sign:
            return _is_first(text, start) and (sign == ">" or not after.strip())
        case "_" if end - start >= _GAP or (before.isalnum() and after.isalnum()):
            return False
        case "_" | "*":
            return bool(before.strip() or after.strip())
        case sign:
            return sign == "`" or _strikes_or_links(sign, end - start, after)


def _strikes_or_links(sign: str, count: int, after: str) -> bool:
    return count >= _STRIKES if sign == "~" else after in ("(", ":")


def _is_first(text: str, place: int) -> bool:
    return not text[text.rfind("\n", 0, place) + 1 : place].strip()
