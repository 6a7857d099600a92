"""By which names the site may be asked for, and that no link repeats one."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import make_app
from tests.webapp.browsing import sign_in
from tests.webapp.worlds import PASSWORD, World
from webapp.access.hosts import name_in
from webapp.gateway.calling import REACHED_AT
from webapp.outbox import site_address

URL = "https://recite.example.org"
EVERYWHERE = "0.0.0.0"


def status(app: Flask, host: str, path: str = "/welcome") -> int:
    with app.app_context():
        return app.test_client().get(path, headers={"Host": host}).status_code


@pytest.mark.parametrize(
    ("settings", "known", "unknown"),
    [
        (
            {"demonstration": True},
            ["localhost:8000", "127.0.0.1", "[::1]:9", "LOCALHOST."],
            ["192.0.2.1", "recite.example.org", socket.gethostname()],
        ),
        (
            {"url": URL},
            ["recite.example.org", "Recite.Example.ORG:443", "recite.example.org."],
            ["localhost", "127.0.0.1", "example.org", "a.recite.example.org", "192.0.2.1"],
        ),
        (
            {"host": "192.0.2.7"},
            ["192.0.2.7:8000", "localhost", socket.gethostname()],
            ["192.0.2.8", "recite.example.org"],
        ),
        (
            {"host": EVERYWHERE},
            ["192.0.2.8:80", "[2001:db8::1]:80", "localhost"],
            ["recite.example.org", "192.0.2.8.example.org"],
        ),
        ({"host": EVERYWHERE, "url": URL}, ["recite.example.org"], ["192.0.2.8"]),
    ],
)
def test_asked_for_by_another_name_it_says_so(
    tmp_path: Path, settings: dict[str, object], known: list[str], unknown: list[str]
) -> None:
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'none.db'}", **settings)
    assert 400 not in {status(app, host) for host in known}
    for path in ("/welcome", "/sign-in", "/static/x/favicon.svg", "/teach//x", "/nowhere"):
        assert {status(app, host, path) for host in unknown} == {400}
    with app.app_context():
        page = app.test_client().get("/welcome", headers={"Host": unknown[0]}).text
    assert "not known by that name" in page and unknown[0] not in page
    assert {status(app, host, "/healthz") for host in unknown} == {200}


def test_what_is_no_host_names_nobody() -> None:
    for host in ("", "a b", "a/b", "u@a", "a:b", "a:123456", "a\x00", "[a", "é", "a,b", "a:1:2"):
        assert name_in(host) is None
    assert name_in("[::1]:80") == "::1" and name_in("A.b.") == "a.b"


def test_the_name_a_proxy_was_asked_by_counts(tmp_path: Path) -> None:
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'none.db'}", url=URL, proxies=1)
    for host, expected in (("recite.example.org", 200), ("evil.example", 400)):
        sent = {"Host": "127.0.0.1:8000", "X-Forwarded-Host": host}
        with app.app_context():
            assert app.test_client().get("/welcome", headers=sent).status_code == expected


def test_a_redirect_names_no_host(app: Flask) -> None:
    said = app.test_client().get("/teach//x?next=/x")
    assert (said.status_code, said.location) == (308, "/teach/x?next=/x")
    path = {"PATH_INFO": "//evil.example//x", "REQUEST_URI": "//evil.example//x"}
    location = app.test_client().get("/", environ_overrides=path).location or ""
    assert not location.startswith("//") and "localhost" not in location


def test_links_are_built_from_the_settings(app: Flask, world: World) -> None:
    browser = app.test_client()
    sign_in(browser, "instructor@example.org", PASSWORD)
    page = browser.get(f"/teach/{world.slug}", headers={"Host": "localhost:9999"}).text
    assert "http://127.0.0.1:8000/join/" in page and "localhost:9999" not in page


@pytest.mark.parametrize(
    ("settings", "root"),
    [
        ({"url": URL}, URL),
        ({}, "http://127.0.0.1:8000"),
        ({"host": "::1", "port": 80}, "http://[::1]:80"),
        ({"host": EVERYWHERE}, "http://192.0.2.9:8000"),
        ({"host": "::", "https": True}, "https://192.0.2.9:8000"),
        ({"host": EVERYWHERE, "url": URL}, URL),
    ],
)
def test_a_link_leads_to_where_the_site_is(
    tmp_path: Path, settings: dict[str, object], root: str
) -> None:
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'none.db'}", **settings)
    reached = {REACHED_AT: ("192.0.2.9", 8000)}
    with app.test_request_context(base_url="http://evil.example", environ_overrides=reached):
        assert site_address("welcome.show") == f"{root}/welcome"


def test_without_a_way_in_a_link_leads_to_this_machine(tmp_path: Path) -> None:
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'none.db'}", host=EVERYWHERE)
    with app.test_request_context():
        assert site_address("welcome.show") == "http://127.0.0.1:8000/welcome"
