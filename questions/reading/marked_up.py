"""Parts out of a tree of elements: of a web page, of a chapter, or of a text document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from questions.documents import PassageKind
from questions.reading.parts import Part

_SKIPPED = frozenset(
    """script style head template noscript del s strike svg nav button select textarea iframe
    object rt rp graphic img""".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 head".split())
_LISTS = frozenset("ul ol list menu".split())
_ITEMS = frozenset("li item dt dd".split())
_ROWS = frozenset(("tr", "row"))
_CELLS = frozenset(("td", "th", "cell"))
_QUOTES = frozenset(("blockquote", "quote"))
_BREAKS = frozenset(("br", "lb"))
_BLOCKS = frozenset(
    """p div section article main header footer figure figcaption address hr body aside details
    summary caption center dl table tbody thead tfoot doc pre form fieldset legend html""".split()
)
_APART = _HEADINGS | _LISTS | _ITEMS | _ROWS | _QUOTES | _BLOCKS
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_REFERENCE = re.compile(r"\s*[\[(]?(?:\d{1,3}|[a-z]|[*†‡§]{1,3})[\])]?\s*")
_BACK = re.compile(r"[\s↑↩︎^⏎#¶§\ufe0e]+|\s*\[?back\]?\s*", re.IGNORECASE)
_NOTES = re.compile(r"\b(?:foot|end|rear)notes?\b|doc-(?:foot|end)notes?\b")
_NOTE_ID = re.compile(r"(?:sd)?(?:foot|end)note-?\d+$|fn\d+$")
_UNSEEN = re.compile("[\ufeff\u00ad\u200b\x00-\x08\x0e-\x1f\ue000\ue001]")
_PAGE = re.compile("\ue000(.*?)\ue001", re.DOTALL)
_TYPE = "{http://www.idpf.org/2007/ops}type"
_CELL_GAP = " | "
_LONGEST_CELL = 500


@dataclass(slots=True)
class _Where:
    """What surrounds the text that is being read."""

    depth: int = 0
    quotes: int = 0
    is_heading: bool = False
    is_note: bool = False
    is_kept: bool = False
    mark: str = ""


@dataclass
class Walk:
    """Gathers the parts of one tree after another."""

    parts: list[Part] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _where: _Where = field(default_factory=_Where)
    _pages: list[str] = field(default_factory=list)

    def take(self, element: _Element) -> list[Part]:
        """Take one tree in, and return its parts."""
        self.add(element)
        return self.finish()

    def add(self, element: _Element) -> None:
        """Take a tree in."""
        self._take(element)
        self._flush()

    def finish(self) -> list[Part]:
        """Return the parts of all trees, notes last."""
        if not any(part.kind is PassageKind.HEADING for part in self.parts):
            for part in self.parts:
                part.kind = None if part.kind is PassageKind.SENTENCE else part.kind
        return sorted(self.parts, key=lambda part: part.is_note)

    def _take(self, element: _Element) -> None:
        tag = local(element)
        if not tag or tag in _SKIPPED or _is_hidden(element) or _is_reference(element):
            return
        if self._where.is_note and tag == "a" and _REFERENCE.fullmatch(inner(element)):
            return
        if tag in _APART or _is_note(element):
            self._flush()
            self._take_apart(tag, element)
            self._flush()
            return
        if tag in _BREAKS:
            self._text.append("\n")
        elif label := _page(element):
            self._text.append(f"\ue000{label}\ue001")
            return
        self._inside(element)

    def _take_apart(self, tag: str, element: _Element) -> None:
        if tag in _ROWS:
            self._row(element)
            return
        before = self._where
        self._where = self._entered(tag, element)
        if tag in _LISTS:
            self._items(tag, element)
        else:
            self._inside(element)
            self._flush()
        before.mark = "" if tag in _ITEMS else before.mark
        self._where = before

    def _entered(self, tag: str, element: _Element) -> _Where:
        where = self._where
        return _Where(
            depth=where.depth + (tag in _LISTS),
            quotes=where.quotes + (tag in _QUOTES),
            is_heading=_is_heading(tag, element),
            is_note=where.is_note or _is_note(element),
            is_kept=tag == "pre",
            mark=where.mark,
        )

    def _items(self, tag: str, element: _Element) -> None:
        number = _number(element.get("start"))
        is_numbered = tag == "ol" or element.get("rend") == "ol"
        for child in element:
            if local(child) in _ITEMS:
                self._where.mark = f"{number}. " if is_numbered else "- "
                number += 1
            self._take(child)

    def _row(self, element: _Element) -> None:
        cells = []
        for cell in element:
            if local(cell) in _CELLS and not _is_hidden(cell):
                cells.append(one_cell(cell))
        if any(len(cell) > _LONGEST_CELL for cell in cells):
            self._inside(element)  # a table that only lays out a page
        elif any(cells):
            self.parts.append(Part(PassageKind.ROW, _CELL_GAP.join(cells).strip(_CELL_GAP)))

    def _inside(self, element: _Element) -> None:
        self._say(element.text)
        for child in element:
            self._take(child)
            self._say(child.tail)

    def _say(self, text: str | None) -> None:
        if text:
            text = _UNSEEN.sub("", text)
            self._text.append(text if self._where.is_kept else re.sub(r"\s+", " ", text))

    def _flush(self) -> None:
        """End a part, if anything was said since the last."""
        text = "".join(self._text)
        self._text.clear()
        if not self._where.is_kept:
            text = "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
        text, pages = _without_pages(text.strip("\n"))
        if not text.strip():
            self._pages += [label for _, label in pages]
            return
        waiting = tuple((0, label) for label in self._pages[-1:])
        self._pages.clear()
        where = self._where
        self.parts.append(
            Part(_kind(where), text, where.depth, where.mark, waiting + pages, where.is_note)
        )
        where.mark = ""


def local(element: _Element) -> str:
    """Return the name of an element without its namespace; nothing for a comment."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def one_cell(element: _Element) -> str:
    """Return the text of an element on one line, without what is hidden in it."""
    return " ".join(_UNSEEN.sub("", "".join(_texts(element))).split())


def _texts(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        tag = local(child)
        if tag and tag not in _SKIPPED and not _is_hidden(child) and not _is_reference(child):
            yield from _texts(child)
            yield " " if tag in _APART or tag in _BREAKS else ""
        yield child.tail or ""


def _kind(where: _Where) -> PassageKind | None:
    if where.is_kept:
        return PassageKind.CODE
    if where.is_heading:
        return PassageKind.HEADING
    if where.depth:
        return PassageKind.ITEM
    return PassageKind.QUOTATION if where.quotes else PassageKind.SENTENCE


def _number(start: str | None) -> int:
    return int(start) if start and start.isdecimal() and len(start) < 7 else 1


def _without_pages(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return ``text`` without the marks where pages begin, and where those were."""
    pages = []
    while found := _PAGE.search(text):
        pages.append((found.start(), found[1]))
        text = text[: found.start()] + text[found.end() :]
    return text, tuple(pages)


def said_of(element: _Element) -> str:
    """Return what an element says that it is, beyond its name."""
    kind = element.get(_TYPE) or element.get("epub:type") or ""
    return f"{kind} {element.get('role', '')}"


def _page(element: _Element) -> str:
    """Return the label of the printed page that begins here, if one does."""
    if "pagebreak" not in said_of(element):
        return ""
    return (element.get("title") or element.get("aria-label") or element.text or "").strip()[:20]


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDING.search(element.get("style", "")))


def _is_note(element: _Element) -> bool:
    if local(element) in {"a", "span", "sup", "body", "html"}:
        return False
    said = f"{said_of(element)} {element.get('class', '')}"
    return bool(_NOTES.search(said) or _NOTE_ID.match(element.get("id", "")))


def _is_reference(element: _Element) -> bool:
    """Return whether an element only points to a note, or back from one."""
    said = said_of(element)
    if "noteref" in said or "backlink" in said:
        return True
    tag = local(element)
    if tag not in {"sup", "a"}:
        return False
    text = inner(element)
    if _REFERENCE.fullmatch(text):
        return any(local(other) == ("a" if tag == "sup" else "sup") for other in element.iter())
    return tag == "a" and bool(_BACK.fullmatch(text))


def inner(element: _Element) -> str:
    """Return all the text in an element, as it stands."""
    return "".join(str(text) for text in element.itertext())


def _is_heading(tag: str, element: _Element) -> bool:
    return tag in _HEADINGS or (tag == "p" and element.get("class") == "title")
