"""A small provider that lies, for the tests of signing in by one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.webapp.people.entering import use
from tests.webapp.people.providing import (
    Provider,
    provider_running,
)
from tests.webapp.test_events import Listener, heard, only  # noqa: F401


@pytest.fixture
def liar(app: Flask) -> Iterator[Provider]:
    """A small provider that signs in the learner of the world, with right answers unless told."""
    with provider_running() as provider:
        use(app, provider.issuer)
        yield provider
