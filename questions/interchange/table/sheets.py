"""The sheets of a workbook as rows of texts: what a cell shows, near enough."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from lxml import etree

from questions.interchange.table.rows import MOST, Row, plain
from questions.reading.packed import Packed, joined, unpack
from questions.reading.unreadable import Cause, UnreadableError, damaged

_MOST_SHEETS = 50
_MOST_COLUMNS = 64  # twenty options, and whatever else a program has columns for
_BOOK = "xl/workbook.xml"
_OFFICE = "/officeDocument"
_DATES = {*range(14, 23), *range(45, 48)}  # the numbers that the format itself gives to dates
_IS_DATE = re.compile(r"[ymdhs]", re.I)
_BESIDE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')  # of a number's form: what is shown as it is
_FIRST_DAY = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 -- no zone
_MOST_DAYS = 2_958_466  # the year 9999
_ADDRESS = re.compile(r"([A-Z]{1,3})[1-9]\d{0,6}")
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, and its rows with something in them, numbered."""

    title: str
    rows: list[Row]


def sheets_of(content: bytes) -> Iterator[Sheet]:
    """Yield the sheets that have something in them, a row more than is read of each at most.

    Raises UnreadableError.
    """
    packed = unpack(content)
    name = _book_name(packed)
    book = _tree(packed, name)
    folder = name.rpartition("/")[0]
    parts = _relations(packed, name)
    values = _Values(packed, folder, book)
    found = book.findall("{*}sheets/{*}sheet")
    if len(found) > _MOST_SHEETS:
        raise UnreadableError(f"has over {_MOST_SHEETS} sheets. Split it.", Cause.SIZE)
    for sheet in found:
        related = next((str(v) for key, v in sheet.attrib.items() if str(key).endswith("}id")), "")
        rows = list(islice(_rows(packed, joined(folder, parts.get(related, "")), values), MOST + 1))
        if rows:
            yield Sheet(sheet.get("name", ""), rows)


def _book_name(packed: Packed) -> str:
    """Return the name of the workbook's own member: most programs call it the same."""
    if _BOOK in packed.names():
        return _BOOK
    for part in _tree(packed, "_rels/.rels").iterfind("{*}Relationship"):
        if str(part.get("Type", "")).endswith(_OFFICE):
            return str(part.get("Target", "")).lstrip("/")
    raise damaged("no workbook")


def _tree(packed: Packed, name: str) -> etree._Element:
    try:
        return packed.tree(name)
    except KeyError:
        raise damaged(f"no {name}") from None


def _relations(packed: Packed, name: str) -> dict[str, str]:
    folder, _slash, file = name.rpartition("/")
    tree = _tree(packed, f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
    return {
        part.get("Id", ""): part.get("Target", "").removeprefix(f"/{folder}/")
        for part in tree.iterfind("{*}Relationship")
    }


class _Values:
    """What the cells of a workbook refer to: its texts, and which numbers are dates."""

    def __init__(self, packed: Packed, folder: str, book: etree._Element) -> None:
        names = set(packed.names())
        texts, styles = joined(folder, "sharedStrings.xml"), joined(folder, "styles.xml")
        self._texts = list(_shared(packed, texts)) if texts in names else []
        self._dates = _dates(packed.tree(styles)) if styles in names else []
        settings = book.find("{*}workbookPr")
        self._from = _FIRST_DAY[settings is not None and settings.get("date1904") in ("1", "true")]

    def of(self, cell: etree._Element) -> str:
        """Return what a cell shows."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _spelt(cell.find("{*}is"))
        value = cell.findtext("{*}v") or ""
        match kind:
            case "s":
                place = int(value) if value.isdigit() else len(self._texts)
                return self._texts[place] if place < len(self._texts) else ""
            case "b":
                return "TRUE" if value.strip() == "1" else "FALSE"
            case "n":
                return self._number(value, cell.get("s", ""))
            case "e":
                return ""
            case _:
                return value

    def _number(self, value: str, style: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        is_date = style.isdigit() and int(style) < len(self._dates) and self._dates[int(style)]
        if is_date and 0 <= number < _MOST_DAYS:
            moment = self._from + timedelta(days=number)
            return (moment.date() if number == int(number) else moment).isoformat()
        return f"{number:.15g}"


def _shared(packed: Packed, name: str) -> Iterator[str]:
    for item in _elements(packed, name, "si"):
        yield _spelt(item)


def _spelt(element: etree._Element | None) -> str:
    """Return the text of its runs, without how it is pronounced."""
    if element is None:
        return ""
    return "".join(
        text.text or ""
        for text in element.iterfind(".//{*}t")
        if (parent := text.getparent()) is not None and not str(parent.tag).endswith("}rPh")
    )


def _dates(styles: etree._Element) -> list[bool]:
    """Return of each form of a cell whether it shows a number as a date."""
    own = {
        form.get("numFmtId"): _IS_DATE.search(_BESIDE.sub("", form.get("formatCode", "")))
        for form in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    return [
        bool(own.get(used)) or (used.isdigit() and int(used) in _DATES)
        for used in (xf.get("numFmtId", "") for xf in styles.iterfind("{*}cellXfs/{*}xf"))
    ]


def _rows(packed: Packed, name: str, values: _Values) -> Iterator[Row]:
    for place, row in enumerate(_elements(packed, name, "row"), 1):
        said = row.get("r", "")
        cells = _cells(row, values)
        if any(cells):
            yield int(said) if said.isdigit() else place, cells


def _cells(row: etree._Element, values: _Values) -> list[str]:
    cells: list[str] = []
    for cell in row.iterfind("{*}c"):
        place = _column(cell.get("r", ""), len(cells))
        if len(cells) <= place < _MOST_COLUMNS:
            cells += [""] * (place - len(cells))
            cells.append(plain(values.of(cell)))
    return cells


def _column(address: str, otherwise: int) -> int:
    """Return which column an address such as B7 is in, counted from 0."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return otherwise
    number = 0
    for letter in found[1]:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def _elements(packed: Packed, name: str, tag: str) -> Iterator[etree._Element]:
    """Yield elements one by one, each forgotten when the next is read."""
    try:
        content = packed.member(name)
    except KeyError:
        raise damaged(f"no {name}") from None
    try:
        for _event, element in etree.iterparse(
            io.BytesIO(content),
            tag=f"{{*}}{tag}",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        ):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise damaged(str(error)) from error
