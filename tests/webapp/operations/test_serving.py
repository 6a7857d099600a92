from __future__ import annotations

import re
import signal
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from tests.conftest import make_app
from tests.webapp.operations.running import command, run, started
from tests.webapp.operations.test_demonstration import free_port
from tests.webapp.worlds import World
from webapp import server
from webapp.cli import recite
from webapp.config import Config
from webapp.db import db
from webapp.models import User


def catch_serving(monkeypatch: pytest.MonkeyPatch) -> list[Config]:
    """Serve nothing from now on; returns a list of what would have been served."""
    served: list[Config] = []

    def serve(config: Config, greeting: str) -> int:
        served.append(config)
        return 0

    monkeypatch.setattr(server, "serve", serve)
    return served


def test_serves_an_empty_folder_and_offers_administration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("RECITE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RECITE_PORT", str(port))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with started(command("serve"), until="Serving at", cwd=tmp_path) as (process, lines):
        (link,) = re.findall(r"http://\S+/one-time#\S+", "\n".join(lines))
        assert link.startswith(f"http://127.0.0.1:{port}/")
        with urlopen(link, timeout=20) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'data' / 'recite.db'}")
    with app.app_context():
        assert db.session.scalars(select(User)).all() == []
        db.session.remove()
        db.engine.dispose()


def test_the_address_in_the_link_is_the_one_people_use(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = catch_serving(monkeypatch)
    monkeypatch.setenv("RECITE_URL", "https://recite.example.org")
    monkeypatch.setenv("RECITE_PORT", str(free_port()))
    result = run(app, monkeypatch, "serve")
    assert result.exit_code == 0
    assert "https://recite.example.org/one-time#" in result.output
    assert [config.demonstration for config in served] == [False]


def test_there_is_no_link_once_there_is_an_administrator(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    catch_serving(monkeypatch)
    monkeypatch.setenv("RECITE_PORT", str(free_port()))
    result = run(app, monkeypatch, "serve")
    assert (result.exit_code, result.output) == (0, "")


def test_the_demonstration_listens_on_this_machine_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = catch_serving(monkeypatch)
    monkeypatch.setenv("RECITE_HOST", "0.0.0.0")
    monkeypatch.setenv("RECITE_HTTPS", "1")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    arguments = ["demo", "--data", str(tmp_path / "data"), "--port", str(free_port())]
    result = CliRunner().invoke(recite, arguments)
    assert result.exit_code == 0, result.output
    (config,) = served
    assert (config.host, config.https, config.demonstration) == ("127.0.0.1", False, True)
    assert config.data == tmp_path / "data"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"RECITE_PORT": "many"}, "RECITE_PORT"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "Check DATABASE_URL"),
    ],
)
def test_settings_that_cannot_be_used_are_said_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], said: str
) -> None:
    monkeypatch.setenv("RECITE_DATA", str(tmp_path))
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(recite, ["export", "x.jsonl", "--course", "x"])
    assert result.exit_code == 1
    assert said in result.output
    assert len(result.output.strip().splitlines()) == 1
