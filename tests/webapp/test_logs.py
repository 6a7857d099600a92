import logging

import pytest
from flask.testing import FlaskClient


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
