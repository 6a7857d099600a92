"""The rows of a backup: one line of JSON each."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, LargeBinary, Table, Uuid

from webapp.db import Instant


def decoded(table: Table, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the rows that lines spell, each value as its column has it."""
    decoders = {
        column.name: decoder for column in table.columns if (decoder := _decoder(column.type))
    }
    for line in lines:
        row = json.loads(line)
        for name, decode in decoders.items():
            if row[name] is not None:
                row[name] = decode(row[name])
        yield row


def encode(value: object) -> str:
    """Return a value that JSON has no word for as text."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} has no place in a backup")


def _decoder(kind: object) -> Callable[[str], object] | None:
    if isinstance(kind, Uuid):
        return UUID
    if isinstance(kind, Instant):
        return datetime.fromisoformat
    if isinstance(kind, LargeBinary):
        return b64decode
    if isinstance(kind, Enum):
        return kind.enum_class
    return None
