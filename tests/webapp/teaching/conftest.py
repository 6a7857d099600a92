from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.webapp.browsing import sign_in
from tests.webapp.worlds import PASSWORD, World


@pytest.fixture
def teacher(client: FlaskClient, world: World) -> FlaskClient:
    """A browser in which the instructor, who owns the course, is signed in."""
    sign_in(client, "instructor@example.org", PASSWORD)
    return client
