"""Books as EPUB: their chapters in the order of reading, without cover and contents."""

from __future__ import annotations

import re
from urllib.parse import unquote

from lxml.etree import _Element

from questions.reading.html import parse
from questions.reading.marked_up import Walk, local, said_of
from questions.reading.origin import Origin, moment, tongue
from questions.reading.packed import Packed, joined, parse_xml, unpack
from questions.reading.parts import Part
from questions.reading.unreadable import Cause, UnreadableError, damaged

_CONTAINER = "META-INF/container.xml"
_LOCKS = "META-INF/encryption.xml"
_FONTS = ("2008/embedding", "enc#RC")  # what is locked only so that fonts are not taken out
_AROUND = {"cover", "toc", "title-page", "titlepage", "copyright-page", "landmarks", "loi", "lot"}
_NAMED = re.compile(rb"&(?!amp;|lt;|gt;|quot;|apos;|#)")  # as HTML has them and XML has not
_CHAPTERS = {"application/xhtml+xml", "text/html", "text/x-oeb1-document"}


def read(content: bytes) -> tuple[list[Part], Origin]:
    """Return the parts of a book, and what its package says of where it comes from."""
    packed = unpack(content)
    try:
        place = _package(packed)
        package = packed.tree(place)
    except KeyError as error:
        raise damaged(str(error)) from error
    _check_locks(packed)
    folder = place.rpartition("/")[0]
    walk = Walk()
    for name in _spine(package):
        if (body := _chapter(packed, joined(folder, name))) is not None:
            walk.add(body)
    return walk.finish(), _origin(package)


def _package(packed: Packed) -> str:
    for element in packed.tree(_CONTAINER).iter("{*}rootfile"):
        if path := element.get("full-path"):
            return path
    raise damaged("no package")


def _check_locks(packed: Packed) -> None:
    if _LOCKS in packed.names():
        for method in packed.tree(_LOCKS).iter("{*}EncryptionMethod"):
            if not method.get("Algorithm", "").endswith(_FONTS):
                raise UnreadableError(
                    "is locked for one reading program. Choose a copy without a lock.",
                    Cause.PASSWORD,
                )


def _spine(package: _Element) -> list[str]:
    """Return the names of the chapters in order."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    skipped = _guided(package)
    names = []
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or reference.get("linear") == "no" or _is_around(item):
            continue
        name = unquote(item.get("href", "").partition("#")[0])
        if name and name not in skipped and item.get("media-type") in _CHAPTERS:
            names.append(name)
    return names


def _guided(package: _Element) -> set[str]:
    """Return the names of what an older book's guide calls its cover, title page or contents."""
    return {
        unquote(reference.get("href", "").partition("#")[0])
        for reference in package.iter("{*}reference")
        if reference.get("type", "").lower() in _AROUND
    }


def _is_around(item: _Element) -> bool:
    return bool({"nav", "cover"} & set(item.get("properties", "").split()))


def _chapter(packed: Packed, name: str) -> _Element | None:
    try:
        content = packed.member(name)
    except KeyError:
        return None
    try:
        root = parse(content) if _NAMED.search(content) else parse_xml(content)
    except UnreadableError:
        root = parse(content)  # as a browser does, whose rules are milder
    body = next((element for element in root.iter("{*}body", "body")), root)
    said = {word for inner in (body, *list(body)[:1]) for word in said_of(inner).split()}
    return None if said & _AROUND else body


def _origin(package: _Element) -> Origin:
    said: dict[str, list[str]] = {}
    for element in package.iter("{http://purl.org/dc/elements/1.1/}*"):
        if text := (element.text or "").strip():
            said.setdefault(local(element), []).append(text)

    def first(name: str) -> str:
        return said.get(name, [""])[0]

    return Origin(
        title=first("title"),
        publisher=first("publisher"),
        author=", ".join(said.get("creator", [])),
        published=moment(first("date")),
        language=tongue(first("language")),
    )
