"""Addresses: one form that is checked, kept, looked up and written to."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.webapp.browsing import post, sign_in
from tests.webapp.worlds import CHEAP, PASSWORD, World, add_user
from webapp.db import db
from webapp.models import User
from webapp.services.errors import Refusal
from webapp.services.people import passwords
from webapp.services.people.addresses import normal_email, read_email

TWINS = [
    "learner@example.org",
    "LEARNER@Example.ORG",
    " learner@example.org\t",
    "ｌｅａｒｎｅｒ＠ｅｘａｍｐｌｅ．ｏｒｇ",
    "learner@example。org",
    "learner@example｡org",
    "learner@example.org.",
    "lear\u200bner@example.org",
    "lear\u00adner@exam\u2060ple.org",
    "learner\ufe0f@example.org",
    "learner\u034f@example.org",
]
STRANGE = [
    "a",
    "I",
    "İ",
    "ı",
    "\u0307",
    "\u200b",
    "\u00ad",
    "。",
    "．",
    "＠",
    "@",
    ".",
    "xn--",
    "ß",
    "Σ",
    "，",
]


@pytest.mark.parametrize("twin", TWINS)
def test_twins_are_one_account(client: FlaskClient, world: World, twin: str) -> None:
    assert sign_in(client, twin, PASSWORD).location == "/"


@pytest.mark.parametrize("twin", TWINS)
def test_twins_cannot_both_have_an_account(client: FlaskClient, world: World, twin: str) -> None:
    before = db.session.scalars(select(User.id)).all()
    answer = post(client, "/sign-up", name="Twin", email=twin, password="a long enough one")
    assert answer.location == "/sign-in"
    assert db.session.scalars(select(User.id)).all() == before


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a@bücher.example.org", "a@XN--BCHER-KVA.example.org"),
        ("İnci@example.org", "inci@example.org"),
        ("\u212aay@example.org", "kay@example.org"),
    ],
)
def test_spellings_of_one_address(one: str, other: str) -> None:
    assert read_email(one) == read_email(other)


def test_different_addresses_stay_different() -> None:
    kept = ["a.b@example.org", "ab@example.org", "a@straße.de", "a@strasse.de", "a+b@example.org"]
    assert len({read_email(email) for email in kept}) == len(kept)


@pytest.mark.parametrize(
    "typed",
    [
        "a，boss@example.org",
        "a,boss@example.org",
        "a；boss@example.org",
        "a@example.org，boss@example.org",
        "a＜boss＠example.org＞",
        "a@example.org\r\nBcc: boss@example.org",
        "a\u2028boss@example.org",
        "a\x00@example.org",
        '"a,boss"@example.org',
        "a (boss)@example.org",
        "a@[127.0.0.1]",
        "＠example.org",
        "\u200b@example.org",
        "ﷺ" * 20 + "@example.org",
        "a" * 5000 + "@example.org",
    ],
)
def test_what_is_no_address_is_refused(app: Flask, client: FlaskClient, typed: str) -> None:
    with pytest.raises(Refusal):
        read_email(typed)
    if "\x00" not in typed:
        answer = post(client, "/sign-up", name="A", email=typed, password="a long enough one")
        assert answer.status_code in {400, 422}
    assert db.session.scalars(select(User)).all() == []


@settings(max_examples=2000)
@given(st.lists(st.one_of(st.sampled_from(STRANGE), st.characters(codec="utf-8")), max_size=12))
@example([*"a@b", *"......"])
def test_reading_again_changes_nothing(letters: list[str]) -> None:
    once = normal_email("".join(letters))
    assert normal_email(once) == once


def test_passwords_that_look_different_are_different(client: FlaskClient, world: World) -> None:
    add_user("digits@example.org", "Digits")
    user = db.session.scalars(select(User).where(User.email == "digits@example.org")).one()
    user.password_hash = passwords.hash_password("123 and four more")
    db.session.commit()
    assert sign_in(client, "digits@example.org", "①②③ and four more").status_code == 422
    assert sign_in(client, "digits@example.org", "１２３ and four more").status_code == 422
    assert sign_in(client, "digits@example.org", "123 and four more").status_code == 302


def test_accents_are_the_same_however_the_keyboard_sends_them(app: Flask) -> None:
    kept = passwords.hash_password("u\u0308bung macht den Meister")
    assert passwords.is_password("\u00fcbung macht den Meister", kept)


def test_a_hash_of_the_folded_password_is_replaced(client: FlaskClient, world: World) -> None:
    user = db.session.get_one(User, world.learner_id)
    user.password_hash = "nfkc:" + CHEAP.hash("full width words")
    db.session.commit()
    typed = "ｆｕｌｌ width words"
    assert sign_in(client, "learner@example.org", typed).status_code == 302
    kept = db.session.get_one(User, world.learner_id, populate_existing=True).password_hash
    assert kept is not None and kept.startswith("$argon2id$")
    assert sign_in(client.application.test_client(), "learner@example.org", typed).location == "/"
    other = client.application.test_client()
    assert sign_in(other, "learner@example.org", "full width words").status_code == 422


@pytest.mark.parametrize(
    "alike",
    ["learner@ex\u0430mple.org", "le\u0430rner@example.org", "learner@xn--exmple-4nf.org"],
)
def test_letters_of_two_alphabets_that_look_alike_are_refused(
    client: FlaskClient, world: World, alike: str
) -> None:
    answer = post(client, "/sign-up", name="Twin", email=alike, password="a long enough one")
    assert answer.status_code == 422 and "two alphabets that look alike" in answer.text


@pytest.mark.parametrize(
    "other",
    [
        "петров@пример.рф",
        "ivan.петров@example.org",
        "άννα@παράδειγμα.gr",
        "a@名前name.jp",
        "ł@bücher.de",
    ],
)
def test_letters_of_any_alphabet_are_taken(app: Flask, other: str) -> None:
    assert read_email(other) == other
