"""A Word file as lines: its paragraphs with the numbers Word gives them, and the rows of tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from lxml.etree import _Element

from questions.interchange.written.lines import LONGEST, Line, find_kind, tidy
from questions.interchange.written.numbering import Numbering, W, value
from questions.interchange.written.objects import told, told_of_link
from questions.interchange.written.runs import Piece, Styles, pieces_of
from questions.interchange.written.showing import Pictures
from questions.media.album import Album
from questions.reading.packed import Packed

Show = Callable[[_Element, Callable[[str], None]], str]

_DOCUMENT = "word/document.xml"
_COMMENT = "%"
_ANOTHER = "a file inside this one was left out: open this in Word and save it anew"
_OPTIONS = ("option", "check", "radio", "truth", "bullet", "question", "named")
_IN_KEY = re.compile(r"\(?\d{1,4}[.):]?( [A-Za-z](, ?[A-Za-z])*| true| false)+", re.I)
_DEEPEST = 20  # tables inside one another


class Paragraphs:
    """The lines of a document, and what of it was left out."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        show: Show,
        targets: Mapping[str, str] | None = None,
    ) -> None:
        self.lost: list[tuple[int, str]] = []  # by paragraph
        self._styles = styles
        self._numbering = numbering
        self._show = show
        self._targets = targets or {}
        self._number = 0

    def lines_in(self, body: _Element, depth: int = 0) -> Iterator[Line]:
        """Yield the lines of a document or of a cell."""
        for child in body if depth < _DEEPEST else ():
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                for row in child.iterfind(f"{W}tr"):
                    yield from self._row(row, depth + 1)
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
                yield from self.lines_in(child, depth + 1)
            elif child.tag in (f"{W}altChunk", f"{W}subDoc"):
                self.lost.append((self._number, _ANOTHER))

    def _paragraph(self, paragraph: _Element) -> Iterator[Line]:
        self._number += 1
        pieces = [self._shown(piece) for piece in pieces_of(paragraph, self._styles)]
        seen = [piece for piece in pieces if not piece.is_hidden]
        for lost in dict.fromkeys(piece.lost for piece in seen if piece.lost):
            self.lost.append((self._number, told(lost)))
        self._tell_links(seen)
        shown = seen
        if "".join(piece.text for piece in pieces).lstrip().startswith(_COMMENT):
            shown = pieces
        label = self._label(paragraph)
        if not any(piece.text.strip() for piece in shown):
            return
        if label:
            shown = [Piece(f"{label} "), *shown]
        text, marks = _marked_up(shown)
        yield from self._lines(text, marks, self._indent(paragraph))

    def _tell_links(self, pieces: list[Piece]) -> None:
        said = "".join(piece.text for piece in pieces)
        for link in dict.fromkeys(piece.link for piece in pieces if piece.link):
            address = self._targets.get(link, link)
            is_address = re.search(r"[.:/]", address) is not None  # else of a relation that is lost
            if is_address and re.sub(r"^https?://|^mailto:|/$", "", address) not in said:
                self.lost.append((self._number, told_of_link(address)))

    def _lines(self, text: str, marks: frozenset[str], indent: int) -> Iterator[Line]:
        is_apart = True
        for place, line in enumerate(text.split("\n")):
            if bare := line.strip():
                deep = indent if place == 0 else 1
                yield Line(self._number, bare[:LONGEST], deep, is_apart, marks)
            is_apart = not bare

    def _shown(self, piece: Piece) -> Piece:
        """Return a piece, a drawing with what stands in a text for what it shows."""
        if piece.drawing is None or piece.is_hidden:
            return piece

        def note(what: str) -> None:
            self.lost.append((self._number, what))

        return replace(piece, text=self._show(piece.drawing, note))

    def _indent(self, paragraph: _Element) -> int:
        for indent in self._styles.settings(paragraph, "ind"):
            left = indent.get(f"{W}left") or indent.get(f"{W}start") or "0"
            return int(left not in ("0", ""))
        return 0

    def _label(self, paragraph: _Element) -> str:
        """Return the number or letter that Word shows before a paragraph."""
        number, depth = "", ""
        for found in self._styles.settings(paragraph, "numPr"):
            number = number or value(found, "numId")
            depth = depth or value(found, "ilvl")
        if number in ("", "0"):
            return ""
        return self._numbering.label(number, int(depth) if depth.isdigit() else 0)

    def _row(self, row: _Element, depth: int) -> Iterator[Line]:
        cells = [list(self.lines_in(cell, depth)) for cell in row.iterfind(f"{W}tc")]
        filled = [cell for cell in cells if cell]
        if len(filled) < 2 or any(_begins(line) for cell in filled for line in cell[:1]):
            yield from (line for cell in filled for line in cell)
            return
        first = filled[0][0]
        texts = [" ".join(line.text for line in cell) for cell in filled]
        key = " ".join(texts)
        is_mark = find_kind(texts[0]) is not None  # a number or a letter in a cell of its own
        is_key = is_mark or _IN_KEY.fullmatch(key) is not None
        if not is_key:
            said = "the row of a table was turned into a line of text"
            self.lost.append((first.number, said))
        text = key if is_key else " | ".join(texts)
        yield Line(first.number, text[:LONGEST], is_apart=True)


def _begins(line: Line) -> bool:
    found = find_kind(tidy(line.text))
    return found is not None and found.kind in _OPTIONS and bool(found.text)


def lines_in(packed: Packed, album: Album) -> tuple[list[Line], list[tuple[int, str]]]:
    """Return the lines of a document, and what of it was left out; what it shows goes in an album.

    Raises UnreadableError, and KeyError where it is no document.
    """
    body = packed.tree(_DOCUMENT).find(f"{W}body")
    styles = Styles(_tree(packed, "word/styles.xml"))
    numbering = Numbering(_tree(packed, "word/numbering.xml"))
    pictures = Pictures(packed, album)
    paragraphs = Paragraphs(styles, numbering, pictures.shown_in, pictures.targets)
    lines = list(paragraphs.lines_in(body)) if body is not None else []
    return lines, paragraphs.lost


def _tree(packed: Packed, name: str) -> _Element | None:
    try:
        return packed.tree(name)
    except KeyError:
        return None


_SIGNS = {"bold": "**", "italic": "*", "struck": "~~"}


def _marked_up(pieces: list[Piece]) -> tuple[str, frozenset[str]]:
    """Return the text of a paragraph in Markdown, and how all of it is set.

    What marks its beginning does not count, and what sets all of it is no markup.
    """
    plain = "".join(piece.text for piece in pieces)
    found = find_kind(plain.strip())
    begin = len(plain.rstrip()) - len(found.text.rstrip()) if found else 0
    head, tail = plain[:begin], list(_after(pieces, begin))
    saying = [piece for piece in tail if piece.text.strip() and piece.drawing is None]
    marks = frozenset.intersection(*(piece.marks for piece in saying)) if saying else frozenset()
    text = "".join(
        _signed("".join(piece.text for piece in group), signs)
        for signs, group in groupby(tail, lambda piece: _signs(piece, marks))
    )
    return head + text, marks - {"italic", "struck"}


def _after(pieces: Iterable[Piece], begin: int) -> Iterator[Piece]:
    for piece in pieces:
        if begin < len(piece.text):
            yield replace(piece, text=piece.text[begin:])
        begin = max(0, begin - len(piece.text))


def _signs(piece: Piece, marks: frozenset[str]) -> str:
    if piece.drawing is not None:
        return ""
    return "".join(sign for mark, sign in _SIGNS.items() if mark in piece.marks - marks)


def _signed(text: str, signs: str) -> str:
    bare = text.strip()
    if not signs or not bare or "\n" in bare:
        return text
    before, _bare, after = text.partition(bare)
    return f"{before}{signs}{bare}{signs[::-1]}{after}"
