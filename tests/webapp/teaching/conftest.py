from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.webapp.browsing import sign_in
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db


@pytest.fixture
def teacher(client: FlaskClient, world: World) -> FlaskClient:
    """A browser in which the instructor, who owns the course, is signed in."""
    sign_in(client, "instructor@example.org", PASSWORD)
    return client


@pytest.fixture
def counted(teacher: FlaskClient) -> Callable[[str], int]:
    """How many statements a page takes."""

    def count(address: str) -> int:
        statements: list[str] = []

        def note(*arguments: Any) -> None:
            statements.append(arguments[2])

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert teacher.get(address).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)

    return count
