from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.browsing import sign_in
from tests.webapp.worlds import CHEAP, MORNING, PASSWORD, World
from webapp.services.people import passwords
from webapp.worker import Worker


@pytest.fixture(autouse=True)
def hasher(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hash passwords cheaply."""
    monkeypatch.setattr(passwords, "_hasher", CHEAP)
    passwords._hash_of_nobody.cache_clear()
    yield
    passwords._hash_of_nobody.cache_clear()


@pytest.fixture
def clock(world: World) -> Iterator[time_machine.Traveller]:
    """The time, standing still on the morning of 3 November until moved."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def hands(app: Flask, world: World) -> Iterator[Worker]:
    """A worker in this process, which does the jobs that it is given."""
    yield Worker(app)
    app.extensions["recite-jobs"].storage.close()


@pytest.fixture
def learner(client: FlaskClient, clock: time_machine.Traveller) -> FlaskClient:
    """A browser in which the learner is signed in."""
    sign_in(client, "learner@example.org", PASSWORD)
    return client
