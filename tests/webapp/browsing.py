"""A person at a browser: fetches pages, fills in their forms and sends them with their token.

Import it as ``from tests.webapp.browsing import sign_in, post, submit``.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webapp.db import db

Values = dict[str, list[str]]
_TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


class Browser(FlaskClient):
    """A browser whose requests share nothing with the test, as in real life.

    Inside the context that the ``app`` fixture pushes, they would share ``flask.g``, so that one
    browser's token or viewer would be another's.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request; afterwards the test's own session sees what it stored."""
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        db.session.rollback()
        return response


class Form:
    """A form as a page gives it: where it is sent, and the values it starts with."""

    def __init__(self, action: str, method: str) -> None:
        self.action = action
        self.method = method
        self.values: Values = {}

    def add(self, name: str, value: str) -> None:
        """Add a value of a control."""
        self.values.setdefault(name, []).append(value)


def sign_in(client: FlaskClient, email: str, password: str) -> TestResponse:
    """Sign in through the page; a redirect when it worked."""
    return post(client, "/sign-in", email=email, password=password)


def sign_out(client: FlaskClient) -> TestResponse:
    """Sign out through the account menu."""
    return post(client, "/sign-out", page="/settings")


def post(
    client: FlaskClient, path: str, page: str | None = None, **fields: str | list[str]
) -> TestResponse:
    """Send ``fields`` to ``path`` with the token of ``page`` (by default ``path`` itself)."""
    return client.post(path, data={"csrf_token": token_on(client, page or path), **fields})


def submit(
    client: FlaskClient, page: str, action: str | None = None, **changes: str | list[str] | None
) -> TestResponse:
    """Fetch ``page``, fill in its form for ``action`` (by default itself) and send it.

    What is not named keeps the value the page gives it; ``None`` leaves a field out.
    """
    form = form_on(client, page, action)
    sent = {name: values for name, values in (form.values | changes).items() if values is not None}
    return client.post(form.action or page, data=sent)


def form_on(client: FlaskClient, page: str, action: str | None = None) -> Form:
    """Return the POST form of ``page`` that goes to ``action`` (by default to the page itself)."""
    text = client.get(page).get_data(as_text=True)
    forms = [form for form in forms_in(text) if form.method == "post"]
    for form in forms:
        if form.action == action or (action is None and form.action in ("", page)):
            return form
    raise AssertionError(f"no form for {action or page} among {[f.action for f in forms]}")


def token_on(client: FlaskClient, page: str) -> str:
    """Return the token of a page, of the settings or of the sign-in page, whichever has one.

    A page that cannot be fetched says so on a page that has one, too.
    """
    for path in (page, "/settings", "/sign-in"):
        if found := _TOKEN.search(client.get(path).get_data(as_text=True)):
            return found[1]
    raise AssertionError(f"no token on {page}")


def forms_in(html: str) -> list[Form]:
    """Return the forms of a page with the values a browser would send."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: str | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._read_control(self._form, tag, given)

    def _read_control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "input" and name and _is_sent(given):
            form.add(name, given.get("value", "on" if given.get("type") == "checkbox" else ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            form.add(self._select, given.get("value", ""))
        elif tag == "textarea":
            self._textarea = name
            form.values[name] = [""]

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._textarea:
            self._form.values[self._textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None


def _is_sent(given: dict[str, str]) -> bool:
    if given.get("type") in {"checkbox", "radio"}:
        return "checked" in given
    return given.get("type") not in {"submit", "button", "file"}
