"""Counting in a file: what the processes of one server count of tries, they count together.

Only what may be tried seldom is counted, so that a file is quick enough. It holds nothing that is
missed when it is lost.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from threading import local

from limits.storage import Storage

from webapp.permissions import protect_database

_PATIENCE = 5.0  # seconds
_MADE = "CREATE TABLE IF NOT EXISTS counts (name TEXT PRIMARY KEY, count INT, until REAL)"
_COUNTED = """
INSERT INTO counts (name, count, until) VALUES (:name, :amount, :now + :seconds)
ON CONFLICT (name) DO UPDATE SET
    count = CASE WHEN until > :now THEN count ELSE 0 END + :amount,
    until = CASE WHEN until > :now THEN until ELSE :now + :seconds END
RETURNING count
"""


class SharedCounts(Storage):
    """Counts that several processes share, in a SQLite file: ``shared:///folder/limits.db``."""

    STORAGE_SCHEME = ["shared"]  # noqa: RUF012 -- as its base has it

    def __init__(self, uri: str, wrap_exceptions: bool = False, **_options: str) -> None:
        super().__init__(uri, wrap_exceptions)
        self._file = Path(uri.removeprefix("shared://"))
        self._kept = local()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What goes wrong with the file."""
        return sqlite3.Error

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count so much more, in a new window once the last one is over; returns the count."""
        given = {"name": key, "amount": amount, "seconds": expiry, "now": time.time()}
        [(count,)] = self._connection.execute(_COUNTED, given).fetchall()
        self._connection.execute("DELETE FROM counts WHERE until <= ?", (given["now"],))
        return int(count)

    def get(self, key: str) -> int:
        """Return the count of the window that is not over."""
        query = "SELECT count FROM counts WHERE name = ? AND until > ?"
        row = self._connection.execute(query, (key, time.time())).fetchone()
        return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        """Return when the window is over."""
        query = "SELECT until FROM counts WHERE name = ?"
        row = self._connection.execute(query, (key,)).fetchone()
        return float(row[0]) if row else time.time()

    def check(self) -> bool:
        """Return whether it can be counted."""
        return bool(self._connection.execute("SELECT 1").fetchone())

    def reset(self) -> int:
        """Forget all counts; returns how many there were."""
        return self._connection.execute("DELETE FROM counts").rowcount

    def clear(self, key: str) -> None:
        """Forget one count."""
        self._connection.execute("DELETE FROM counts WHERE name = ?", (key,))

    @property
    def _connection(self) -> sqlite3.Connection:
        """This thread's own, as SQLite wants it."""
        kept: sqlite3.Connection | None = getattr(self._kept, "connection", None)
        if kept is None:
            protect_database(self._file)
            kept = sqlite3.connect(self._file, _PATIENCE, isolation_level=None)
            kept.execute("PRAGMA synchronous = OFF")
            kept.execute(_MADE)
            self._kept.connection = kept
        return kept
