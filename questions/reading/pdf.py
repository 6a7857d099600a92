"""PDF: the text of its pages in the order of reading, and where each page begins.

pdfminer.six tells where each letter stands and how large it is, which pypdf does not; pypdf reads
what pdfminer.six cannot open, without columns and headings.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import reduce
from itertools import islice
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams
from pdfminer.pdfdocument import PDFDocument, PDFNoPageLabels, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from questions.reading.kinds import LOCKED
from questions.reading.origin import Origin, tongue
from questions.reading.parts import Part
from questions.reading.printed.furniture import body_size, take_out
from questions.reading.printed.joining import join, words_of
from questions.reading.printed.lines import Page, page_of
from questions.reading.printed.paragraphs import parts_of
from questions.reading.unreadable import Cause, UnreadableError, damaged, too_long

_MOST_PAGES = 1_500
_MOST_LETTERS = 1_000_000
_FEW = 15  # letters a page: a scan may have a stamp
_UNKNOWN = 0.2  # of all letters
_TAIL = 4_096  # bytes, in which a whole file says that it ends
_NEAR = 0.8  # of the width of a letter: columns may be two letters apart
_OCR = "Run it through text recognition (OCR) and choose the result."
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def read(content: bytes) -> tuple[list[Part], Origin]:
    """Return the parts of a file, and what it says of where it comes from."""
    if b"startxref" not in content[-_TAIL:]:
        raise damaged("no end")
    try:
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        pages = list(_pages(document))
    except PDFPasswordIncorrect as error:
        raise UnreadableError(LOCKED, Cause.PASSWORD) from error
    except (MemoryError, RecursionError, UnreadableError):
        raise
    except Exception as error:  # whatever it stumbles over; the other may not
        return _plainly(content, error)
    _check(pages)
    size = body_size(pages)
    take_out(pages, size)
    words = words_of(line for page in pages for line in page.lines)
    return parts_of(pages, size, words), _origin(document)


def _plainly(content: bytes, why: Exception) -> tuple[list[Part], Origin]:
    """Return the paragraphs that pypdf finds, each page on its own."""
    import pypdf

    parts: list[Part] = []
    for number, page in enumerate(islice(pypdf.PdfReader(io.BytesIO(content)).pages, _MOST_PAGES)):
        for block in re.split(r"\n\s*\n", page.extract_text()):
            lines = [line.strip() for line in block.split("\n") if line.strip()]
            text = reduce(lambda before, after: join(before, after, frozenset()), lines, "").strip()
            parts.append(Part(None, text, pages=((0, str(number + 1)),)))
    if not any(part.text for part in parts):
        raise damaged(repr(why))
    return parts, Origin()


def _pages(document: PDFDocument) -> Iterator[Page]:
    """Yield the pages as they are laid out, until there are too many."""
    found = list(islice(PDFPage.create_pages(document), _MOST_PAGES + 1))
    if len(found) > _MOST_PAGES:
        raise too_long(f"{_MOST_PAGES:,} pages")
    resources = PDFResourceManager()
    layout = LAParams(boxes_flow=None, all_texts=True, char_margin=_NEAR)
    device = PDFPageAggregator(resources, laparams=layout)
    interpreter = PDFPageInterpreter(resources, device)
    labels = _labels(document, len(found))
    letters = 0
    for number, printed in enumerate(found):
        interpreter.process_page(printed)
        page = page_of(device.get_result(), number)
        page.label = labels[number] or page.label
        letters += page.letters
        if letters > _MOST_LETTERS:
            raise too_long("1,000,000 characters of text")
        yield page


def _labels(document: PDFDocument, count: int) -> list[str]:
    """Return what the file calls its pages; nothing for those that it does not name."""
    try:
        labels = [label or "" for label in islice(document.get_page_labels(), count)]
    except (PDFNoPageLabels, TypeError, ValueError, KeyError):
        labels = []
    return labels + [""] * (count - len(labels))


def _check(pages: list[Page]) -> None:
    letters = sum(page.letters for page in pages)
    unknown = sum(page.unknown for page in pages)
    pictured = sum(page.has_picture for page in pages)
    if not pages:
        raise damaged("no pages")
    if letters < _FEW * len(pages) and 2 * pictured >= len(pages):
        raise UnreadableError(f"has no text, only pictures of pages. {_OCR}", Cause.PICTURES)
    if unknown > _UNKNOWN * (letters + unknown):
        raise UnreadableError(f"does not say what letters it shows. {_OCR}", Cause.PICTURES)
    if not letters:
        raise UnreadableError(f"has no text. If it shows some: {_OCR}", Cause.EMPTY)


def _origin(document: PDFDocument) -> Origin:
    said: dict[str, Any] = document.info[0] if document.info else {}

    def text(name: str) -> str:
        value = resolve1(said.get(name, b""))
        return decode_text(value) if isinstance(value, bytes) else ""

    language = resolve1(document.catalog.get("Lang", b""))
    made = _DATE.match(text("CreationDate"))
    return Origin(
        title=text("Title"),
        author=text("Author"),
        language=tongue(decode_text(language) if isinstance(language, bytes) else ""),
        made="-".join(made.groups()) if made else "",
    )
