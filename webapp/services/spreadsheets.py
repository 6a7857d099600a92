"""Tables as files for spreadsheets, none of whose cells is taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | float | None
Table = Iterable[Sequence[Cell]]

_MOST_IN_CELL = 32_767  # characters, by the format's own rule
_MOST_DIGITS = 15  # as many as a spreadsheet keeps

# What begins a formula, full width too, at the start of a cell or behind what some spreadsheets
# take for its end, however much that nobody sees stands between.
_SIGNS = "=+@\u2212\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b-"
_UNSEEN = r"\s\x00-\x20\x7f-\xa0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\"'"
_HEAD = re.compile(rf"[{_UNSEEN}]*")
_INNER = re.compile(rf"([;\t\r\n][{_UNSEEN}]*)(?=[{_SIGNS}])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Separator(StrEnum):
    """What stands between two cells; where it is a semicolon, decimals have a comma."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"


_SIGN_OF = {Separator.COMMA: ",", Separator.SEMICOLON: ";", Separator.TAB: "\t"}


def as_csv(table: Table, separator: Separator = Separator.COMMA) -> str:
    """Return a table as CSV, every cell quoted.

    Before what a spreadsheet would take for a formula stands an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=_SIGN_OF[separator], quoting=csv.QUOTE_ALL)
    for row in table:
        writer.writerow([_written(cell, separator) for cell in row])
    return out.getvalue()


def _written(cell: Cell, separator: Separator) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    number = f"{cell:.{_MOST_DIGITS}g}"
    return number.replace(".", ",") if separator is Separator.SEMICOLON else number


def as_xlsx(table: Table, title: str) -> bytes:
    """Return a table as a workbook of one sheet; texts are written as texts, so none is run."""
    return as_workbook({"Sheet1": table}, title)


def as_workbook(sheets: Mapping[str, Table], title: str) -> bytes:
    """Return tables as a workbook, each a sheet with its name; texts are written as texts."""
    out = io.BytesIO()
    book = Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title})
    bold = book.add_format({"bold": True})
    for name, table in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 28)
        _fill(sheet, table, bold)
    book.close()
    return out.getvalue()


def _fill(sheet: Worksheet, table: Table, head: Format) -> None:
    for place, row in enumerate(table):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(place, column, _fitting(cell), None if place else head)
            elif cell is not None:
                sheet.write_number(place, column, cell)


def _fitting(text: str) -> str:
    return text if len(text) <= _MOST_IN_CELL else text[: _MOST_IN_CELL - 1] + "…"


def harmless(cell: str) -> str:
    """Return ``cell``, with an apostrophe before whatever a spreadsheet would run."""
    head = _HEAD.match(cell)
    unseen = head[0] if head else ""
    rest = _INNER.sub(r"\1'", cell[len(unseen) :])
    is_risky = rest[:1] in set(_SIGNS) or bool(_CONTROL.match(cell))
    return f"'{unseen}{rest}" if is_risky else unseen + rest
