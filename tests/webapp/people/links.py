"""One-time links as tests make and open them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.webapp.browsing import forms_in, post
from webapp.db import writing
from webapp.models import LinkPurpose
from webapp.services.people.one_time_links import Terms, make_link

PAGE = "/one-time"


def make_password_link(user_id: UUID, at: datetime, **terms: object) -> str:
    """Return the token of a link that sets this person's password, by default a mailed one."""
    given = Terms(**({"is_mailed": True} | terms))  # type: ignore[arg-type]
    with writing() as session:
        return make_link(session, LinkPurpose.PASSWORD, user_id, at, given)


def open_link(client: FlaskClient, token: str) -> TestResponse:
    """Go by a link to what it is for."""
    return post(client, PAGE, token=token)


def use_link(client: FlaskClient, token: str, **fields: str) -> TestResponse:
    """Go by a link and fill in the form that it leads to."""
    page = open_link(client, token)
    forms = [f for f in forms_in(page.text) if f.action == PAGE and f.method == "post"]
    assert len(forms) == 1, page.text
    return client.post(PAGE, data=forms[0].values | fields)
