"""Tables: of which revision they are, and of which they should be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, Enum, String, inspect, text

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def holds_text(column: Column[Any]) -> bool:
    """Return whether a column holds what somebody wrote, as text or within JSON."""
    return isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)


def current_revision(connection: Connection) -> str | None:
    """Return the revision of the tables in the database, or ``None`` where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def wanted_revision() -> str | None:
    """Return the revision of the tables that this program works with."""
    from alembic.script import ScriptDirectory  # costs a third of a second, and few need it

    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
