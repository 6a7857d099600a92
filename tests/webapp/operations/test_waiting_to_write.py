"""On SQLite another process that writes all the time passes nobody by for long."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

import webapp.db
from tests.webapp.worlds import World
from webapp.db import db, writing

HELD = 0.6  # seconds: SQLite by itself looks ten times in them, and seldomer as they pass
PATIENT = "PRAGMA busy_timeout"


@pytest.fixture
def other(app: Flask, world: World) -> sqlite3.Connection:
    """A connection as of another process, which is writing."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has those wait in a row")
    connection = sqlite3.connect(
        str(db.engine.url.database), isolation_level=None, check_same_thread=False
    )
    connection.execute("BEGIN IMMEDIATE")
    return connection


def test_it_is_looked_again_soon(other: sqlite3.Connection) -> None:
    looks = []

    def look(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if statement == "BEGIN IMMEDIATE":
            looks.append(statement)

    db.session.rollback()
    event.listen(db.engine, "before_cursor_execute", look)
    release = threading.Timer(HELD, other.rollback)
    release.start()
    with closing(other), writing() as session:
        patience = session.connection().exec_driver_sql(PATIENT).scalar()
    event.remove(db.engine, "before_cursor_execute", look)
    assert len(looks) > 25
    assert patience == 5000, "what else waits does so as it did"


def test_it_is_not_looked_forever(
    other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webapp.db, "_LONGEST_WAIT", 0.1)
    db.session.rollback()
    with closing(other):
        with pytest.raises(OperationalError, match="locked"), writing():
            pytest.fail("somebody else is writing")
        assert db.session.connection().exec_driver_sql(PATIENT).scalar() == 5000
