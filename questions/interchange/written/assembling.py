"""From lines to questions as they are written, and the key at the end of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from questions.interchange.format import Problem
from questions.interchange.written.blocks import Block, Part, worth
from questions.interchange.written.lines import (
    Found,
    Line,
    find_kind,
    in_bold,
    parts_of,
    shortened,
    tidy,
    unescaped,
)

_BESIDE = "recite:"
_WORTH = re.compile(r" ?[(\[](\d{1,3}(?:\.\d{1,2})? ?(?:points?|pts?\.?|marks?))[)\]]$", re.I)
_KEYED = re.compile(
    r"\(?(\d{1,4})(?: ?[.):=–-] ?| )((?:[A-Z](?: ?[,&/] ?[A-Z])*|true|false)(?![\w'’]))[\s;,.|]*",
    re.I,
)
_KEYED_ALONE = re.compile(r"\(?(\d{1,4}) ?[.):=–-]\s*(\S.*)", re.S)
_LONGEST_SHOWN = 60
# As test makers write keys: “1. ANS: B PTS: 1”, each kind under a heading.
_ANSWER = re.compile(r"^(\(?\d{1,4} ?[.):]?) ?ans(?:wer)? ?[.:=] ?", re.I)
_TRAILER = r"(?:PTS|DIF|REF|OBJ|NAT|STA|LOC|TOP|KEY|MSC|NOT) ?:.*"
_TRAILED = re.compile(rf"\s{_TRAILER}", re.S)
_ASIDE = re.compile(
    rf"{_TRAILER}|(?:multiple (?:choice|response)|(?:modified )?true ?(?:/|or) ?false|completion"
    r"|matching|short answer|numeric response) ?:?",
    re.I,
)
_LISTED = re.compile(r"\(?(\d{1,4})[.):] ?(?:[A-Z](?: ?[,&/] ?[A-Z])*|true|false)\.?", re.I)


@dataclass
class Assembled:
    """What stands in some lines: questions as they are written, their key, and problems."""

    blocks: list[Block] = field(default_factory=list)
    key: dict[str, list[Part]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class Assembler:
    """Takes line by line, and puts each where it belongs."""

    def __init__(self, unit: str = "line", meant: Callable[[str], str] = str) -> None:
        self.made = Assembled()
        self._unit = unit
        self._meant = meant
        self._ahead: list[str] = []  # what is said before the number of a question
        self._first: Line | None = None  # of what stands before the first question
        self._in_key = False
        self._in_notes = False  # points or notes were in the key
        self._in_comment = False

    @property
    def _block(self) -> Block | None:
        return self.made.blocks[-1] if self.made.blocks else None

    def take_all(self, lines: Iterable[Line]) -> Assembled:
        """Return what stands in the lines."""
        lines = list(lines)
        listed = _list_at_the_end(lines)
        for line in lines:
            if line is listed:
                self._in_key |= _numbered(line) in {block.number for block in self.made.blocks}
            self._take(line)
        if self._first is not None:
            said = f"what stands before the first question was left out: “{shortened(self._first)}”"
            self.made.problems.insert(0, Problem(self._at(self._first), said))
        return self.made

    def _at(self, line: Line) -> str:
        return f"{self._unit} {line.number}"

    def _take(self, line: Line) -> None:
        if self._in_comment:
            self._in_comment = line.text != "END_COMMENT"
            return
        line, found = _looked_at(line)
        kind = found.kind if found else ""
        if kind == "begin" and line.text == "COMMENT":
            self._in_comment = True
        elif kind == "comment" and found:
            self._hear(line, found.text)
        elif self._in_key:
            self._key(line, line.text)
        elif kind in ("question", "named") and found:
            self._begin(line, found)
        elif kind == "heading" and found and self.made.blocks:
            self._in_key = True
            self._key(line, found.text)
        else:
            self._in_question(line, found)

    def _in_question(self, line: Line, found: Found | None) -> None:
        kind = found.kind if found else ""
        if kind == "title" and found:
            self._ahead.append("its title, or a text before it, was left out")
        elif kind == "group" and found:
            self._ahead.append("that it is drawn from a group was left out")
        elif kind == "points" and found and (self._block is None or line.is_apart):
            self._ahead.append(worth(found.text))
        elif self._block is None:
            self._first = self._first or line
        else:
            self._say(self._block, line, found)

    def _say(self, block: Block, line: Line, found: Found | None) -> None:
        block.said.append(" ".join(line.text.split()))
        parts = parts_of(line.text) if found and found.kind == "option" else []
        if len(parts) > 1:
            for part in parts:
                block.take(replace(line, text=part), find_kind(part))
        else:
            block.take(line, found)

    def _begin(self, line: Line, found: Found) -> None:
        stem = Part(line.number)
        block = Block(line.number, str(int(found.mark)), stem, into=stem)
        block.unit, block.notes = self._unit, list(dict.fromkeys(self._ahead))
        block.meant = self._meant
        self._ahead = []
        self.made.blocks.append(block)
        block.said.append(" ".join(found.text.split()))
        text = found.text
        if counts := _WORTH.search(text[-_LONGEST_SHOWN:]):
            block.note(worth(counts[1]))
            text = text[: -len(counts[0])].rstrip()
        if text:
            stem.lines.append(unescaped(text))

    def _hear(self, line: Line, comment: str) -> None:
        """Keep what a comment says that we wrote."""
        if not comment.startswith(_BESIDE) or self._block is None:
            return
        try:
            beside = json.loads(comment.removeprefix(_BESIDE))
        except (ValueError, RecursionError):
            said = "What stands after “recite:” is not whole."
            self.made.problems.append(Problem(self._at(line), said))
            return
        self._block.beside = beside if isinstance(beside, dict) else {}

    def _key(self, line: Line, text: str) -> None:
        """Keep what a line of the key at the end says."""
        if _TRAILED.search(f" {text}") and not self._in_notes:
            self._in_notes = True
            said = "in the key at the end, points and notes beside the answers were left out"
            self.made.problems.append(Problem(self._at(line), said))
        text = _keyed(text)
        if not text or _ASIDE.fullmatch(text):
            return
        entries = list(_KEYED.finditer(text))
        if entries and "".join(entry[0] for entry in entries) == text:
            for entry in entries:
                self._keep(entry[1], Part(line.number, [entry[2]]))
        elif alone := _KEYED_ALONE.fullmatch(text):
            self._keep(alone[1], Part(line.number, [alone[2]]))
        else:
            shown = shortened(line)
            said = f"in the key at the end, this names no question and its answer: “{shown}”"
            self.made.problems.append(Problem(self._at(line), said))

    def _keep(self, number: str, value: Part) -> None:
        self.made.key.setdefault(str(int(number)), []).append(value)


def _list_at_the_end(lines: list[Line]) -> Line | None:
    """Return the first of the last lines that name a number and a letter each, and no more."""
    first = None
    for line in reversed(lines):
        if not _LISTED.fullmatch(_keyed(line.text)) and not _ASIDE.fullmatch(line.text):
            break
        first = line if _LISTED.fullmatch(_keyed(line.text)) else first
    return first


def _numbered(line: Line) -> str:
    found = _LISTED.match(_keyed(line.text))
    return str(int(found[1])) if found else ""


def _keyed(text: str) -> str:
    """Return a line of a key without what test makers write around a number and its answer."""
    return _TRAILED.sub("", _ANSWER.sub(r"\1 ", text.strip())).strip()


def _looked_at(line: Line) -> tuple[Line, Found | None]:
    """Return a line without signs of Markdown around its beginning, and what kind it is."""
    text = tidy(line.text)
    inside = in_bold(text)
    if inside is not None and (found := find_kind(inside)):
        return replace(line, text=inside, marks=line.marks | {"bold"}), found
    return line if text == line.text else replace(line, text=text), find_kind(text)
