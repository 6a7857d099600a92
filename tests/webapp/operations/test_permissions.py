"""Nobody but its owner reads the database, a backup or a key, whatever the folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import make_app
from tests.webapp.operations.running import run
from tests.webapp.worlds import World
from webapp.config import load_config
from webapp.db import db
from webapp.permissions import is_open_to_others


@pytest.fixture(autouse=True)
def anything_goes() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_new_database_is_its_owners_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o777)
    app = make_app(tmp_path, f"sqlite:///{tmp_path}/recite.db")
    assert run(app, monkeypatch, "doctor").exit_code == 1
    with app.app_context():
        with db.engine.connect() as connection:
            connection.exec_driver_sql("CREATE TABLE x (y INT)")
            connection.commit()
            found = sorted(tmp_path.glob("recite.db*"))
            assert len(found) == 3
            assert not [file for file in found if is_open_to_others(file)]
        db.engine.dispose()


def test_what_was_open_to_others_is_closed(tmp_path: Path) -> None:
    names = ["recite.db", "recite.db-wal", "recite.db-shm", "secret_key"]
    for name in names:
        (tmp_path / name).touch(mode=0o666)
    (tmp_path / "secret_key").write_text(os.urandom(32).hex())
    config = load_config({"RECITE_DATA": str(tmp_path)})
    app = make_app(tmp_path, config.database_url)
    with app.app_context():
        db.engine.connect().close()
        db.engine.dispose()
    assert not [name for name in names if is_open_to_others(tmp_path / name)]


def test_a_backup_is_its_owners_alone(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o777)
    target, elsewhere = shared / "b.zip", tmp_path / "elsewhere"
    target.touch(mode=0o666)
    elsewhere.touch(mode=0o666)
    (shared / "b.zip.part").symlink_to(elsewhere)
    assert run(app, monkeypatch, "backup", target).exit_code == 0
    assert not is_open_to_others(target)
    assert elsewhere.read_bytes() == b""
    assert sorted(file.name for file in shared.iterdir()) == ["b.zip", "b.zip.part"]
