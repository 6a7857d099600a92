"""A Word file of questions: a paragraph for each part, with nothing in it but text and styles."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from lxml import etree
from lxml.etree import _Element

from questions.formulas.finding import replace_formulas
from questions.interchange.shares import NotCarriedError
from questions.interchange.written.lines import Line
from questions.interchange.written.numbering import Numbering, W
from questions.interchange.written.paragraphs import Paragraphs
from questions.interchange.written.runs import Styles
from questions.interchange.written.showing import (
    drawn,
    name_in,
    number_drawings,
    parts_of,
    relations_to,
    types_of,
)
from questions.interchange.written.writing import Paragraph, beside_of, paragraphs_of
from questions.media import NO_FILES, REFERENCE, Files, described, refer
from questions.question import Question

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NAMES = {"w": W.strip("{}")}
_SET = re.compile(r"\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*|\*([^*\s](?:[^*\n]*[^*\s])?)\*")
_OFFICE = "http://schemas.openxmlformats.org"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STYLE_OF = {"": "Question", "...": "Told", "Explanation:": "Told", "Hint:": "Told"}
_STYLE_OF |= {"Source:": "Told", "%": "Kept"}

_TYPES = f"""<Types xmlns="{_OFFICE}/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
{{pictures}}<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>
</Types>"""
_RELATIONS = f"""<Relationships xmlns="{_OFFICE}/package/2006/relationships">
<Relationship Id="r1" Type="{_OFFICE}/officeDocument/2006/relationships/{{kind}}" Target="{{to}}"/>
{{pictures}}</Relationships>"""
# Twentieths of a point: a centimetre is 567.
_STYLES = f"""<w:styles xmlns:w="{W.strip("{}")}">
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/>
<w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Question"><w:name w:val="Question"/>
<w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="60"/>
<w:ind w:left="567" w:hanging="567"/></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Answer"><w:name w:val="Answer"/>
<w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="1134" w:hanging="567"/></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Told"><w:name w:val="Told"/>
<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="40" w:after="40"/>
<w:ind w:left="1134"/></w:pPr><w:rPr><w:sz w:val="20"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Kept"><w:name w:val="Kept"/>
<w:basedOn w:val="Normal"/><w:rPr><w:vanish/><w:sz w:val="12"/></w:rPr></w:style>
</w:styles>"""


def paragraphs_in_word(question: Question, number: int, files: Files = NO_FILES) -> list[_Element]:
    """Return the paragraphs of a question; raises NotCarriedError."""
    try:
        made = [
            _paragraph(part, f"{number}." if place == 0 else "", files)
            for place, part in enumerate(paragraphs_of(question))
        ]
        if beside := beside_of(question, _lines(made)):
            made.append(_paragraph(Paragraph("%", "", lines=[beside[2:]]), "", NO_FILES))
    except ValueError:
        raise NotCarriedError("It has a character in it that no Word file can hold.") from None
    return made


def _lines(paragraphs: Iterable[_Element]) -> list[Line]:
    """Return the lines of paragraphs, as they are read again."""
    body = _element("body")
    body.extend(paragraphs)
    return list(Paragraphs(_STYLED, Numbering(None), _shown).lines_in(body))


def _shown(drawing: _Element, _note: object) -> str:
    return refer(*name_in(drawing))


def _paragraph(part: Paragraph, number: str, files: Files) -> _Element:
    paragraph = _element("p")
    _value(_add(paragraph, "pPr"), "pStyle", _STYLE_OF.get(part.mark, "Answer"))
    mark = " ".join(filter(None, (number, part.mark)))
    between = "\t" if len(mark) < 5 else " "
    _run(paragraph, mark + between if part.lines else mark)
    for place, line in enumerate(part.lines):
        if place:
            _add(_add(paragraph, "r"), "br")
        _show_in(paragraph, line, ("b",) if part.is_right else (), files)
    return paragraph


def _show_in(paragraph: _Element, line: str, properties: tuple[str, ...], files: Files) -> None:
    """Put a line in, and the pictures that it speaks of where it does."""
    begun = 0
    for found in REFERENCE.finditer(line):
        if found["name"] in files:
            _set_runs(paragraph, line[begun : found.start()], properties)
            drawing = drawn(found["name"], described(found), files[found["name"]])
            _add(paragraph, "r").append(drawing)
            begun = found.end()
    _set_runs(paragraph, line[begun:], properties)


def _set_runs(paragraph: _Element, line: str, properties: tuple[str, ...]) -> None:
    """Put a line in, what is between signs for bold and italics set so."""
    begun = 0
    for found in () if properties else _SET.finditer(_without_formulas(line)):
        _run(paragraph, line[begun : found.start()])
        which = 1 if found[1] else 2
        _run(paragraph, line[found.start(which) : found.end(which)], ("b" if which == 1 else "i",))
        begun = found.end()
    _run(paragraph, line[begun:], properties)


def _without_formulas(line: str) -> str:
    """Return a line with letters in the places of its formulas: no sign in those sets anything."""
    return replace_formulas(line, lambda formula: "x" * (formula.end - formula.start))


def _run(paragraph: _Element, text: str, properties: tuple[str, ...] = ()) -> None:
    if not text:
        return
    run = _add(paragraph, "r")
    if properties:
        settings = _add(run, "rPr")
        for name in properties:
            _add(settings, name)
    for place, piece in enumerate(text.split("\t")):
        if place:
            _add(run, "tab")
        if piece:
            written = _add(run, "t")
            written.text = piece
            written.set(_SPACE, "preserve")


def word_file(paragraphs: Iterable[_Element], files: Files = NO_FILES) -> bytes:
    """Return a Word file with such pictures; the same paragraphs always make the same bytes."""
    document = _element("document")
    body = _add(document, "body")
    body.extend(paragraphs)
    size = _add(_add(body, "sectPr"), "pgSz")
    size.set(f"{W}w", "11906")  # A4, as all of these are in twentieths of a point
    size.set(f"{W}h", "16838")
    number_drawings(document)
    pictures = parts_of(files)
    about = _RELATIONS.format(kind="officeDocument", to="word/document.xml", pictures="")
    relations = relations_to(pictures)
    parts = {
        "[Content_Types].xml": _TYPES.format(pictures=types_of(pictures)),
        "_rels/.rels": about,
        "word/_rels/document.xml.rels": _RELATIONS.format(
            kind="styles", to="styles.xml", pictures=relations
        ),
        "word/styles.xml": _STYLES,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, written in parts.items():
            archive.writestr(zipfile.ZipInfo(name), written, zipfile.ZIP_DEFLATED)
        content = etree.tostring(document, encoding="UTF-8", xml_declaration=True, standalone=True)
        archive.writestr(zipfile.ZipInfo("word/document.xml"), content, zipfile.ZIP_DEFLATED)
        for name, picture in pictures.items():
            archive.writestr(zipfile.ZipInfo(f"word/media/{name}"), picture, zipfile.ZIP_STORED)
    return out.getvalue()


def _element(name: str) -> _Element:
    return etree.Element(f"{W}{name}", nsmap=_NAMES)


def _add(parent: _Element, name: str) -> _Element:
    return etree.SubElement(parent, f"{W}{name}")


def _value(parent: _Element, name: str, said: str) -> None:
    _add(parent, name).set(f"{W}val", said)


_STYLED = Styles(etree.fromstring(_STYLES))
