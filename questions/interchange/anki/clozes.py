"""Anki’s gaps: ``{{c1::answer::hint}}``, of which those with one number are asked together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from questions.interchange.shares import NotCarriedError

PLACE = "\ue000"  # of a gap while a text is turned: a character that nobody writes
_SIGNS = re.compile(r"\{\{c(\d{1,3}(?:,\d{1,3}){0,9})::|::|\}\}")
_DEEPEST = 8  # gaps inside one another
Parts = list["str | Gap"]


@dataclass
class Gap:
    """A gap: its numbers, what is in it, and its hint."""

    opening: str
    numbers: frozenset[int]
    inside: Parts = field(default_factory=list)
    hint: str | None = None

    def add(self, text: str) -> None:
        """Put a text where this gap has come to."""
        if self.hint is None:
            self.inside.append(text)
        else:
            self.hint += text

    def as_written(self) -> Iterator[str | Gap]:
        """Yield the parts of one that is never closed, which is no gap."""
        yield self.opening
        yield from self.inside
        if self.hint is not None:
            yield f"::{self.hint}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A text with its gaps: where they are, the answer of each, and the hint of each."""

    text: str
    answers: tuple[str, ...]
    hints: tuple[str, ...]


def parse(written: str) -> Parts:
    """Return the texts and gaps of a field. Raises NotCarriedError."""
    whole = Gap("", frozenset())
    within = [whole]
    at = 0
    for sign in _SIGNS.finditer(written):
        within[-1].add(written[at : sign.start()])
        at = sign.end()
        if sign[1]:
            numbers = frozenset(int(number) for number in sign[1].split(","))
            within.append(Gap(sign[0], numbers))
        elif len(within) == 1 or (sign[0] == "::" and within[-1].hint is not None):
            within[-1].add(sign[0])
        elif sign[0] == "::":
            within[-1].hint = ""
        else:
            gap = within.pop()
            within[-1].inside.append(gap)
        if len(within) > _DEEPEST:
            raise NotCarriedError("Too many gaps stand inside one another. It was left out.")
    within[-1].add(written[at:])
    while len(within) > 1:
        gap = within.pop()
        within[-1].inside.extend(gap.as_written())
    return whole.inside


def ask(parts: Parts, number: int) -> Asked:
    """Return a text as it is asked for the gaps of one number: all others are filled in."""
    answers: list[str] = []
    hints: list[str] = []
    return Asked(_with_gaps(parts, number, answers, hints), tuple(answers), tuple(hints))


def fill_in(parts: Parts) -> str:
    """Return a text with every gap filled in."""
    return "".join(part if isinstance(part, str) else fill_in(part.inside) for part in parts)


def _with_gaps(parts: Parts, number: int, answers: list[str], hints: list[str]) -> str:
    said = []
    for part in parts:
        if isinstance(part, str):
            said.append(part)
        elif number in part.numbers:
            answers.append(fill_in(part.inside))
            hints.append(part.hint or "")
            said.append(f"{PLACE} ({part.hint})" if part.hint else PLACE)
        else:
            said.append(_with_gaps(part.inside, number, answers, hints))
    return "".join(said)
