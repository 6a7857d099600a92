"""Web pages: their main text, without what surrounds it, and what they say of themselves."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import trafilatura
from lxml import html as lxml_html
from lxml.etree import _Element

from questions.documents import PassageKind
from questions.reading.main_text import main_of
from questions.reading.marked_up import Walk, local, one_cell
from questions.reading.origin import Origin, moment, one_line, tongue
from questions.reading.parts import Part
from questions.reading.unreadable import Cause, UnreadableError

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4_000  # bytes
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read(content: bytes) -> tuple[list[Part], Origin]:
    """Return the parts of the main text of a page, and where it comes from."""
    tree = parse(content)
    said = _said(tree)
    title = _heading(tree)
    found: Any = trafilatura.bare_extraction(
        deepcopy(tree), include_comments=False, include_tables=True, with_metadata=True
    )
    parts = Walk().take(main_of(tree, found.body if found is not None else None))
    if not parts:
        raise UnreadableError(
            "has no text of its own. If a browser shows some, print it from there to a PDF.",
            Cause.EMPTY,
        )
    return _titled(parts, title), _origin(said, found, title)


def _heading(tree: _Element) -> str:
    """Return the heading of the page: not that of the whole site, which stands above it."""
    named = one_line(tree.findtext(".//title") or "").casefold()
    for heading in tree.iter("h1"):
        text = one_cell(heading)
        around = {local(element) for element in heading.iterancestors()}
        is_above = around & {"header", "nav"} and not around & {"article", "main"}
        if text and (not is_above or named.startswith(text.casefold())):
            return text
    return ""


def parse(content: bytes) -> _Element:
    """Return the tree of a page, whatever its encoding; nothing is loaded from elsewhere."""
    text = _text(content).encode("utf-8", "surrogatepass")
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    tree = lxml_html.document_fromstring(text, parser=parser) if text.strip() else None
    if tree is None:
        raise UnreadableError("is empty.", Cause.EMPTY)
    return tree


def _text(content: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        named = _CHARSET.search(content[:_HEAD])
        try:
            return content.decode(named[1].decode() if named else "cp1252", "replace")
        except LookupError:
            return content.decode("cp1252", "replace")


def _titled(parts: list[Part], title: str) -> list[Part]:
    """Put the page's own heading first, where it is not among the parts already."""
    if not title or any(one_line(part.text).casefold() == title.casefold() for part in parts[:5]):
        return parts
    return [Part(PassageKind.HEADING, title), *parts]


def _said(tree: _Element) -> dict[str, str]:
    """Return what a page says in its head: names of ``meta`` and ``ld+json``."""
    said: dict[str, str] = {"language": tree.get("lang") or tree.get("xml:lang") or ""}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        said.setdefault(name.lower(), meta.get("content") or "")
    for program in tree.iter("script"):
        if "ld+json" in (program.get("type") or ""):
            said.update(_linked(program.text or ""))
    for time in tree.iter("time"):
        said.setdefault("time", time.get("datetime") or "")
    return said


def _linked(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    said: dict[str, str] = {}
    for thing in _things(found):
        for name in ("headline", "datePublished", "author", "publisher", "inLanguage"):
            if value := _named(thing.get(name)):
                said.setdefault(f"ld:{name}", value)
    return said


def _things(found: Any) -> Iterator[dict[str, Any]]:
    for thing in found if isinstance(found, list) else [found]:
        if isinstance(thing, dict):
            yield thing
            yield from _things(thing.get("@graph", []))


def _named(value: Any) -> str:
    """Return a text, the name of a thing, or those of several."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_named, value)))
    if isinstance(value, dict):
        return _named(value.get("name"))
    return one_line(value) if isinstance(value, str) else ""


def _origin(said: dict[str, str], found: Any, title: str) -> Origin:
    def first(*names: str) -> str:
        return next((one_line(said[name]) for name in names if said.get(name, "").strip()), "")

    def guessed(name: str) -> str:
        return str(getattr(found, name, None) or "")

    dates = (
        "ld:datePublished",
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "time",
    )
    published = next(filter(None, (moment(said.get(name, "")) for name in dates)), "")
    return Origin(
        title=first("ld:headline", "og:title") or title or guessed("title"),
        publisher=first("ld:publisher", "og:site_name") or guessed("sitename"),
        author=first("ld:author", "author", "dc.creator") or guessed("author"),
        published=published or moment(guessed("date")),
        language=tongue(first("language", "ld:inLanguage", "og:locale")),
    )
