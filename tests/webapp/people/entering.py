"""Signing in by a provider, as a browser does it."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from tests.webapp.people.providing import (
    CLIENT,
    HUSH,
    Provider,
)
from tests.webapp.test_events import Listener, heard, only  # noqa: F401
from tests.webapp.worlds import START
from webapp import providers
from webapp.db import db, writing
from webapp.models import User

SITE = "https://recite.example.org"


NEWCOMER = {"sub": "s-2", "email": "new@example.org", "email_verified": True, "name": "Nina New"}


def use(app: Flask, issuer: str, **changes: Any) -> None:
    named = providers.Provider(issuer, CLIENT, HUSH, "School account")
    app.extensions["recite"] = replace(app.extensions["recite"], provider=named, **changes)


def confirm(user_id: UUID) -> None:
    with writing() as session:
        changes = {"email_confirmed_at": START}
        session.execute(update(User).where(User.id == user_id).values(changes))


def start(client: FlaskClient, then: str | None = None) -> str:
    said = client.get("/oidc/start", query_string={"next": then} if then else None)
    assert said.status_code == 302, said.text
    return said.location


def come_back(client: FlaskClient, address: str) -> TestResponse:
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def go(client: FlaskClient, provider: Provider, then: str | None = None) -> TestResponse:
    return come_back(client, provider.sign_in(start(client, then)))


def who(client: FlaskClient) -> str | None:
    """Whose name the settings show, where somebody is signed in."""
    page = client.get("/settings")
    found = re.search(r'name="name"[^>]*value="([^"]*)"', page.text)
    return found[1] if page.status_code == 200 and found else None


def count(table: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


NOW = int(time.time())
