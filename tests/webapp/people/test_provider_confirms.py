"""A provider confirms who somebody is before something that cannot be undone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.webapp.browsing import submit
from tests.webapp.people.entering import NEWCOMER, NOW, come_back, count, go, start, who
from tests.webapp.people.providing import (
    Provider,
)
from tests.webapp.test_events import Listener, heard, only  # noqa: F401
from tests.webapp.worlds import START, World
from webapp.db import db, writing
from webapp.models import Identity, SignIn, User


def test_an_account_without_a_password_is_confirmed_and_deleted(
    app: Flask, world: World, liar: Provider
) -> None:
    liar.person = NEWCOMER
    client = app.test_client()
    go(client, liar)
    assert "Old password" not in client.get("/settings").text
    make_old()
    asked = client.get("/settings/delete")
    assert asked.location == "/confirm?next=/settings/delete"
    page = client.get(asked.location).text
    assert 'name="password"' not in page and 'name="code"' not in page
    assert "/oidc/start?next=/settings/delete" in page
    address = start(client, "/settings/delete")
    assert "prompt=login" in address and "max_age=0" in address
    assert come_back(client, liar.sign_in(address)).location == "/settings/delete"
    assert submit(client, "/settings/delete").status_code == 422
    assert submit(client, "/settings/delete", sure="y").location == "/welcome"
    assert count(Identity) == 0
    assert not db.session.scalar(select(User.id).where(User.email == "new@example.org"))


def test_an_old_sign_in_deletes_nothing(app: Flask, world: World, liar: Provider) -> None:
    liar.person = NEWCOMER
    client = app.test_client()
    go(client, liar)
    page = client.get("/settings/delete").text
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
    make_old()
    said = client.post("/settings/delete", data={"csrf_token": token, "sure": "y"})
    assert said.location.startswith("/confirm")
    assert who(client) == "Nina New"


@pytest.mark.parametrize(
    "changes", [{"auth_time": NOW - 3600}, {"sub": "another"}, {"nonce": "another"}]
)
def test_somebody_else_confirms_nothing(
    app: Flask, world: World, liar: Provider, changes: dict[str, Any]
) -> None:
    liar.person = NEWCOMER
    client = app.test_client()
    go(client, liar)
    make_old()
    liar.changes = changes
    said = go(client, liar, "/settings/delete")
    assert said.status_code == 403 and "Back to Settings" in said.text
    assert who(client) == "Nina New"
    assert client.get("/settings/delete").status_code == 302


def make_old() -> None:
    with writing() as session:
        session.execute(update(SignIn).values(proved_at=START))
