"""A database that is away, locked, full or read-only: an answer in time, and nothing lost."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits.storage import MemoryStorage
from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.pool import NullPool
from werkzeug.test import TestResponse

from tests.conftest import make_app
from tests.webapp.browsing import sign_in, token_on
from tests.webapp.operations.running import run
from tests.webapp.worlds import PASSWORD, World
from webapp import db as database
from webapp import engines
from webapp.access import limiter
from webapp.config import Config
from webapp.db import db
from webapp.models import Course
from webapp.services.operations import readiness

SECONDS = 8


@pytest.fixture
def app(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An application that waits for its database for a second."""
    monkeypatch.setattr(engines, "LOCKED", 1)
    monkeypatch.setattr(engines, "CONNECTING", 2)
    pragmas = [pragma for pragma in database._PRAGMAS if "busy" not in pragma]
    monkeypatch.setattr(database, "_PRAGMAS", [*pragmas, "busy_timeout=1000"])
    app = make_app(tmp_path, database_url, log_level="ERROR")
    limiter.reset()
    with app.app_context():
        engine = db.engine
        yield app
        db.session.remove()
    engine.dispose()  # after what a context stores as it ends


@pytest.fixture
def instructor(client: FlaskClient, world: World) -> FlaskClient:
    assert sign_in(client, "instructor@example.org", PASSWORD).status_code == 302
    return client


@pytest.fixture
def token(instructor: FlaskClient) -> str:
    return token_on(instructor, "/teach")


def add_course(client: FlaskClient, token: str) -> TestResponse:
    return client.post("/teach", data={"csrf_token": token, "title": "Another"})


def check_refused(answer: TestResponse, said: str) -> None:
    assert answer.status_code == 503
    assert said in answer.text
    assert int(answer.headers["Retry-After"]) > 0


def count_courses() -> int:
    return db.session.scalar(select(func.count()).select_from(Course)) or 0


@contextmanager
def timed() -> Iterator[None]:
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < SECONDS


@contextmanager
def outsider(app: Flask) -> Iterator[Connection]:
    """Somebody else at the same database."""
    config: Config = app.extensions["recite"]
    engine = create_engine(config.database_url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def cut(app: Flask, *statements: str) -> None:
    """End every connection to this PostgreSQL database, after some statements."""
    db.session.remove()
    config: Config = app.extensions["recite"]
    name = db.engine.url.database
    elsewhere = config.database_url.replace(f"/{name}?", "/postgres?")
    engine = create_engine(elsewhere, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement.format(name)))
        ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        connection.execute(text(ending), {"name": name})
    engine.dispose()


def only(engine: str) -> None:
    if db.engine.dialect.name != engine:
        pytest.skip(f"{engine} only")


def test_a_read_only_postgresql(instructor: FlaskClient, token: str, app: Flask) -> None:
    only("postgresql")
    before = count_courses()
    cut(app, 'ALTER DATABASE "{}" SET default_transaction_read_only = on')
    check_refused(add_course(instructor, token), "can only be read")
    assert instructor.get("/readyz").status_code == 503
    assert instructor.get("/healthz").status_code == 200
    assert instructor.get("/library").status_code == 200
    cut(app, 'ALTER DATABASE "{}" RESET default_transaction_read_only')
    assert instructor.get("/readyz").status_code == 200
    assert add_course(instructor, token).status_code == 302
    assert count_courses() == before + 1


def test_a_read_only_file(world: World, app: Flask, tmp_path: Path) -> None:
    only("sqlite")
    config: Config = app.extensions["recite"]
    address = f"sqlite:///file:{config.database_file}?mode=ro&uri=true"
    other = make_app(tmp_path, address, log_level="ERROR")
    with other.app_context():
        client = other.test_client()
        assert client.get("/readyz").status_code == 503
        check_refused(sign_in(client, "learner@example.org", PASSWORD), "can only be read")
        db.session.remove()
        db.engine.dispose()


def test_a_full_file(instructor: FlaskClient, token: str, app: Flask) -> None:
    only("sqlite")
    before = count_courses()
    db.session.remove()
    db.engine.dispose()
    with closing(sqlite3.connect(str(db.engine.url.database))) as connection:
        connection.execute("VACUUM")  # what migrations gave up would be room

    def fill(connection: Any, record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(db.engine, "connect", fill)
    for _attempt in range(200):
        answer = add_course(instructor, token)
        if answer.status_code != 302:
            break
        before += 1
    check_refused(answer, "no room left")
    event.remove(db.engine, "connect", fill)
    db.engine.dispose()
    assert count_courses() == before
    assert add_course(instructor, token).status_code == 302


def test_a_full_disk_is_not_ready(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    only("sqlite")
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(readiness, "LEAST_ROOM", 2**60)
    assert client.get("/readyz").status_code == 503


def test_a_held_lock_is_not_waited_for_forever(
    instructor: FlaskClient, token: str, app: Flask
) -> None:
    before = count_courses()
    db.session.rollback()
    with outsider(app) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE courses, users IN ACCESS EXCLUSIVE MODE"))
        else:
            connection.rollback()
            connection.connection.driver_connection.execute("BEGIN IMMEDIATE")  # type: ignore[union-attr]
        with timed():
            check_refused(add_course(instructor, token), "busy or away")
        with timed():
            assert instructor.get("/readyz").status_code == 503
        assert instructor.get("/healthz").status_code == 200
    assert add_course(instructor, token).status_code == 302
    assert count_courses() == before + 1


def test_cut_connections_are_not_noticed(instructor: FlaskClient, token: str, app: Flask) -> None:
    only("postgresql")
    for _round in range(3):
        cut(app)
        assert instructor.get("/library").status_code == 200
        cut(app)
        assert add_course(instructor, token).status_code == 302


def test_a_database_that_is_away(instructor: FlaskClient, token: str, app: Flask) -> None:
    only("postgresql")
    cut(app, 'ALTER DATABASE "{}" ALLOW_CONNECTIONS false')
    try:
        for path in ("/", "/library", "/teach"):
            with timed():
                check_refused(instructor.get(path), "busy or away")
        check_refused(add_course(instructor, token), "busy or away")
        assert instructor.get("/nowhere").status_code == 404
        assert instructor.get("/readyz").status_code == 503
        assert instructor.get("/healthz").status_code == 200
    finally:
        cut(app, 'ALTER DATABASE "{}" ALLOW_CONNECTIONS true')
    assert add_course(instructor, token).status_code == 302


def test_when_all_connections_are_taken(instructor: FlaskClient, app: Flask) -> None:
    db.session.remove()
    held = [db.engine.connect() for _n in range(18)]
    try:
        with timed():
            check_refused(instructor.get("/library"), "busy or away")
    finally:
        for connection in held:
            connection.close()
    assert instructor.get("/library").status_code == 200


def test_commands_are_not_hurried(
    world: World, app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only("postgresql")
    config: Config = app.extensions["recite"]
    shown = text("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
    assert tuple(db.session.execute(shown).one()) == ("15s", "1s")
    patient = make_app(tmp_path, database_url, patient=True)
    with patient.app_context():
        assert tuple(db.session.execute(shown).one()) == ("0", "0")
        db.session.remove()
        db.engine.dispose()
    asked: list[str] = []

    def note(
        connection: object, cursor: object, statement: str, *rest: object, **more: object
    ) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    assert run(app, monkeypatch, "backup", tmp_path / "b.zip").exit_code == 0
    event.remove(Engine, "before_cursor_execute", note)
    assert not [statement for statement in asked if "_timeout" in statement]
    assert replace(config, patient=True).patient


def test_no_log_holds_what_people_sent(
    instructor: FlaskClient, token: str, app: Flask, capfd: pytest.CaptureFixture[str]
) -> None:
    @event.listens_for(db.engine, "before_cursor_execute", retval=True)
    def spoil(
        connection: object, cursor: object, statement: str, parameters: object, *rest: object
    ) -> tuple[str, object]:
        return statement.replace("INSERT INTO courses", "INSERT INTO coursses"), parameters

    with app.app_context():
        answer = instructor.post("/teach", data={"csrf_token": token, "title": "Hush hush"})
    assert answer.status_code >= 500
    assert "Hush hush" not in capfd.readouterr().err


class Away(MemoryStorage):
    """A server for counting limits that nobody reaches."""

    STORAGE_SCHEME = ["away"]  # noqa: RUF012

    @property
    def base_exceptions(self) -> type[Exception]:
        return ConnectionError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        raise ConnectionError("refused")


def test_where_limits_are_counted_is_away(world: World, database_url: str, tmp_path: Path) -> None:
    app = make_app(tmp_path, database_url, limits_url="away://")
    with app.app_context():
        check_refused(sign_in(app.test_client(), "learner@example.org", PASSWORD), "busy or away")
        db.session.remove()
        db.engine.dispose()
