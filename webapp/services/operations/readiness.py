"""Readiness: whether the database could store an answer now."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import false, select, update

from webapp.db import db, writing
from webapp.models import User

# Bytes: less than a few answers and SQLite's own log take.
LEAST_ROOM = 8 * 1024 * 1024


def check_writing() -> None:
    """Begin to write, with the tables in place, and change nothing.

    Raises:
        SQLAlchemyError: the database cannot be reached, is locked, or may only be read.
    """
    with writing() as session:
        session.execute(select(User.id).limit(1)).all()
        session.execute(update(User).where(false()).values(name=""))


def has_room() -> bool:
    """Return whether there is room on the disk of a SQLite file; PostgreSQL sees to its own."""
    file = Path(db.engine.url.database or "")
    if db.engine.dialect.name != "sqlite" or not file.exists():
        return True
    return shutil.disk_usage(file.parent).free >= LEAST_ROOM
