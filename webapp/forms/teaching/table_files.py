"""Tables given as files: which separator is wanted, and how a file is sent."""

from __future__ import annotations

from flask import Response, request

from webapp.services.spreadsheets import Separator, Table, as_csv

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_of(table: Table, name: str) -> Response:
    """Give a table as CSV with the separator that is asked for; a mark says that it is UTF-8."""
    return file_of("\ufeff" + as_csv(table, _separator()), "text/csv", f"{name}.csv")


def file_of(content: str | bytes, mimetype: str, name: str) -> Response:
    """Give a file to be kept."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=mimetype, headers=disposition)


def _separator() -> Separator:
    wanted = request.args.get("separator", "")
    return Separator(wanted) if wanted in list(Separator) else Separator.COMMA
