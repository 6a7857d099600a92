"""Word documents: as they stand once changes are accepted, without what is hidden in them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import mammoth
from lxml import etree
from lxml import html as lxml_html
from lxml.etree import _Element

from questions.reading.marked_up import Walk
from questions.reading.origin import Origin, moment, tongue
from questions.reading.packed import Packed, unpack
from questions.reading.parts import Part
from questions.reading.unreadable import damaged

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = {"0", "false", "off"}
# What mammoth reads; programs, fonts and pictures are left behind.
_READ = (".xml", ".rels")
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='Block Text'] => blockquote:fresh
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
strike => s
"""


def read(content: bytes) -> tuple[list[Part], Origin]:
    """Return the parts of a document, and what its properties say of where it comes from."""
    packed = unpack(content)
    try:
        cleaned = _cleaned(packed)
    except KeyError as error:
        raise damaged(str(error)) from error
    converted: Any = mammoth.convert_to_html(
        io.BytesIO(cleaned),
        style_map=_STYLES,
        convert_image=mammoth.images.img_element(lambda _image: {}),
        ignore_empty_paragraphs=True,
    )
    if not converted.value:
        return [], Origin()
    tree = lxml_html.document_fromstring(f"<html><body>{converted.value}</body></html>")
    return Walk().take(tree), _origin(packed)


def _cleaned(packed: Packed) -> bytes:
    """Return the document packed anew: its XML alone, parsed, and nothing hidden left in it."""
    out = io.BytesIO()
    hidden = _hidden_styles(packed)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in packed.names():
            if name.lower().endswith(_READ) and "/embeddings/" not in name:
                root = packed.tree(name)
                if root.tag.startswith(_W):
                    _drop_hidden(root, hidden)
                archive.writestr(name, etree.tostring(root, encoding="utf-8"))
    return out.getvalue()


def _hidden_styles(packed: Packed) -> set[str]:
    try:
        styles = packed.tree("word/styles.xml")
    except KeyError:
        return set()
    return {
        style.get(f"{_W}styleId", "")
        for style in styles.iter(f"{_W}style")
        if _is_hidden(style.find(f"{_W}rPr"), set())
    }


def _drop_hidden(root: _Element, styles: set[str]) -> None:
    for paragraph in list(root.iter(f"{_W}p")):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and style.get(f"{_W}val") in styles:
            for child in [child for child in paragraph if child.tag != f"{_W}pPr"]:
                paragraph.remove(child)
    for run in list(root.iter(f"{_W}r")):
        parent = run.getparent()
        if parent is not None and _is_hidden(run.find(f"{_W}rPr"), styles):
            parent.remove(run)


def _is_hidden(properties: _Element | None, styles: set[str]) -> bool:
    if properties is None:
        return False
    style = properties.find(f"{_W}rStyle")
    vanish = properties.find(f"{_W}vanish")
    if vanish is not None:
        return vanish.get(f"{_W}val", "true") not in _OFF
    return style is not None and style.get(f"{_W}val") in styles


def _origin(packed: Packed) -> Origin:
    try:
        core = packed.tree("docProps/core.xml")
    except KeyError:
        return Origin()
    said = {etree.QName(child).localname: child.text or "" for child in core if child.text}
    return Origin(
        title=said.get("title", ""),
        author=said.get("creator", ""),
        language=tongue(said.get("language", "")),
        made=moment(said.get("created", ""))[:10],
    )
