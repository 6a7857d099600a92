"""Where files lie, a folder or a bucket: both do the same, and say so where they cannot."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from flask import Flask
from moto.server import ThreadedMotoServer

from tests.conftest import make_app
from tests.webapp.browsing import sign_in
from tests.webapp.media.pictures import picture, sound
from tests.webapp.media.test_serving import fetch, showing
from tests.webapp.worlds import PASSWORD, START, World
from webapp import stores
from webapp.cli.serving import _say_of_the_store
from webapp.config import ConfigError, load_config
from webapp.db import db
from webapp.server_addresses import BucketAddress
from webapp.services.errors import Refusal
from webapp.services.media.clearing import KEPT, clear_files
from webapp.services.media.keeping import keep_files
from webapp.services.media.queries.files import contents_of
from webapp.services.operations import backups, upkeep
from webapp.stores import FileStore, current_store
from webapp.stores.disk import Disk
from webapp.stores.s3 import Bucket

KEY, SECRET = "KNOWN-TO-NOBODY", "hush-4711-hush"
NAME = picture().name


@pytest.fixture(scope="module")
def storage() -> Iterator[str]:
    """The address of a server that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(
    storage: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> BucketAddress:
    """A bucket of this test's own."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    name = f"recite-{abs(hash(request.node.nodeid)):x}"
    client = boto3.client("s3", endpoint_url=storage, region_name="us-east-1")
    client.create_bucket(Bucket=name)
    client.put_object(Bucket=name, Key=NAME, Body=b"another's")
    client.put_object(Bucket=name, Key="media/notes.txt", Body=b"no file of ours")
    return BucketAddress(name, "media/", storage, "us-east-1")


@pytest.fixture
def deaf() -> Iterator[BucketAddress]:
    """The address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield BucketAddress("gone", "", f"http://127.0.0.1:{listening.getsockname()[1]}", "eu")


@pytest.fixture(params=["disk", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "disk":
        return Disk(tmp_path / "media")
    return Bucket(request.getfixturevalue("bucket"))


def test_either_store_keeps_lists_and_lets_go(store: FileStore) -> None:
    file, other = picture(), sound()
    assert list(store.list()) == []
    store.keep(file.name, file.content)
    store.keep(file.name, file.content)
    store.keep(other.name, other.content)
    with store.open(other.name) as stream:
        stream.seek(10)
        assert stream.read(10) == other.content[10:20]
    touched = dict(store.list())
    assert touched.keys() == {file.name, other.name}
    assert all(abs(datetime.now(UTC) - at) < timedelta(minutes=1) for at in touched.values())
    store.remove(file.name)
    store.remove(file.name)
    assert [name for name, _at in store.list()] == [other.name]
    for unknown in (file.name, "../secret_key"):
        with pytest.raises(FileNotFoundError):
            store.open(unknown)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_site_lives_on_a_bucket(
    app: Flask, world: World, bucket: BucketAddress, tmp_path: Path
) -> None:
    config = app.extensions["recite"]
    backup, heard = tmp_path / "b.zip", sound()
    there = make_app(tmp_path, config.database_url, media=bucket)
    with there.app_context():
        keep_files(world.course_id, [heard, picture()], START, world.instructor_id)
        client = there.test_client()
        sign_in(client, "instructor@example.org", PASSWORD)
        assert fetch(client, heard.name).data == heard.content
        part = fetch(client, heard.name, {"Range": "bytes=10-19"})
        assert (part.status_code, part.data) == (206, heard.content[10:20])
        assert contents_of([world.course_id], [showing(heard)]) == {heard.name: heard.content}
        assert backups.back_up(backup, START).files == 2
        current_store().remove(heard.name)
        told = [problem for check in upkeep.check() for problem in check.problems]
        assert told == [f"{heard.name} of caucasus is missing. Restore it from a backup."]
        assert fetch(client, heard.name).status_code == 404
        backups.restore(backup, backups.verify(backup), replace=True)
        with current_store().open(heard.name) as kept:
            assert kept.read() == heard.content
        current_store().keep(picture("blue").name, picture("blue").content)
        clear_files(START)
        keep_files(world.course_id, [picture("green")], START, None)
        clear_files(datetime.now(UTC) + KEPT)
        assert {name for name, _at in current_store().list()} == {picture("green").name}
        db.session.remove()
        db.engine.dispose()
    assert not (tmp_path / "media").exists()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_storage_that_does_not_answer_is_told_of(
    app: Flask, world: World, deaf: BucketAddress, bucket: BucketAddress,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr("webapp.stores.s3._READ_SECONDS", 0.1)
    keep_files(world.course_id, [picture()], START, None)
    there = make_app(tmp_path, app.extensions["recite"].database_url, media=deaf)
    with there.app_context():
        client = there.test_client()
        sign_in(client, "instructor@example.org", PASSWORD)
        assert fetch(client, NAME).status_code == 503
        with pytest.raises(Refusal, match=r"cannot be stored just now\. Try again"):
            keep_files(world.course_id, [sound()], START, None)
        with pytest.raises(Refusal, match=r"cannot be read just now\. Try again"):
            contents_of([world.course_id], [showing(picture())])
        with pytest.raises(Refusal, match="cannot be read: the storage does not answer"):
            backups.back_up(tmp_path / "b.zip", START)
        told = [problem for check in upkeep.check() for problem in check.problems]
        assert told == ["The store cannot be read: the storage does not answer"]
        _say_of_the_store()
        assert "Warning: pictures and sounds cannot be read" in capsys.readouterr().err
        db.session.remove()
        db.engine.dispose()


def test_after_a_silence_nobody_waits_for_a_while(
    deaf: BucketAddress, bucket: BucketAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.stores.s3._READ_SECONDS", 0.1)
    clock = [0.0]
    store = Bucket(deaf, lambda: clock[0])
    with pytest.raises(OSError, match="does not answer"):
        store.open(NAME)
    store._address = bucket
    del store._client
    with pytest.raises(OSError, match="does not answer"):
        list(store.list())
    clock[0] = 6.0
    assert list(store.list()) == []


def test_what_is_wrong_is_said_and_no_key(
    bucket: BucketAddress, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    Bucket(bucket).keep(NAME, b"x")
    with pytest.raises(OSError, match="there is no such bucket"):
        Bucket(BucketAddress("nowhere", "", bucket.endpoint, "us-east-1")).keep(NAME, b"x")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(OSError, match="half of the key is missing"):
        Bucket(bucket).keep(NAME, b"x")
    assert "storage cannot be used" in caplog.text
    assert KEY not in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/var/media", "give an address like s3://"),
        ("s3://Bucket_1/x", "give an address like s3://"),
        (f"s3://key:{SECRET}@bucket", "give an address like s3://"),
        ("s3://bucket?endpont=https://h", "endpoint=… and region=…"),
        ("s3://bucket?region=eu&region=us", "each once"),
        (f"s3://bucket?endpoint=https://k:{SECRET}@h", "an address like https://s3.example.org"),
        ("s3://bucket?endpoint=s3.example.org", "an address like https://s3.example.org"),
        ("s3://bucket?region=", "a name like eu-central-1"),
    ],
)
def test_a_wrong_setting_says_what_is_right(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match="RECITE_MEDIA cannot be used") as caught:
        load_config({"RECITE_DATA": str(tmp_path), "RECITE_MEDIA": text})
    assert said in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_right_setting_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "s3://my.bucket/a/b/?endpoint=http://127.0.0.1:9000&region=eu-central-1"
    given = {"RECITE_DATA": str(tmp_path), "RECITE_MEDIA": text}
    read = BucketAddress("my.bucket", "a/b/", "http://127.0.0.1:9000", "eu-central-1")
    assert load_config(given).media == read
    assert isinstance(stores._open(load_config(given)), Bucket)
    monkeypatch.setattr("webapp.server_addresses.find_spec", lambda _name: None)
    with pytest.raises(ConfigError, match=r"pip install 'recite\[s3\]'"):
        load_config(given)
