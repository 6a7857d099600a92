"""A question as it is written: its lines, put where they belong, and what is in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from questions.interchange.written.lines import Found, Line, in_list, shortened, unescaped

_MARKS = "xX*✓☑☒"


@dataclass
class Part:
    """Some lines of a text, and where they begin."""

    line: int
    lines: list[str] = field(default_factory=list)

    def add(self, line: Line) -> None:
        """Add a line, after an empty one where one stands before it."""
        if line.is_apart and self.lines:
            self.lines.append("")
        self.lines.append(unescaped(line.text))

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines).strip()


@dataclass
class Choosable(Part):
    """An option: its lines, whether it is marked as right, and what is said to it."""

    is_right: bool = False
    marks: frozenset[str] = frozenset()
    told: Part | None = None


@dataclass
class Block:
    """What is written of one question."""

    line: int
    number: str
    stem: Part
    shape: str = ""  # what its options are marked by
    options: list[Choosable] = field(default_factory=list)
    answers: list[Part] = field(default_factory=list)
    numbers: list[Part] = field(default_factory=list)
    typed: list[Part] = field(default_factory=list)
    pairs: list[Part] | None = None
    items: list[Part] | None = None
    back: Part | None = None
    told: list[Part] = field(default_factory=list)
    sources: list[Part] = field(default_factory=list)
    hints: list[Part] = field(default_factory=list)
    tags: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    strays: list[tuple[int, str]] = field(default_factory=list)  # lines that belong to nothing
    troubles: list[str] = field(default_factory=list)
    beside: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)  # every line of it
    into: Part | None = None  # what the next line carries on
    is_closed: bool = False  # an answer or an explanation stands below it
    unit: str = "line"
    meant: Callable[[str], str] = str  # what makes Markdown of its texts

    def take(self, line: Line, found: Found | None) -> None:
        """Put a line where it belongs."""
        place = _PLACES.get(found.kind) if found else None
        if self._lists() and (found is None or place is None):
            self._list(line)
        elif found is None or place is None:
            self._carry_on(line)
        else:
            place(self, line, found)

    def note(self, what: str) -> None:
        """Keep what was left out, once."""
        if what not in self.notes:
            self.notes.append(what)

    def _lists(self) -> bool:
        return self.into is None and (self.pairs is not None or self.items is not None)

    def _list(self, line: Line) -> None:
        inside = self.items if self.items is not None else self.pairs
        text = in_list(line.text)
        if inside is not None:
            if line.indent > 1 and inside and text is None:
                inside[-1].add(line)
            else:
                said = line.text.strip() if text is None else text
                inside.append(Part(line.number, [unescaped(said)]))

    def _carry_on(self, line: Line) -> None:
        """Take a line that begins nothing for the next of what is above it."""
        into = self.into
        if into is None or (line.is_apart and into is not self.stem and line.indent < 1):
            self.into = None
            said = f"this belongs to no question, and was left out: “{shortened(line)}”"
            self.strays.append((line.number, said))
        elif self._tells(into) and (text := in_list(line.text)) is not None:
            self._aside(line, Found("minus", "", text))
        else:
            into.add(line)

    def _tells(self, part: Part) -> bool:
        return bool(self.told) and part is self.told[-1] and not self.is_closed

    def _begin(self, line: Line, text: str, parts: list[Part] | None = None) -> None:
        part = Part(line.number, [unescaped(text)] if text else [])
        if parts is not None:
            parts.append(part)
        self.into = part

    def _option(self, line: Line, found: Found) -> None:
        mark, letter = found.mark, found.mark.strip("* ").lower()
        if found.kind == "option":
            due = chr(ord("a") + len(self.options))
            if not self.options and letter != due:
                self._carry_on(line)
                return
            if letter != due:
                self._trouble(line, f"is lettered {letter.upper()}, and {due.upper()} is next.")
        if self.shape not in ("", found.kind):
            self._trouble(line, "is marked unlike the others.")
        if self.is_closed:
            said = "stands after the answer or the explanation: it may belong to another question."
            self._trouble(line, said)
        self.shape = self.shape or found.kind
        text, is_right = _marked(found.text.strip())
        is_right |= any(sign in _MARKS for sign in mark) if found.kind != "option" else "*" in mark
        option = Choosable(line.number, [unescaped(text)] if text else [], is_right, line.marks)
        self.options.append(option)
        self.into = option

    def _trouble(self, line: Line, said: str) -> None:
        self.troubles.append(f"The option in {self.unit} {line.number} {said}")

    def _answer(self, line: Line, found: Found) -> None:
        self._close(line, found.text, self.answers)

    def _close(self, line: Line, text: str, parts: list[Part]) -> None:
        self._begin(line, text, parts)
        self.is_closed = True

    def _number(self, line: Line, found: Found) -> None:
        self._close(line, found.text, self.numbers)

    def _typed(self, line: Line, found: Found) -> None:
        if self.options:
            self._carry_on(line)
        else:
            self._close(line, found.text, self.typed)

    def _told(self, line: Line, found: Found) -> None:
        self._close(line, found.text, self.told)

    def _after(self, line: Line, found: Found) -> None:
        if not self.options:
            self._begin(line, found.text, self.told)
            return
        self._begin(line, found.text)
        self.options[-1].told = self.into

    def _aside(self, line: Line, found: Found) -> None:
        self._begin(line, found.text)
        self.note("what is said to every right or every wrong answer was left out")

    def _hint(self, line: Line, found: Found) -> None:
        self._begin(line, found.text, self.hints)

    def _tag(self, line: Line, found: Found) -> None:
        self._begin(line, found.text, self.tags)

    def _source(self, line: Line, found: Found) -> None:
        self._begin(line, found.text, self.sources)

    def _back(self, line: Line, found: Found) -> None:
        self._begin(line, found.text)
        self.back = self.into

    def _pairs(self, _line: Line, _found: Found) -> None:
        self.pairs, self.into = self.pairs or [], None

    def _items(self, _line: Line, _found: Found) -> None:
        self.items, self.into = self.items or [], None

    def _rule(self, line: Line, found: Found) -> None:
        if found.text.startswith("^"):
            self.troubles.append("A file is to be handed in, which is not asked here.")
        del line

    def _points(self, _line: Line, found: Found) -> None:
        self.note(worth(found.text))


def worth(points: str) -> str:
    """Return what is said of how much a question counts."""
    return f"that it counts {points.strip()[:20]} was left out: each quiz says so"


def _marked(text: str) -> tuple[str, bool]:
    """Return an option without the sign after or before it that it is right, and whether it is."""
    for sign in (" *", "\t*", "✓", "✔", "(correct)", "[correct]", "(Correct)"):
        if text.endswith(sign) and text != sign:
            return text.removesuffix(sign).rstrip(), True
    if text.startswith("* ") and text.strip("* "):
        return text[2:].strip(), True
    return text, False


_PLACES = {
    "check": Block._option,
    "radio": Block._option,
    "option": Block._option,
    "truth": Block._option,
    "bullet": Block._option,
    "answer": Block._answer,
    "number": Block._number,
    "typed": Block._typed,
    "told": Block._told,
    "after": Block._after,
    "plus": Block._aside,
    "hint": Block._hint,
    "tags": Block._tag,
    "source": Block._source,
    "back": Block._back,
    "pairs": Block._pairs,
    "order": Block._items,
    "rule": Block._rule,
    "points": Block._points,
}
