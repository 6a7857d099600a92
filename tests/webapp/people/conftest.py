import pytest
from flask import Flask

from tests.webapp.browsing import Browser


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application, met by browsers that share nothing."""
    app.test_client_class = Browser
    return app
