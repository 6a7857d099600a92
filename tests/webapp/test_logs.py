import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.logs import record_event


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
