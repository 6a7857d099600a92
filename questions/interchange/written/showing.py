"""Pictures in a Word file: what a drawing shows, and ours as drawings in the line of a text."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from html import escape
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element

from questions.interchange.filing import Members, in_package
from questions.interchange.written.numbering import W
from questions.media import KINDS, NAME, Files
from questions.media.album import Album, Find
from questions.media.pictures import as_png, framed_png
from questions.media.taking import size_of
from questions.reading.packed import Packed

_OFFICE = "http://schemas.openxmlformats.org"
_RELATED = f"{_OFFICE}/officeDocument/2006/relationships"
_DRAWN = f"{_OFFICE}/drawingml/2006"
_R, _A, _WP = f"{{{_RELATED}}}", f"{{{_DRAWN}/main}}", f"{{{_DRAWN}/wordprocessingDrawing}}"
_PIC, _V = f"{{{_DRAWN}/picture}}", "{urn:schemas-microsoft-com:vml}"
_SHEET = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_FOLDER, _RELATIONS = "word", "word/_rels/document.xml.rels"
_PIXEL = 9_525  # as Word measures: 914,400 an inch, of 96 pixels
_WIDEST, _HIGHEST = 4_320_000, 3_240_000  # 12 and 9 centimetres: what fits beside a question
_UNSIZED = (320, 240)  # pixels of a drawing that says nothing of its size: plain choice
_SHOWN_BY_WORD = (".png", ".jpg", ".gif")  # by every version
_INSTEAD = ".png"  # behind the name of a file: the picture of it for a Word that cannot show it
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"


class Pictures:
    """What the drawings of a document show, each taken in once."""

    def __init__(self, packed: Packed, album: Album) -> None:
        self._album = album
        self.targets = _targets(packed)
        album.turn_to(_finder(packed))

    def shown_in(self, drawing: _Element, note: Callable[[str], None]) -> str:
        """Return what stands in a text for all that a drawing shows; nothing where it has none."""
        if any((text.text or "").strip() for text in drawing.iter(f"{W}t")):
            note("the words over a picture were left out")
        if _is_cropped(drawing):
            note("a picture that is cropped in Word came in whole")
        shown = (
            self._album.show(self.targets.get(number, ""), said, "a picture", note)
            for number, said in _pictured(drawing)
        )
        return " ".join(filter(None, shown))


def has_picture(drawing: _Element) -> bool:
    """Return whether a drawing shows a picture, and not lines and boxes alone."""
    return next(_pictured(drawing), None) is not None


def _pictured(drawing: _Element) -> Iterator[tuple[str, str]]:
    """Yield each picture of a drawing by its relation, and what it is described as."""
    whole = next(drawing.iter(f"{_WP}docPr"), None)
    for blip in drawing.iter(f"{_A}blip"):
        number = blip.get(f"{_R}embed") or blip.get(f"{_R}link")
        picture = next(blip.iterancestors(f"{_PIC}pic"), None)
        if number and picture is not None:  # else it fills a shape
            own = picture.find(f"{_PIC}nvPicPr/{_PIC}cNvPr")
            yield number, _described(own) or _described(whole)
    if next(drawing.iter(f"{_A}blip"), None) is None:
        for image in drawing.iter(f"{_V}imagedata"):
            shape = image.getparent()
            yield image.get(f"{_R}id", ""), (shape.get("alt") or "") if shape is not None else ""


def _is_cropped(drawing: _Element) -> bool:
    cut = (value for each in drawing.iter(f"{_A}srcRect") for value in each.values())
    old = (
        value
        for image in drawing.iter(f"{_V}imagedata")
        for name, value in image.items()
        if str(name).startswith("crop")
    )
    return any(str(value).strip("0f%") for value in (*cut, *old))


def _described(properties: _Element | None) -> str:
    said = (properties.get("descr") or properties.get("title")) if properties is not None else ""
    return " ".join((said or "").split())


def _targets(packed: Packed) -> dict[str, str]:
    try:
        root = packed.tree(_RELATIONS)
    except KeyError:
        return {}
    found = root.iter(f"{_SHEET}Relationship")
    return {each.get("Id", ""): each.get("Target", "") for each in found}


def _finder(packed: Packed) -> Find:
    def places(source: str) -> Iterator[str]:
        path = posixpath.normpath(posixpath.join("/", _FOLDER, unquote(source))).lstrip("/")
        if NAME.fullmatch(posixpath.basename(path.removesuffix(_INSTEAD))):
            yield path.removesuffix(_INSTEAD)
        yield path

    find = in_package(Members(packed), places)

    def find_shown(source: str) -> bytes | None:
        found = find(source)
        return None if found == framed_png(*_UNSIZED) else found  # a drawing lost elsewhere

    return find_shown


def drawn(name: str, description: str, content: bytes) -> _Element:
    """Return the drawing that shows a picture in a line; raises ValueError as lxml does."""
    width, height = size_of(content) or _UNSIZED
    scale = min(_PIXEL, _WIDEST / max(width, 1), _HIGHEST / max(height, 1))
    size = f'cx="{max(1, round(width * scale))}" cy="{max(1, round(height * scale))}"'
    called = f'name="{name}" descr="{escape(description)}"'
    in_svg = f"""<a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><s:svgBlip
 xmlns:s="{_SVG}" r:embed="{_number(name)}"/></a:ext></a:extLst>"""
    more = in_svg if name.endswith(".svg") else ""
    embedded = _number(_shown_as(name))
    return etree.fromstring(
        f"""<w:drawing xmlns:w="{W.strip("{}")}" xmlns:r="{_RELATED}"
 xmlns:wp="{_WP.strip("{}")}"><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>
<wp:docPr id="1" {called}/><a:graphic xmlns:a="{_A.strip("{}")}">
<a:graphicData uri="{_PIC.strip("{}")}"><pic:pic xmlns:pic="{_PIC.strip("{}")}">
<pic:nvPicPr><pic:cNvPr id="0" {called}/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{embedded}">{more}</a:blip><a:stretch><a:fillRect/></a:stretch>
</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>
</wp:inline></w:drawing>"""
    )


def name_in(drawing: _Element) -> tuple[str, str]:
    """Return the name of the picture in a drawing of ours, and its description."""
    properties = next(drawing.iter(f"{_WP}docPr"))
    return properties.get("name", ""), properties.get("descr", "")


def number_drawings(document: _Element) -> None:
    """Give each drawing of a document a number of its own."""
    for number, properties in enumerate(document.iter(f"{_WP}docPr"), 1):
        properties.set("id", str(number))


def parts_of(files: Files) -> dict[str, bytes]:
    """Return what stands in the package for pictures: each as it is, and as every Word shows it."""
    parts: dict[str, bytes] = {}
    for name, content in files.items():
        parts[name] = content
        if name.endswith(".svg"):
            parts[_shown_as(name)] = framed_png(*_UNSIZED)
        elif _shown_as(name) != name:
            parts[_shown_as(name)] = as_png(content)
    return parts


def relations_to(parts: Iterable[str]) -> str:
    """Return the relations of a document to its pictures."""
    return "".join(
        f'<Relationship Id="{_number(name)}" Type="{_RELATED}/image" Target="media/{name}"/>\n'
        for name in parts
    )


def types_of(parts: Iterable[str]) -> str:
    """Return what the pictures of a package are, by the ends of their names."""
    ends = sorted({posixpath.splitext(name)[1] for name in parts})
    return "".join(f'<Default Extension="{end[1:]}" ContentType="{KINDS[end]}"/>\n' for end in ends)


def _shown_as(name: str) -> str:
    return name if name.endswith(_SHOWN_BY_WORD) else f"{name}{_INSTEAD}"


def _number(part: str) -> str:
    return f"p{part.replace('.', '-')}"
