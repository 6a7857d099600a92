import re
import time
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.webapp.browsing import form_on, post, sign_in, sign_out, submit
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db
from webapp.models import SignIn, User
from webapp.services.people import passwords

EMAIL = "learner@example.org"


def test_goes_where_one_was_sent_from(client: FlaskClient, world: World) -> None:
    sent = client.get("/settings?x=1")
    assert sent.location == "/sign-in?next=/settings?x%3D1"
    arrived = submit(client, sent.location, "/sign-in", email=EMAIL, password=PASSWORD)
    assert arrived.location == "/settings?x=1"
    assert "Lea Learner" in client.get("/settings").get_data(as_text=True)


@pytest.mark.parametrize(
    "email", ["LEARNER@example.org", "  learner@EXAMPLE.org ", "ｌearner@example.org"]
)
def test_takes_the_address_however_it_is_typed(
    client: FlaskClient, world: World, email: str
) -> None:
    assert sign_in(client, email, PASSWORD).location == "/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil",
        " //evil.example",
    ],
)
def test_never_leads_to_another_site(client: FlaskClient, world: World, elsewhere: str) -> None:
    values = {"email": EMAIL, "password": PASSWORD, "next": elsewhere}
    assert post(client, "/sign-in", **values).location == "/"
    answer = client.get("/sign-in", query_string={"next": elsewhere})
    assert answer.location == "/"


def test_says_the_same_of_a_wrong_password_and_of_nobody(client: FlaskClient, world: World) -> None:
    wrong = sign_in(client, EMAIL, "wrong horse battery")
    nobody = sign_in(client, "nobody@example.org", "wrong horse battery")
    assert wrong.status_code == nobody.status_code == 422
    assert _errors(wrong.text) == _errors(nobody.text) != []
    assert f'value="{EMAIL}"' in wrong.text
    assert "wrong horse" not in wrong.text


def test_looks_as_hard_for_nobody_as_for_somebody(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    verify = PasswordHasher.verify

    def note(hasher: PasswordHasher, kept: str, given: str) -> bool:
        compared.append(kept)
        return verify(hasher, kept, given)

    monkeypatch.setattr(PasswordHasher, "verify", note)
    sign_in(client, EMAIL, "one")
    sign_in(client, "nobody@example.org", "one")
    assert len(compared) == 2
    assert all(kept.startswith("$argon2id$") for kept in compared)


def test_strengthens_an_old_hash(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher())
    before = _hash_of(world.learner_id)
    assert passwords.is_outdated(before)
    sign_in(client, EMAIL, PASSWORD)
    after = _hash_of(world.learner_id)
    assert not passwords.is_outdated(after)
    sign_out(client)
    assert sign_in(client, EMAIL, PASSWORD).location == "/"


def test_a_copied_cookie_is_worthless_after_signing_out(app: Flask, world: World) -> None:
    client, thief = app.test_client(), app.test_client()
    sign_in(client, EMAIL, PASSWORD)
    cookie = client.get_cookie("recite")
    assert cookie is not None
    thief.set_cookie("recite", cookie.value)
    assert thief.get("/settings").status_code == 200
    assert sign_out(client).location == "/welcome"
    assert thief.get("/settings").location.startswith("/sign-in")
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_gives_a_new_session_to_whoever_signs_in(client: FlaskClient, world: World) -> None:
    client.get("/sign-in")
    before = client.get_cookie("recite")
    sign_in(client, EMAIL, PASSWORD)
    after = client.get_cookie("recite")
    assert before is not None and after is not None and before.value != after.value
    assert after.http_only and after.same_site == "Lax"


def test_needs_the_token_of_a_form(client: FlaskClient, world: World) -> None:
    answer = client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 400
    assert client.get("/settings").status_code == 302


def test_stops_guessing(client: FlaskClient, world: World) -> None:
    form = form_on(client, "/sign-in")
    guess = form.values | {"email": [EMAIL], "password": ["guess"]}
    started = time.monotonic()
    statuses = [client.post("/sign-in", data=guess).status_code for _guess in range(21)]
    assert time.monotonic() - started < 30
    assert statuses == [422] * 20 + [429]
    right = guess | {"password": [PASSWORD]}
    assert client.post("/sign-in", data=right).status_code == 429


def test_lets_a_whole_class_in_from_one_address(app: Flask, world: World) -> None:
    for _person in range(21):
        assert sign_in(app.test_client(), EMAIL, PASSWORD).status_code == 302


def test_who_is_signed_in_is_sent_on(client: FlaskClient, world: World) -> None:
    sign_in(client, EMAIL, PASSWORD)
    assert client.get("/sign-in?next=/settings").location == "/settings"
    assert client.get("/sign-up").location == "/"
    assert client.get("/welcome").location == "/"


def test_offers_no_demonstration_in_real_use(client: FlaskClient, world: World) -> None:
    assert post(client, "/demonstration/learner", page="/sign-in").status_code == 404
    assert "/demonstration/" not in client.get("/welcome").text


def _hash_of(user_id: UUID) -> str:
    db.session.expire_all()
    kept = db.session.get_one(User, user_id).password_hash
    assert kept is not None
    return kept


def _errors(html: str) -> list[str]:
    return re.findall(r'class="error".*?<span>(.*?)</span>', html, re.S)
