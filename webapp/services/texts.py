"""Texts that are to be kept: what comes by command is judged like what comes by form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Connection, Table

from webapp.characters import find_unfit, is_storable, texts_in
from webapp.services.errors import Refusal
from webapp.services.operations.tables import holds_text


def refuse_unfit(*values: object, field: str | None = None) -> None:
    """Raise Refusal where a text, or one within a value of JSON, has a character that is none."""
    texts = list(texts_in(values))
    if not find_unfit("\n".join(texts)):
        return
    for text in texts:
        if what := find_unfit(text):
            raise Refusal(
                _("It has a character that is no text (%(what)s). Take it out.", what=what), field
            )


def find_unkept(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return the places in rows, by table, key and column, of what only SQLite keeps.

    Raises:
        Refusal: they are to be kept by PostgreSQL.
    """
    places = [place for row in rows for place in _unkept(table, row)]
    if places and connection.dialect.name == "postgresql":
        raise Refusal(
            _(
                "The backup cannot be restored: PostgreSQL does not keep a character in "
                "%(place)s. Run recite doctor --repair where it was made, and back up again.",
                place=places[0],
            )
        )
    return places


def _unkept(table: Table, row: dict[str, Any]) -> Iterator[str]:
    for column in table.columns:
        if holds_text(column) and not all(map(is_storable, texts_in(row.get(column.name)))):
            key = ", ".join(str(row.get(part.name)) for part in table.primary_key)
            yield f"{table.name}, {key}, {column.name}"
