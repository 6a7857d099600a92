"""Markdown: turned into plain text once, which is then the document's; and what its marks say.

Emphasis, links, code marks, notes and HTML go; headings, items and rows get lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from questions.documents import Document, PassageKind
from questions.reading.canonical import canonical
from questions.reading.origin import Origin, moment, tongue
from questions.reading.parts import Part, lay_out
from questions.reading.passages import TooManyPassagesError, check_lines

# How deep marks may stand in one another: within a line it multiplies the time that brackets
# take, and below the deepest block nothing is read.
_blocks = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable("inline")
_lines = MarkdownIt("commonmark", {"maxNesting": 10}).enable("strikethrough")
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(?:[\w-]+:.*\n|[ \t#-].*\n){1,200}?---[ \t]*(?:\n|$)")
_NAMED = re.compile(r"^(\w+):[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE)
_NOTE = re.compile(r"\[\^[^\]\s]{1,40}\](?:: ?)?")
_HIDDEN = re.compile(
    r"<(script|style|del|s|strike)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.I
)
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
# What stands between these is not seen, or struck out.
_GONE = re.compile(r"<(/)?(?:script|style|del|s|strike)\b", re.IGNORECASE)
_TASK = re.compile(r"\A\[[ xX]\]\s+(?=\S)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HALF = re.compile(r"[\ud800-\udfff]")
_MARKED = re.compile(r"[\\`*_~\[\]!<&]| \n")  # whatever else stands in a line stands for itself
_CELLS = " | "
# What is read at most for each passage that is wanted at most: blocks, tokens (a table has
# many) and marks. What needs more is no text, and takes many seconds.
_BLOCKS, _TOKENS, _MARKS = 2, 40, 12
_COUNTED = frozenset(
    "paragraph_open heading_open list_item_open fence code_block html_block tr_open hr".split()
)
_MOST, _SEEN, _BLOCKS_SEEN = "most", "seen", "blocks seen"  # kept among the references


def _count(state: StateBlock, _start: int, _end: int, silent: bool) -> bool:
    """Count the blocks as they are read; raises TooManyPassagesError."""
    most = state.env.get(_MOST)
    if most is not None and not silent:
        seen = state.env.get(_SEEN, 0)
        blocks = sum(token.type in _COUNTED for token in state.tokens[seen:])
        state.env[_SEEN] = len(state.tokens)
        state.env[_BLOCKS_SEEN] = state.env.get(_BLOCKS_SEEN, 0) + blocks
        if state.env[_BLOCKS_SEEN] > _BLOCKS * most or len(state.tokens) > _TOKENS * most:
            raise TooManyPassagesError
    return False


_blocks.block.ruler.before("table", "count", _count)
for _parser in (_blocks, _lines):
    _parser.render("ready")  # its rules are sorted now, and not while two threads read by it


@dataclass
class _Walk:
    """Where the reader stands among the marks."""

    parts: list[Part] = field(default_factory=list)
    lists: list[Iterator[str]] = field(default_factory=list)
    mark: str = ""
    quotes: int = 0
    cells: list[str] | None = None
    is_heading: bool = False
    references: dict[str, object] = field(default_factory=dict)

    def take(self, token: Token) -> None:
        """Take the next token in."""
        match token.type:
            case "blockquote_open" | "blockquote_close":
                self.quotes += token.nesting
            case "bullet_list_open" | "ordered_list_open":
                self.lists.append(_marks(token))
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                self.mark = next(self.lists[-1])
            case "list_item_close":
                self.mark = ""
            case "heading_open" | "heading_close":
                self.is_heading = token.nesting == 1
            case _:
                self._take_text(token)

    def _take_text(self, token: Token) -> None:
        match token.type:
            case "tr_open":
                self.cells = []
            case "tr_close":
                self._add(PassageKind.ROW, _CELLS.join(self.cells or ()))
                self.cells = None
            case "inline" if self.cells is not None:
                self.cells.append(" ".join(self._inline(token.content).split()))
            case "inline":
                self._add(self._kind(), self._inline(token.content))
            case "fence" | "code_block":
                self._add(PassageKind.CODE, token.content)
            case "html_block":
                self._add(self._kind(), unescape(_TAG.sub("", _HIDDEN.sub("", token.content))))

    def _inline(self, content: str) -> str:
        if not _MARKED.search(content):
            return " ".join(content.split())
        [parsed] = _lines.parseInline(content, self.references)
        return _plain(parsed.children or ())

    def _kind(self) -> PassageKind | None:
        if self.quotes:
            return PassageKind.QUOTATION
        if self.is_heading:
            return PassageKind.HEADING
        return PassageKind.ITEM if self.lists else None

    def _add(self, kind: PassageKind | None, text: str) -> None:
        text = re.sub(r"\n\s*\n", "\n", text).strip()
        if text:
            if kind is PassageKind.ITEM:
                text = _TASK.sub("", text)
            self.parts.append(Part(kind, text, len(self.lists), self.mark))
            self.mark = ""


def read(source: str, most: int | None = None) -> Document:
    """Return the plain text of ``source`` with its passages.

    A source without any text gives a document without passages. Raises TooManyPassagesError as
    soon as there are more than ``most``.
    """
    walk = _Walk()
    check_lines(source, most)
    if most is not None:
        _check_marks(source, most)
        walk.references[_MOST] = most
    source = _HALF.sub("\ufffd", canonical(source))
    for token in _blocks.parse(_FRONT_MATTER.sub("", source, count=1), walk.references):
        walk.take(token)
    return lay_out(walk.parts, most)


def origin(source: str) -> Origin:
    """Return what the lines between dashes at the head of ``source`` say of where it is from."""
    found = _FRONT_MATTER.match(canonical(source))
    said = dict(_NAMED.findall(found[0])) if found else {}
    return Origin(
        title=said.get("title", ""),
        publisher=said.get("publisher", ""),
        author=said.get("author", ""),
        published=moment(said.get("date", "")),
        language=tongue(said.get("lang", "") or said.get("language", "")),
    )


def _check_marks(source: str, most: int) -> None:
    if sum(1 for _mark in _MARKED.finditer(source)) > _MARKS * most:
        raise TooManyPassagesError


def _marks(opening: Token) -> Iterator[str]:
    """Yield what stands before each item of a list."""
    number = int(opening.attrGet("start") or 1)
    while True:
        yield f"{number}. " if opening.type == "ordered_list_open" else "- "
        number += 1


def _plain(children: Iterable[Token]) -> str:
    hidden = 0
    text = ""
    for token in children:
        if token.type == "html_inline" and (tag := _GONE.match(token.content)):
            hidden += -1 if tag[1] else 1
        if token.type in {"s_open", "s_close"}:
            hidden += token.nesting
        text += _spoken(token) if hidden < 1 else ""
    return "\n".join(" ".join(line.split()) for line in _NOTE.sub("", text).split("\n"))


def _spoken(token: Token) -> str:
    """Return what a piece of a line says; pictures say nothing."""
    match token.type:
        case "text" | "text_special" | "code_inline":
            return token.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "html_inline" if _BREAK.fullmatch(token.content):
            return "\n"
        case _:
            return ""
