"""Length and kind of what is sent, before anything reads it."""

from __future__ import annotations

import io
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.browsing import form_on, sign_in
from tests.webapp.worlds import PASSWORD, World
from webapp.access.submissions import LONGEST_FIELD, LONGEST_NAME, LONGEST_PATH, Taken
from webapp.gateway.limits import MOST_FIELDS

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


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/" + "a" * (LONGEST_PATH - 1), 404),
        ("/" + "a" * LONGEST_PATH, 400),
        ("/" + "%C3%A9" * (LONGEST_PATH // 2), 400),  # one byte more, in half as many characters
        ("/%00", 400),
        ("/sign-in?" + "a" * LONGEST_NAME + "=1", 200),
        ("/sign-in?" + "a" * (LONGEST_NAME + 1) + "=1", 413),
        ("/sign-in?%00=1", 400),
        ("/sign-in?next=%00", 400),
        ("/sign-in?" + "&".join(["a=1"] * MOST_FIELDS), 200),
        ("/sign-in?" + "&".join(["a=1"] * (MOST_FIELDS + 1)), 413),
    ],
)
def test_what_is_at_the_limit_is_read(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    ("text", "is_too_long"),
    [
        ("a" * LONGEST_FIELD, False),
        ("a" * (LONGEST_FIELD + 1), True),
        ("é" * (LONGEST_FIELD // 2), False),
        ("é" * (LONGEST_FIELD // 2) + "a", True),
    ],
)
def test_a_field_may_have_so_many_bytes(client: FlaskClient, text: str, is_too_long: bool) -> None:
    said = client.post("/sign-in", data={**token(client), "unheard-of": text})
    assert (said.status_code == 413) == is_too_long


def test_each_value_of_a_field_is_judged(client: FlaskClient) -> None:
    for second, status in (("a" * (LONGEST_FIELD + 1), 413), ("\x00", 400)):
        said = client.post("/sign-in", data={**token(client), "unheard-of": ["a", second]})
        assert said.status_code == status


@pytest.mark.parametrize("name", ["a b", "é", "²"])
def test_names_have_plain_signs_alone(client: FlaskClient, name: str) -> None:
    sent = {**token(client), "email": "a@example.org", "password": "x", name: "1"}
    assert client.post("/sign-in", data=sent).status_code == 400


def test_what_is_no_form_is_refused(client: FlaskClient) -> None:
    assert client.post("/sign-in", json={"email": "a@example.org"}).status_code == 415


def test_a_field_is_as_long_as_the_last_part_of_its_name_says() -> None:
    taken = Taken({"text": 9})
    assert [taken.limit(name) for name in ("text", "options-3-text")] == [9, 9]
    assert [taken.limit(name) for name in ("texts", "text-3", "")] == [LONGEST_FIELD] * 3


def test_the_limits_of_paths_names_and_fields() -> None:
    assert (LONGEST_PATH, LONGEST_NAME, LONGEST_FIELD) == (1024, 200, 8192)
