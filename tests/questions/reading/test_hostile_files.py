"""Broken and hostile files: each gives its message within the time and memory there is."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from questions.reading import apart
from questions.reading.files import read_file
from questions.reading.kinds import DOCX, EPUB, PDF, PLAIN, kind_of
from questions.reading.unreadable import Cause, UnreadableError

FILES = Path(__file__).parent / "files"
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book.opf"/></rootfiles></container>'
)
BOOK = (
    '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>'
)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
Members = dict[str, bytes | str]
WORDS = "It was so in the year 1902, and it is so today."


def zipped(members: Members, base: bytes = b"") -> bytes:
    """Return a packed file with the members of ``base``, some of them replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if base:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for name in old.namelist():
                    if name not in members:
                        archive.writestr(name, old.read(name))
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def book(chapter: bytes | str, more: Members | None = None) -> bytes:
    members: Members = {"META-INF/container.xml": CONTAINER, "book.opf": BOOK, "a.xhtml": chapter}
    return zipped({**members, **(more or {})})


def word(body: str, head: str = "", more: Members | None = None) -> bytes:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'{head}<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
    base = (FILES / "python-docx.docx").read_bytes()
    return zipped({"word/document.xml": document, **(more or {})}, base)


def said(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def printed(*objects: bytes, root: int = 1, more: bytes = b"") -> bytes:
    """Return a PDF of some objects, numbered from 1."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<</Size %d/Root %d 0 R%s>>\n" % (size, root, more)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return out + head + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(out)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R"
    b"/Resources<</Font<</F 5 0 R>>>>>>"
)


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), more, content)


def one_page(content: bytes, more: bytes = b"") -> bytes:
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return printed(CATALOGUE, pages, PAGE, stream(content, more), FONT)


def scan() -> bytes:
    picture = stream(
        b"\xff" * 100,
        b"/Type/XObject/Subtype/Image/Width 10/Height 10/BitsPerComponent 8/ColorSpace/DeviceGray",
    )
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>>>>>"
    )
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return printed(CATALOGUE, pages, page, stream(b"q 300 0 0 300 0 0 cm /I Do Q"), picture)


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(4, 4 + count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 3 0 R>>"
    pages = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return printed(CATALOGUE, pages, stream(b"BT ET"), *[page] * count)


def locked() -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(FILES / "reportlab.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked_zip() -> bytes:
    content = bytearray(word(said(WORDS)))
    content[6] |= 1
    central = content.find(b"PK\x01\x02")
    content[central + 8] |= 1
    return bytes(content)


PRINTED = (FILES / "libreoffice.pdf").read_bytes()
BOMB = zlib.compress(zlib.compress(b"\0" * 400_000_000, 9), 9)
HOSTILE: dict[str, tuple[str, Callable[[], bytes], Cause, str]] = {
    "empty": ("a.pdf", lambda: b"", Cause.EMPTY, "is empty."),
    "blank": ("a.txt", lambda: b" \n ", Cause.EMPTY, "is empty."),
    "scan": ("a.pdf", scan, Cause.PICTURES, "has no text, only pictures of pages. Run it through"),
    "no text": ("a.pdf", lambda: many_pages(2), Cause.EMPTY, "has no text."),
    "PDF with a password": ("a.pdf", locked, Cause.PASSWORD, "is locked with a password."),
    "DOCX with a password": ("a.docx", lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode(
        "utf-16-le"), Cause.PASSWORD, "is locked with a password."),
    "packed with a password": ("a.docx", locked_zip, Cause.PASSWORD, "is locked with a password."),
    "PDF cut off": ("a.pdf", lambda: PRINTED[:20_000], Cause.DAMAGED, "is damaged or cut off."),
    "PDF of noise": ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"startxref\n9",
                     Cause.DAMAGED, "is damaged or cut off."),
    "DOCX cut off": ("a.docx", lambda: word(said(WORDS))[:-300], Cause.DAMAGED, "is damaged"),
    "EPUB cut off": ("a.epub", lambda: book("<p/>")[:-30], Cause.DAMAGED, "is damaged"),
    "text named PDF": ("a.pdf", lambda: b"Some text.", Cause.KIND,
                       "is named like a PDF file, but is not one."),
    "page named PDF": ("a.pdf", lambda: b"<!doctype html><p>Not found.", Cause.KIND,
                       "is named like a PDF file, but is a web page."),
    "text named EPUB": ("a.epub", lambda: b"Some text.", Cause.KIND, "is named like an EPUB file"),
    "old Word": ("a.doc", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 99, Cause.KIND, "is an old Word"),
    "rich text": ("a.txt", lambda: b"{\\rtf1 a}", Cause.KIND, "is a Rich Text file."),
    "picture": ("a.pdf", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, Cause.KIND, "is a picture."),
    "spreadsheet": ("a.xlsx", lambda: zipped({"xl/workbook.xml": "<a/>"}), Cause.KIND,
                    "is a spreadsheet."),
    "archive": ("a.zip", lambda: zipped({"a.txt": WORDS}), Cause.KIND, "is a packed file"),
    "too large": ("a.txt", lambda: b"a. " * 400_000, Cause.SIZE, "is over 1 MB."),
    "too large a PDF": ("a.pdf", lambda: PRINTED + b" " * PDF.largest,
                        Cause.SIZE, "is over 32 MB."),
    "bomb": ("a.docx", lambda: word(said(WORDS), more={"word/styles.xml": b" " * 200_000_000}),
             Cause.SIZE, "unpacks to more"),
    "bomb of ratio": ("a.epub", lambda: book("<p>" + "a" * 20_000_000),
                      Cause.SIZE, "unpacks to more"),
    "bomb of members": ("a.epub", lambda: zipped({"META-INF/container.xml": CONTAINER,
                        **{f"{at}.xhtml": "" for at in range(6_000)}}),
                        Cause.SIZE, "unpacks to more"),
    "bomb of streams": ("a.pdf", lambda: one_page(BOMB, b"/Filter[/FlateDecode/FlateDecode]"),
                        Cause.MEMORY, "needs too much memory"),
    "10,000 pages": ("a.pdf", lambda: many_pages(10_000), Cause.SIZE, "has over 1,500 pages."),
    "laughs in DOCX": ("a.docx", lambda: word(said("&j;"), LAUGHS), Cause.DAMAGED, "is damaged"),
    "outside in DOCX": ("a.docx", lambda: word(said("&x;"),
                        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
                        Cause.DAMAGED, "is damaged"),
    "laughs in a package": ("a.epub", lambda: zipped({"META-INF/container.xml": LAUGHS + CONTAINER,
                            "book.opf": BOOK}), Cause.DAMAGED, "is damaged"),
    "loop of pages": ("a.pdf", lambda: printed(CATALOGUE, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
                      Cause.DAMAGED, "is damaged"),
    "loop of objects": ("a.pdf", lambda: printed(b"1 0 R"), Cause.TIME, "takes over"),
    "drawing without end": ("a.pdf", lambda: one_page(zlib.compress(b"q Q " * 9_000_000),
                            b"/Filter/FlateDecode"), Cause.TIME, "takes over"),
    "a book without text": ("a.epub", lambda: book("<html><body/></html>"), Cause.EMPTY,
                            "has no text."),
    "a page without text": ("a.html", lambda: b"<!doctype html><script>x()</script>", Cause.EMPTY,
                            "has no text of its own."),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_cannot_be_read_says_why(case: str) -> None:
    name, made, cause, message = HOSTILE[case]
    content = made()
    began = time.monotonic()
    with pytest.raises(UnreadableError) as caught:
        if cause is Cause.TIME:  # the clock is the same, and the wait is shorter
            apart.read_apart(kind_of(name, content), content, seconds=4)
        read_file(name, content, 5_000)
    assert str(caught.value).startswith(message), getattr(caught.value, "__notes__", "")
    assert caught.value.cause is cause
    assert str(caught.value).endswith(".")
    assert time.monotonic() - began < 30


# What is hostile in these has no effect, and their text is read.
HARMLESS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "entities of a page": ("a.html", lambda: f"<!DOCTYPE html {LAUGHS[12:]}<p>{WORDS}".encode()),
    "outside of a chapter": ("a.epub", lambda: book(
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<html><body><p>{WORDS} &x;</p></body></html>")),
    "macros": ("a.docm", lambda: word(said(WORDS), more={"word/vbaProject.bin": b"Shell"})),
    "names that climb": ("a.epub", lambda: book(f"<html><body><p>{WORDS}</p></body></html>",
                         {"../../../tmp/x.txt": "x", "/etc/x": "x"})),
    "an archive in an archive": ("a.docx", lambda: word(said(WORDS),
                                 more={"word/embeddings/a.xml": "<broken", "a.zip": zipped({})})),
    "PDF named text": ("a.txt", lambda: one_page(
        b"BT /F 9 Tf 20 200 Td (%s) Tj ET" % WORDS.encode())),
    "page named text": ("a.txt", lambda: f"<!doctype html><p>{WORDS}".encode()),
    "Windows-1252": ("a.html", lambda: f"<html><p>{WORDS} Caf\xe9.".encode("cp1252")),
}  # fmt: skip


@pytest.mark.parametrize("case", HARMLESS)
def test_what_is_hostile_in_a_file_has_no_effect(case: str) -> None:
    name, made = HARMLESS[case]
    text = read_file(name, made()).document.text
    assert WORDS in text
    assert "root:" not in text


def test_marks_within_marks_without_end() -> None:
    deep = "<div>" * 100_000 + WORDS
    try:
        assert WORDS in read_file("a.html", f"<!doctype html>{deep}".encode()).document.text
    except UnreadableError as error:
        assert error.cause in {Cause.DAMAGED, Cause.EMPTY}


def test_kinds_are_told_by_content() -> None:
    assert kind_of("a.txt", PRINTED) is PDF
    assert kind_of("a.pdf", word(said(WORDS))) is DOCX
    assert kind_of("a", book("<p/>")) is EPUB
    assert kind_of("a.unknown", b"Text.") is PLAIN


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("x = 'a' * 10**9", Cause.MEMORY),
        ("while True: pass", Cause.TIME),
        ("import ctypes; ctypes.string_at(0)", Cause.DAMAGED),
        ("open('/tmp/x', 'w')", Cause.DAMAGED),
        ("open('/etc/passwd')", Cause.DAMAGED),
        ("import socket; socket.socket()", Cause.DAMAGED),
        ("import subprocess; subprocess.run(['true'])", Cause.DAMAGED),
        ("import os; os.fork()", Cause.DAMAGED),
        ("import time; time.sleep(60)", Cause.TIME),
    ],
)
def test_a_reader_that_runs_wild_is_held(
    code: str, cause: Cause, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = tmp_path / "wild.py"
    reader.write_text(f"def read(content):\n    {code}\n    return [], None\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    kind = PDF.__class__("wild", (), (), 99, "wild")
    began = time.monotonic()
    with pytest.raises(UnreadableError) as caught:
        apart.read_apart(kind, b"x", seconds=3)
    assert caught.value.cause is cause, getattr(caught.value, "__notes__", "")
    assert time.monotonic() - began < 15
