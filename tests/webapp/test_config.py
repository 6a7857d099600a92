from __future__ import annotations

import os
import secrets
import subprocess
import sys
import threading
import traceback
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.webapp.operations.running import command, started
from tests.webapp.operations.test_demonstration import free_port
from webapp import server_addresses
from webapp.cli import recite
from webapp.config import SETTINGS, Config, ConfigError, load_config, load_model_settings
from webapp.services.people.mail import Mailer

GOOD = secrets.token_hex(32)
HUSH = "Hush-4711"


def test_the_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "recite"
    load_config({"RECITE_DATA": str(folder)})
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "secret_key").stat().st_mode & 0o077 == 0


def test_serves_a_new_folder_with_a_key_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECITE_DATA", str(tmp_path / "new" / "data"))
    monkeypatch.setenv("SECRET_KEY", GOOD)
    monkeypatch.setenv("RECITE_PORT", str(free_port()))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with started(command("serve"), until="Serving at", cwd=tmp_path) as (process, _lines):
        process.terminate()
        assert process.wait(20) == 0
    assert not (tmp_path / "new" / "data" / "secret_key").exists()


def test_a_folder_of_a_named_database_is_made(tmp_path: Path) -> None:
    load_config({"DATABASE_URL": f"sqlite:///{tmp_path}/a/b/x.db", "SECRET_KEY": GOOD})
    assert (tmp_path / "a" / "b").is_dir()


def test_no_folder_is_made_that_is_not_needed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    url = "postgresql://u@127.0.0.1/x"
    load_config({"RECITE_DATA": str(data), "DATABASE_URL": url, "SECRET_KEY": GOOD})
    assert not data.exists()


@pytest.mark.parametrize(
    "secret", ["x!", "changeme", "a" * 64, "changeme" * 8, "0123456789" * 5, " " * 40]
)
def test_a_key_that_could_be_guessed_is_refused(tmp_path: Path, secret: str) -> None:
    with pytest.raises(
        ConfigError, match=r"SECRET_KEY cannot be used: .*token_hex\(32\)"
    ) as caught:
        load_config({"RECITE_DATA": str(tmp_path), "SECRET_KEY": secret})
    assert secret not in str(caught.value)


def test_every_random_key_will_do(tmp_path: Path) -> None:
    for _round in range(500):
        for key in (secrets.token_hex(16), secrets.token_hex(32), secrets.token_urlsafe(24)):
            load_config({"RECITE_DATA": str(tmp_path), "SECRET_KEY": key})


@pytest.mark.parametrize("kept", ["", "short", "ä" * 40])
def test_a_kept_key_that_could_be_guessed_is_refused(tmp_path: Path, kept: str) -> None:
    (tmp_path / "secret_key").write_text(kept, encoding="utf-8")
    with pytest.raises(ConfigError, match="Delete it"):
        load_config({"RECITE_DATA": str(tmp_path)})


def test_of_many_first_starts_one_makes_the_key(tmp_path: Path) -> None:
    for n in range(30):
        found: set[str] = set()
        barrier = threading.Barrier(8)

        def start(
            folder: Path = tmp_path / str(n),
            barrier: threading.Barrier = barrier,
            found: set[str] = found,
        ) -> None:
            barrier.wait()
            found.add(load_config({"RECITE_DATA": str(folder)}).secret_key)

        threads = [threading.Thread(target=start) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (key,) = found
        assert len(key) == 64
        assert [file.name for file in (tmp_path / str(n)).iterdir()] == ["secret_key"]


@pytest.mark.parametrize("name", sorted(SETTINGS))
@pytest.mark.parametrize(
    "value",
    [
        HUSH,
        f"mysql://user:{HUSH}@host/x",
        f"postgresql://user:{HUSH}@host:{HUSH}/x",
        f"postgres://user:pass:{HUSH}@[host/x",
        f"smtp://user:{HUSH}@host:{HUSH}",
        f"smtp://user@host:99999/{HUSH}",
        f"reddis://user:{HUSH}@host",
        f"https://user:{HUSH}@[host",
    ],
)
def test_no_error_repeats_a_password(tmp_path: Path, name: str, value: str) -> None:
    if name in {"RECITE_DATA", "RECITE_HOST"}:
        pytest.skip("a folder or a host is no secret")
    environment = {"RECITE_DATA": str(tmp_path), name: value}
    told = []
    for load in (load_config, load_model_settings):
        try:
            told.append(repr(load(environment)))
        except ConfigError as error:
            told.append("".join(traceback.format_exception(error)))
    assert HUSH not in told[0]
    assert HUSH not in told[1] or name in {"RECITE_LLM_URL", "RECITE_LLM_MODEL"}


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://user:{HUSH}@127.0.0.1:1/x",
        f"postgresql://user:a:{HUSH}@127.0.0.1:1/x?nonsense=1",
        f"postgresql://user:a/{HUSH}@127.0.0.1:{HUSH}/x",
        f"postgresql://127.0.0.1:1/x?password={HUSH}",
        f"sqlite:///{Path('/dev/null')}/x.db",
    ],
)
def test_no_command_repeats_a_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("RECITE_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", url)
    for arguments in (["doctor"], ["serve"], ["backup", str(tmp_path / "b")]):
        result = CliRunner().invoke(recite, arguments)
        assert (result.exit_code, result.exc_info is None) != (0, True)
        assert isinstance(result.exception, SystemExit), result.exception
        assert HUSH not in result.output


def test_what_must_not_be_printed_is_known(tmp_path: Path) -> None:
    config = Config(
        data=tmp_path,
        database_url="postgresql+psycopg://u:a%40b/c@host/x",
        secret_key=GOOD,
        limits_url="redis://:in:redis@host",
        jobs_url="redis://:in:jobs@host",
        smtp_url="smtp://me:mail@host",
    )
    assert set(config.secrets) == {
        GOOD,
        "a%40b/c",
        "a@b/c",
        "in:redis",
        "in:jobs",
        "mail",
    }
    assert not [secret for secret in config.secrets if secret in repr(config)]
    assert "mail@host" not in repr(Mailer("smtp://me:mail@host", "a@example.org"))


def test_what_nobody_foresaw_is_told_without_secrets(tmp_path: Path) -> None:
    script = (
        "from webapp import cli; import click, os\n"
        "@cli.recite.command()\n"
        "def fail():\n"
        "    raise RuntimeError(os.environ['DATABASE_URL'] + os.environ['SECRET_KEY'])\n"
        "cli.main()"
    )
    environment = os.environ | {"DATABASE_URL": f"x://u:{HUSH}@h", "SECRET_KEY": GOOD}
    result = subprocess.run(
        [sys.executable, "-c", script, "fail"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert "RuntimeError: x://u:…@h…" in result.stderr


@pytest.mark.parametrize("url", ["redis://h", "memcached://h", "mongodb+srv://h", "valkey://h"])
def test_a_package_that_is_missing_is_named(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match="pip install"):
        load_config({"RECITE_DATA": str(tmp_path), "RECITE_LIMITS_URL": url})
    load_config({"RECITE_DATA": str(tmp_path), "RECITE_LIMITS_URL": "memory://"})


def test_a_queue_on_redis_says_which_extra_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"RECITE_DATA": str(tmp_path), "RECITE_JOBS_URL": "redis://:in:redis@host:6379/0"}
    monkeypatch.setattr(server_addresses, "find_spec", lambda _name: None)
    with pytest.raises(ConfigError, match=r"pip install 'recite\[redis\]'") as caught:
        load_config(settings)
    assert "in:redis" not in str(caught.value)
    monkeypatch.setattr(server_addresses, "find_spec", lambda name: name)
    assert load_config(settings).jobs_url == settings["RECITE_JOBS_URL"]


@pytest.mark.parametrize("url", ["memory://", "redis://", "redis://host:0", "http://host"])
def test_a_queue_is_a_file_or_redis(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match="RECITE_JOBS_URL cannot be used: give an address"):
        load_config({"RECITE_DATA": str(tmp_path), "RECITE_JOBS_URL": url})


def test_a_worker_is_beside_its_server_or_apart(tmp_path: Path) -> None:
    known = {"": False, "beside": False, "Apart": True}
    for word, is_apart in known.items():
        found = load_config({"RECITE_DATA": str(tmp_path), "RECITE_WORKER": word})
        assert found.worker_apart is is_apart
    with pytest.raises(ConfigError, match="RECITE_WORKER is “2”: give beside or apart"):
        load_config({"RECITE_DATA": str(tmp_path), "RECITE_WORKER": "2"})
