"""Length and kind of what is sent, before anything reads it."""

from __future__ import annotations

import io
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.browsing import form_on, sign_in
from tests.webapp.worlds import PASSWORD, World

MARKS = "a" + "\u0301\u0323" * 40_000


def token(client: FlaskClient, page: str = "/sign-in") -> dict[str, list[str]]:
    return {"csrf_token": form_on(client, page).values["csrf_token"]}


@pytest.mark.alone
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize("name", ["password", "email", "next", "unheard-of"])
def test_a_long_field_is_refused_before_any_work(client: FlaskClient, kind: str, name: str) -> None:
    fields = {**token(client), "email": "a@example.org", "password": "x", name: MARKS}
    began = time.process_time()
    said = client.post("/sign-in", data=fields, content_type=kind)
    assert said.status_code == 413
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "address",
    [
        "/sign-in?next=/" + "a" * 9000,
        "/sign-in?" + "a" * 300 + "=1",
        "/join/" + "A" * 2000,
        "/sign-in?" + "a&" * 2100,
    ],
)
def test_a_long_address_is_refused(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code in {400, 413, 414}


def test_what_the_form_can_say_itself_it_says(client: FlaskClient, world: World) -> None:
    sign_in(client, "instructor@example.org", PASSWORD)
    page = f"/teach/{world.slug}/questions/new"
    said = client.post(page, data={**token(client, page), "stem": "я" * 3000, "do": "preview"})
    assert said.status_code == 400
    assert "Keep it under 2,000 characters." in said.text
    said = client.post(page, data={**token(client, page), "stem": "я" * 30_000})
    assert said.status_code == 413


@pytest.mark.parametrize("page", ["/sign-in", "/sign-up", "/join"])
@pytest.mark.parametrize("name", ["email", "password", "name", "code", "next", "time_zone"])
def test_a_file_where_text_is_wanted_is_refused(client: FlaskClient, page: str, name: str) -> None:
    fields = {**token(client, page), name: (io.BytesIO(b"x"), "x.txt")}
    assert client.post(page, data=fields).status_code == 400


@pytest.mark.parametrize(
    "name",
    ["options-options-²-text", "options-options-٣-text", "picked-" + "9" * 5000 + "-mark", "\n"],
)
def test_names_that_no_form_has_are_refused(client: FlaskClient, world: World, name: str) -> None:
    sign_in(client, "instructor@example.org", PASSWORD)
    for page in ("questions/new", "quizzes/new"):
        address = f"/teach/{world.slug}/{page}"
        said = client.post(address, data={**token(client, address), name: "x"})
        assert said.status_code in {400, 413}


@pytest.mark.parametrize("path", ["/attempts/{0}/" + "9" * 900, "/courses/" + "%ed%a0%80"])
def test_odd_addresses_lead_nowhere(
    app: Flask, client: FlaskClient, world: World, path: str
) -> None:
    sign_in(client, "learner@example.org", PASSWORD)
    assert client.get(path.format(world.learner_id)).status_code == 404


def test_a_part_without_a_name_is_refused(client: FlaskClient) -> None:
    body = b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    assert client.post("/sign-in", data=body, content_type=kind).status_code == 400
