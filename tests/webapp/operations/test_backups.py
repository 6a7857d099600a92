from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.conftest import address, administer, make_app, migrate
from tests.webapp.media.pictures import picture
from tests.webapp.operations.running import run
from tests.webapp.people.histories import have_factors, have_picture
from tests.webapp.people.histories import study as begin_and_end
from tests.webapp.people.links import make_password_link
from tests.webapp.worlds import START, World
from webapp.db import db, writing
from webapp.models import Card, Course, Means, Question, SignIn, User
from webapp.services.errors import Refusal
from webapp.services.operations import backups, upkeep
from webapp.services.operations.made_up_study import study
from webapp.services.people.accounts import make_guest
from webapp.stores import current_store


@pytest.fixture
def studied(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("webapp.services.operations.made_up_study.DAYS", 3)
    study(db.session.get_one(User, world.learner_id), world.course_id, START)
    begin_and_end(world.learner_id, world.course_id)
    have_factors(world.learner_id)
    make_password_link(world.other_learner_id, START)
    make_guest("UTC", START, network="192.0.2.7")
    have_picture(world.course_id, picture())
    with writing() as session:
        later = START + timedelta(days=1)
        session.add(
            SignIn(
                token_hash="hush",
                user_id=world.learner_id,
                means=Means.PASSWORD,
                device="",
                address="",
                is_new_device=False,
                created_at=START,
                last_seen_at=START,
                proved_at=START,
                expires_at=later,
            )
        )
    return world


@pytest.fixture(params=["sqlite", "postgresql"])
def other_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Another application on an empty database of either engine."""
    data = tmp_path / "other"
    data.mkdir()
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), data / "other.db")
        yield make_app(data, f"sqlite:///{data / 'other.db'}")
        return
    server = request.getfixturevalue("postgresql_server")
    name = f"other_{uuid4().hex}"
    administer(server, f'CREATE DATABASE "{name}"')
    app = make_app(data, address(server, name))
    migrate(app)
    yield app
    administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def restored(file: Path, *, replace: bool = False) -> None:
    backups.restore(file, backups.verify(file), replace=replace)


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_either_engine_is_restored_from_either(
    studied: World, other_app: Flask, tmp_path: Path
) -> None:
    there, back = tmp_path / "there.zip", tmp_path / "back.zip"
    first = backups.back_up(there, START)
    with other_app.app_context():
        restored(there)
        second = backups.back_up(back, START)
        assert [problem for check in upkeep.check() for problem in check.problems] == []
        with current_store().open(picture().name) as kept:
            assert kept.read() == picture().content
        db.session.remove()
        db.engine.dispose()
    assert first == second
    assert first.files == 1
    assert first.tables["cards"].rows > 5
    assert not [name for name, content in first.tables.items() if not content.rows]


def test_a_backup_is_its_owners_alone(world: World, tmp_path: Path) -> None:
    backups.back_up(tmp_path / "b.zip", START)
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("*.part"))


def test_a_database_in_use_is_replaced_only_on_request(world: World, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    backups.back_up(file, START)
    before = count(Question)
    db.session.add(User(id=uuid4(), name="Later", created_at=START))
    db.session.commit()
    with pytest.raises(Refusal, match="--replace"):
        restored(file)
    assert count(User) == 6
    restored(file, replace=True)
    assert (count(User), count(Question)) == (5, before)


def spoil(file: Path, member: str, change: str) -> Path:
    """Write a copy of a backup with one member changed."""
    spoilt = file.with_name("spoilt.zip")
    with ZipFile(file) as source, ZipFile(spoilt, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change if name == member else source.read(name))
    return spoilt


def test_damage_is_found_before_anything_is_touched(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.zip"
    backups.back_up(file, START)
    truncated = tmp_path / "truncated.zip"
    truncated.write_bytes(file.read_bytes()[:-200])
    flipped = tmp_path / "flipped.zip"
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 0xFF
    flipped.write_bytes(content)
    text = tmp_path / "text.zip"
    text.write_text("not a backup")
    for bad in (truncated, flipped, text, spoil(file, "tables/users.jsonl", "")):
        result = run(app, monkeypatch, "restore", "--replace", bad)
        assert (result.exit_code, result.output.count("\n")) == (1, 1), result.output
    assert count(User) == 5


def test_a_backup_of_another_version_is_refused(world: World, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    manifest = backups.back_up(file, START).model_dump(mode="json")
    older = spoil(file, "manifest.json", json.dumps({**manifest, "revision": "0000"}))
    with pytest.raises(Refusal, match="0000"):
        restored(older, replace=True)
    fewer = {name: table for name, table in manifest["tables"].items() if name != "cards"}
    with pytest.raises(Refusal, match="another version"):
        restored(spoil(file, "manifest.json", json.dumps({**manifest, "tables": fewer})))
    assert count(Course) == 2


def test_what_does_not_fit_together_changes_nothing(world: World, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    manifest = backups.back_up(file, START)
    empty = {**manifest.model_dump(mode="json")}
    empty["tables"]["users"] = {"rows": 0, "sha256": hashlib.sha256().hexdigest()}
    first = spoil(file, "tables/users.jsonl", "").rename(tmp_path / "first.zip")
    spoilt = spoil(first, "manifest.json", json.dumps(empty))
    with pytest.raises(Refusal, match="cannot be restored"):
        restored(spoilt, replace=True)
    assert count(User) == 5


def test_a_folder_that_is_not_there_is_said(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(app, monkeypatch, "backup", tmp_path / "nowhere" / "b.zip")
    assert (result.exit_code, result.output.count("\n")) == (1, 1)


def test_the_commands(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.zip"
    assert run(app, monkeypatch, "backup", file).exit_code == 0
    assert run(app, monkeypatch, "restore", file).exit_code == 1
    assert run(app, monkeypatch, "restore", "--replace", file).exit_code == 0
    assert count(Card) == 0 and count(Course) == 2


def test_tables_of_another_revision_are_not_backed_up(world: World, tmp_path: Path) -> None:
    db.session.execute(db.text("UPDATE alembic_version SET version_num = '0000'"))
    db.session.commit()
    with pytest.raises(Refusal, match="0000"):
        backups.back_up(tmp_path / "b.zip", START)
    assert not list(tmp_path.glob("b.zip*"))


SECRETS = "hushhush"


def resealed(file: Path, member: str, change: str) -> Path:
    """Write a copy of a backup with one table changed and a manifest that vouches for it."""
    with ZipFile(file) as source:
        manifest = json.loads(source.read("manifest.json"))
    manifest["tables"][member] = {
        "rows": change.count("\n"),
        "sha256": hashlib.sha256(change.encode()).hexdigest(),
    }
    first = spoil(file, f"tables/{member}.jsonl", change).rename(file.with_name("first.zip"))
    return spoil(first, "manifest.json", json.dumps(manifest))


def users(file: Path, **changes: object) -> str:
    with ZipFile(file) as source:
        row = json.loads(source.read("tables/users.jsonl").splitlines()[0])
    return json.dumps({**row, "name": SECRETS, **changes}) + "\n"


@pytest.mark.parametrize(
    "changes",
    [
        {"id": SECRETS},
        {"id": 5},
        {"created_at": SECRETS},
        {"created_at": "2026-01-01"},
        {"rollover_hour": 10**30},
        {"rollover_hour": {"hush": SECRETS}},
        {SECRETS: 1},
        {"name": "\ud800"},
    ],
)
def test_a_crafted_row_ends_in_one_clear_error(
    world: World, tmp_path: Path, changes: dict[str, object]
) -> None:
    file = tmp_path / "b.zip"
    backups.back_up(file, START)
    with pytest.raises(Refusal, match="cannot be restored") as refused:
        restored(resealed(file, "users", users(file, **changes)), replace=True)
    assert SECRETS not in str(refused.value)
    assert count(User) == 5


@pytest.mark.parametrize("line", ["[" * 100_000, "[]", "5", "{}", "{"])
def test_a_line_that_is_no_row_ends_in_one_clear_error(
    world: World, tmp_path: Path, line: str
) -> None:
    file = tmp_path / "b.zip"
    backups.back_up(file, START)
    with pytest.raises(Refusal, match="cannot be restored"):
        restored(resealed(file, "users", line + "\n"), replace=True)
    assert count(User) == 5


def test_what_is_too_large_is_not_read(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.zip"
    backups.back_up(file, START)
    with ZipFile(file) as source:
        manifest = source.read("manifest.json").decode()
    with pytest.raises(Refusal, match="is not a backup"):
        backups.verify(spoil(file, "manifest.json", manifest + " " * 1024 * 1024))
    monkeypatch.setattr(backups, "_LONGEST_LINE", 100)
    with pytest.raises(Refusal, match="is not a backup"):
        backups.verify(file)


@pytest.mark.alone
@pytest.mark.parametrize("line", ["\n", "{}\n", '{"id": 1}\n', " \n"])
def test_millions_of_lines_that_are_no_rows_are_not_read(
    world: World, tmp_path: Path, line: str
) -> None:
    file = tmp_path / "b.zip"
    backups.back_up(file, START)
    spoilt = resealed(file, "users", line * 5_000_000)
    began = time.process_time()
    with pytest.raises(Refusal, match="damaged"):
        backups.verify(spoilt)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_postgresql_does_not_keep_is_named(
    world: World, other_app: Flask, tmp_path: Path
) -> None:
    with writing() as session:
        session.execute(update(Course).values(description="a\0"))
    file = tmp_path / "b.zip"
    backups.back_up(file, START)
    with other_app.app_context():
        place = f"courses, {world.course_id}, description"
        if db.engine.dialect.name == "postgresql":
            with pytest.raises(Refusal, match=r"courses, .*, description.*doctor --repair"):
                restored(file)
            assert count(Course) == 0
        else:
            assert place in backups.restore(file, backups.verify(file), replace=False)
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_picture_that_was_changed_is_told(world: World, tmp_path: Path) -> None:
    have_picture(world.course_id, picture())
    backups.back_up(tmp_path / "b.zip", START)
    file = spoil(tmp_path / "b.zip", f"media/{picture().name}", "x")
    with pytest.raises(Refusal, match="damaged"):
        backups.verify(file)
