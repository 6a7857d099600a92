"""What a response says about itself, by http and by https."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from tests.conftest import make_app, migrate
from tests.webapp.browsing import submit
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db

SECURE = {"base_url": "https://localhost"}


def test_by_https_it_is_said_for_a_year(tmp_path: Path) -> None:
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'recite.db'}", https=True)
    for path in ("/sign-in", "/nowhere", "/healthz"):
        with app.app_context():
            said = app.test_client().get(path, **SECURE)
        assert said.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_by_https_no_other_host_can_set_the_session(tmp_path: Path) -> None:
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'recite.db'}", https=True)
    migrate(app)
    with app.app_context():
        said = app.test_client().get("/sign-in", **SECURE)
        db.engine.dispose()
    (cookie,) = said.headers.getlist("Set-Cookie")
    parts = cookie.split("; ")
    assert parts[0].startswith("__Host-recite=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(parts)
    assert "Domain" not in cookie


def test_by_http_nothing_is_said_of_https(app: Flask) -> None:
    said = app.test_client().get("/sign-in")
    assert "Strict-Transport-Security" not in said.headers
    assert said.headers["Set-Cookie"].startswith("recite=")
    assert "Secure" not in said.headers["Set-Cookie"]


def test_whoever_signs_out_leaves_nothing_behind(app: Flask, world: World) -> None:
    browser = app.test_client()
    said = submit(browser, "/sign-in", email="learner@example.org", password=PASSWORD)
    assert "Clear-Site-Data" not in said.headers
    said = submit(browser, "/settings", "/sign-out")
    assert said.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in browser.get("/welcome").headers


def test_a_deleted_account_leaves_nothing_behind(app: Flask, world: World) -> None:
    browser = app.test_client()
    submit(browser, "/sign-in", email="learner@example.org", password=PASSWORD)
    said = submit(browser, "/settings/delete", password="wrong words")
    assert "Clear-Site-Data" not in said.headers
    said = submit(browser, "/settings/delete", password=PASSWORD)
    assert said.headers["Clear-Site-Data"] == '"cache", "storage"'
