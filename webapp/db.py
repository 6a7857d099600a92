"""Engine and session: SQLite and PostgreSQL under one set of rules."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any
from uuid import UUID
from weakref import WeakKeyDictionary

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, Dialect, Engine, Enum, MetaData, event
from sqlalchemy.exc import OperationalError, TimeoutError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

from webapp.clock import from_milliseconds, to_milliseconds
from webapp.permissions import protect_database

_MOST = 0xFFF
_LONGEST_WAIT = 5.0  # seconds, for SQLite as well
_LOOK_AGAIN = 0.002  # seconds: about what a short write takes
_BUSY_TIMEOUT = f"busy_timeout={_LONGEST_WAIT * 1000:.0f}"
_WAIT_AGAIN = f"PRAGMA {_BUSY_TIMEOUT}"
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", _BUSY_TIMEOUT, "foreign_keys=ON")


_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_words = Enum(
    StrEnum,
    native_enum=False,
    values_callable=lambda kind: [word.value for word in kind],
    length=16,
)


class Base(DeclarativeBase):
    """The declarative base of every model."""

    registry = registry(
        metadata=MetaData(naming_convention=_NAMES), type_annotation_map={StrEnum: _words}
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept as UTC milliseconds so that both engines agree on it."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        """Return milliseconds since 1970."""
        return None if value is None else to_milliseconds(value)

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> datetime | None:
        """Return the aware moment."""
        return None if value is None else from_milliseconds(value)


def new_id(at: datetime) -> UUID:
    """Return a UUID of version 7 (RFC 9562): 48 bits of milliseconds, a counter, then chance.

    Ids that one process makes for the same millisecond, one after the other, ascend.
    """
    milliseconds = to_milliseconds(at)
    value = milliseconds << 80 | 0x7 << 76 | _counter(milliseconds) << 64
    return UUID(int=value | 0b10 << 62 | secrets.randbits(62))


_latest = [0, 0]
_counting = Lock()
_turns: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()


def _counter(milliseconds: int) -> int:
    """Return 12 bits: from chance in a new millisecond, one more in the same."""
    with _counting:
        same = milliseconds == _latest[0] and _latest[1] < _MOST
        _latest[:] = [milliseconds, _latest[1] + 1 if same else secrets.randbits(11)]
        return _latest[1]


@contextmanager
def writing() -> Iterator[Session]:
    """Run one write transaction: commit at its end, roll back on any error.

    On SQLite it begins IMMEDIATE, so that two writers wait for each other instead of failing.
    Inside another one it takes part in it.
    """
    session = db.session()
    if session.info.get("writing"):
        yield session
        return
    session.commit()  # end the snapshot that reading began
    with _turn(session.get_bind()):
        session.connection(execution_options={"writing": True})
        session.info["writing"] = True
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("writing", None)


@contextmanager
def _turn(bind: Engine | Connection) -> Iterator[None]:
    """Have the threads of a process take turns at writing to SQLite. Raises TimeoutError.

    SQLite lets those that wait look again now and then, and whoever looks in time goes first: of
    eight that write all the time some would wait for seconds, and be turned away.
    """
    if bind.dialect.name != "sqlite":
        yield
        return
    with _counting:
        turns = _turns.setdefault(bind.engine, Lock())
    if not turns.acquire(timeout=_LONGEST_WAIT):
        raise TimeoutError("others write for too long")
    try:
        yield
    finally:
        turns.release()


@event.listens_for(Engine, "do_connect")
def _before_connect(
    dialect: Dialect, _record: object, arguments: Sequence[Any], _named: Mapping[str, Any]
) -> None:
    """Have a SQLite file be its owner's alone; what SQLite makes beside it takes after it."""
    if dialect.name == "sqlite" and str(arguments[0]).startswith("/"):
        protect_database(Path(arguments[0]))


@event.listens_for(Engine, "connect")
def _on_connect(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _on_begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        if connection.get_execution_options().get("writing"):
            _begin_writing(connection)
        else:
            connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection) -> None:
    """Begin a write transaction of SQLite, once no other process has one.

    SQLite itself would look again ever more seldom, in the end ten times a second, and between two
    looks another process that writes all the time has written and begun anew.
    """
    raw: Any = connection.connection.driver_connection
    until = monotonic() + _LONGEST_WAIT
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while not _begins(connection, last=monotonic() > until):
            sleep(_LOOK_AGAIN)
    finally:
        raw.execute(_WAIT_AGAIN)


def _begins(connection: Connection, *, last: bool) -> bool:
    """Say whether a write transaction began. Raises OperationalError if not at the last look."""
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        busy = getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY")
        if last or not busy:
            raise
        return False
    return True
