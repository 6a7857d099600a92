import json
import logging
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from webapp import logs
from webapp.cli import recite
from webapp.logs import JsonFormatter, logged_path, record_event


@pytest.mark.parametrize(
    "path",
    ["/one-time/hushhush", "/One-Time/hushhush", "/one-time/hushhush/x", "//one-time/hushhush"],
)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_no_one_time_link_is_logged(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str, method: str
) -> None:
    lines: list[logging.LogRecord] = []
    monkeypatch.setattr(logging.getLogger("recite.access"), "handle", lines.append)
    client.open(method=method, environ_overrides={"PATH_INFO": path})
    (line,) = lines
    assert line.__dict__["fields"]["path"] == "/one-time/…"


def test_other_paths_are_logged(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[logging.LogRecord] = []
    monkeypatch.setattr(logging.getLogger("recite.access"), "handle", lines.append)
    client.get("/healthz")
    assert [line.__dict__["fields"]["path"] for line in lines] == ["/healthz"]


def test_an_event_says_who_and_from_where(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[logging.LogRecord] = []
    monkeypatch.setattr(logging.getLogger("recite.audit"), "handle", lines.append)
    with app.test_request_context(environ_overrides={"REMOTE_ADDR": "192.0.2.7"}):
        record_event("role changed", actor="a", person="b", course=None)
    (line,) = lines
    assert line.getMessage() == "role changed"
    fields = line.__dict__["fields"]
    assert (fields["actor"], fields["person"], fields["address"]) == ("a", "b", "192.0.2.7")
    assert "course" not in fields


WICKED = "a\nb\r\x1b[31mred\x1b[0m\x07\x00\x7f\x85\u2028\u202eevil\u2066\u200b\ufeff\U000e0041 ok é"


def written(**fields: object) -> str:
    record = logging.LogRecord("recite.x", logging.INFO, "f", 1, "said %s", (WICKED,), None)
    record.__dict__["fields"] = fields
    try:
        raise ValueError(WICKED)
    except ValueError:
        record.exc_info = sys.exc_info()
    return JsonFormatter(["hush-4711"]).format(record)


def test_nothing_in_a_line_steers_a_terminal() -> None:
    line = written(name=WICKED, names=[WICKED, {WICKED: WICKED}], file=Path(WICKED), n=3)
    assert line.isprintable()
    read = json.loads(line)
    assert read["message"].isprintable()
    assert read["name"].isprintable()
    assert read["names"][0].isprintable()
    assert read["file"].isprintable()
    assert read["exception"].replace("\n", "").isprintable()
    assert "ok é" in read["message"]
    assert read["n"] == 3


def test_no_secret_and_no_code_is_written() -> None:
    line = written(
        path="/join/4KD9TX", text="see http://x/JOIN/4KD9TX and /one-time/abc_def hush-4711"
    )
    assert "4KD9TX" not in line
    assert "abc_def" not in line
    assert "hush-4711" not in line


@pytest.mark.parametrize(
    "path",
    [
        "/join/4KD9TX",
        "/JOIN/4kd-9tx",
        "//join/4KD9TX",
        "//join//4KD9TX",
        "/join/4KD9TX/x",
        "/join4KD9TX",
        "/join /4KD9TX",
        "/x/../join/4KD9TX",
        "/join/4KD\n9TX",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_no_join_code_is_logged(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str, method: str
) -> None:
    lines: list[logging.LogRecord] = []
    monkeypatch.setattr(logging.getLogger("recite.access"), "handle", lines.append)
    client.open(
        method=method, environ_overrides={"PATH_INFO": path, "QUERY_STRING": "next=/hush/4KD9TX"}
    )
    (line,) = lines
    assert line.__dict__["fields"]["path"] == "/join/…"
    assert "TX" not in str(line.__dict__["fields"]).upper()


def test_other_paths_that_begin_alike_are_logged(app: Flask) -> None:
    for path in ("/teach/join-us", "/join", "/library", "/teach/one-time"):
        with app.test_request_context(path):
            assert logged_path() == path


def test_what_others_log_is_written_alike(app: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    logs.set_up(Flask("another"), "INFO", ["hush-4711"])
    for name in ("some.library", "uvicorn.error", "_granian", "sqlalchemy.pool"):
        logging.getLogger(name).error("%s /join/4KD9TX hush-4711", WICKED)
    said = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert len(said) == 4
    assert all(line["message"].endswith("/join/… …") for line in said)


def test_commands_say_no_more(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"type": "\\u001b[31mred\\u202e"}\n', encoding="utf-8")
    result = CliRunner().invoke(recite, ["convert", str(file), str(tmp_path / "x.yaml")])
    assert result.exit_code == 1
    assert result.output.replace("\n", "").isprintable()
    result = CliRunner().invoke(recite, ["convert", str(file), "x\x1b[31m.bad"])
    assert result.exit_code == 2
    assert result.output.replace("\n", "").isprintable()
