"""A database that somebody else made: read from memory, and nothing in it may act."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from questions.reading.unreadable import Cause, UnreadableError, damaged

_LONGEST = 4 * 1024 * 1024  # bytes of one value: a whole collection’s note types fit
_AT_A_TIME = 10_000  # steps between two looks at how many there were
_MOST_STEPS = 20_000  # looks: a hundred times what fifty thousand cards take
_MODE, _ROLLBACK = slice(18, 20), b"\1\1"  # of the header: with a log beside it there is no file
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_TRANSACTION}
Row = tuple[object, ...]
_CALLED = {"revlog": "answers"}  # what people call the rows of a table, where it has another name


class Database:
    """Tables that may be read, column by column."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.tables = {
            str(name)
            for name, kind, page in connection.execute(
                "SELECT name, type, rootpage FROM sqlite_master"
            )
            if kind == "table" and page
        }

    def rows(self, table: str, *columns: str, most: int) -> Iterator[Row]:
        """Yield the rows of a table by its first column.

        Raises UnreadableError where there is no such table, or there are over ``most`` rows.
        """
        if table not in self.tables:
            raise damaged(f"no table {table}")
        query = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {columns[0]}"  # noqa: S608 -- our own names
        try:
            for number, row in enumerate(self._connection.execute(query)):
                if number == most:
                    said = f"has over {most:,} {_CALLED.get(table, table)}. Export fewer decks."
                    raise UnreadableError(said, Cause.SIZE)
                yield row
        except sqlite3.Error as error:
            raise _worded(error) from error


@contextmanager
def opened(content: bytes) -> Iterator[Database]:
    """Open a database, which can only be read from. Raises UnreadableError."""
    connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=0)
    try:
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        if content[_MODE] != _ROLLBACK:
            content = content[: _MODE.start] + _ROLLBACK + content[_MODE.stop :]
        connection.deserialize(content)
        _bind(connection)
        yield Database(connection)
    except sqlite3.Error as error:
        raise _worded(error) from error
    finally:
        connection.close()


def _bind(connection: sqlite3.Connection) -> None:
    """Let nothing but tables be read, and not for long."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    connection.create_collation("unicase", _compared)
    for pragma in (
        "trusted_schema=OFF",
        "query_only=ON",
        "cell_size_check=ON",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
    looks = count(1)
    connection.set_progress_handler(lambda: next(looks) > _MOST_STEPS, _AT_A_TIME)
    connection.set_authorizer(_authorized)


def _authorized(
    action: int, _table: str | None, _column: str | None, _base: str | None, inside: str | None
) -> int:
    """Allow a table to be read, but not from within a view or a trigger."""
    is_read = action == sqlite3.SQLITE_READ and inside is None
    return sqlite3.SQLITE_OK if is_read or action in _ALLOWED else sqlite3.SQLITE_DENY


def _compared(one: str, other: str) -> int:
    first, second = one.casefold(), other.casefold()
    return (first > second) - (first < second)


def _worded(error: sqlite3.Error) -> UnreadableError:
    if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
        return UnreadableError("takes too long to read. Export fewer decks.", Cause.TIME)
    return damaged(f"{type(error).__name__}: {error}")
