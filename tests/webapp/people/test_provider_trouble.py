"""A provider that fails, or leads elsewhere, stops nobody and is told of."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.webapp.browsing import sign_in
from tests.webapp.people.entering import come_back, confirm, go, start, use, who
from tests.webapp.people.providing import (
    Provider,
)
from tests.webapp.test_events import Listener, heard, only  # noqa: F401
from tests.webapp.worlds import PASSWORD, World


def test_an_answer_of_another_issuer_is_refused(app: Flask, world: World, liar: Provider) -> None:
    confirm(world.learner_id)
    client = app.test_client()
    answer = liar.sign_in(start(client))
    mixed = answer.partition("&iss=")[0] + "&iss=https%3A%2F%2Fevil.example"
    assert come_back(client, mixed).status_code == 403
    assert "/token" not in liar.requests


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "evil"],
)
def test_never_leads_to_another_site(
    app: Flask, world: World, liar: Provider, elsewhere: str
) -> None:
    confirm(world.learner_id)
    assert go(app.test_client(), liar, elsewhere).location == "/"


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/.well-known/openid-configuration", (500, b"")),
        ("/.well-known/openid-configuration", (302, b"http://127.0.0.1:1/")),
        ("/.well-known/openid-configuration", (200, b"[]")),
        ("/.well-known/openid-configuration", (200, b"[" * 100_000)),
        ("/.well-known/openid-configuration", (200, b"{" + b" " * 600_000 + b"}")),
        ("/.well-known/openid-configuration", (200, b"{}")),
        ("/token", (500, b"")),
        ("/token", (302, b"http://127.0.0.1:1/")),
        ("/token", (200, b"null")),
        ("/keys", (503, b"")),
        ("/keys", (200, b"\xff")),
    ],
)
def test_a_provider_in_trouble_is_told_of(
    app: Flask, world: World, liar: Provider, path: str, answer: tuple[int, bytes]
) -> None:
    confirm(world.learner_id)
    liar.answers = {path: answer}
    client = app.test_client()
    said = client.get("/oidc/start?next=/progress")
    if path in {"/token", "/keys"}:
        said = come_back(client, liar.sign_in(said.location))
    assert said.status_code == 503
    assert "does not answer" in said.text and "/sign-in" in said.text
    assert who(client) is None
    assert sign_in(client, "learner@example.org", PASSWORD).status_code == 302


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": None},
        {"token_endpoint": ["https://evil.example"]},
        {"token_endpoint": "https://a:b@evil.example:x/"},
    ],
)
def test_a_description_that_leads_elsewhere_is_not_followed(
    app: Flask, world: World, liar: Provider, described: dict[str, Any]
) -> None:
    liar.described = described
    assert app.test_client().get("/oidc/start").status_code == 503


def test_a_provider_that_is_down_stops_nobody_else(app: Flask, world: World) -> None:
    use(app, "http://127.0.0.1:9")
    client = app.test_client()
    said = client.get("/oidc/start")
    assert said.status_code == 503 and "does not answer" in said.text
    assert "Sign in with School account" in client.get("/sign-in").text
    assert sign_in(client, "learner@example.org", PASSWORD).status_code == 302
