"""One application for widgets, without a database: they need templates and a language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import make_app


@pytest.fixture(scope="module", autouse=True)
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application whose database is never opened, its context pushed."""
    app = make_app(tmp_path_factory.mktemp("bare"), "sqlite://")
    with app.app_context():
        yield app
