"""Passwords that are guessed first are refused, beside the field and with the reason."""

import random
import string
import time
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from tests.webapp.browsing import submit
from webapp.services.errors import Refusal
from webapp.services.people.guessable import refuse_guessable

COMMONEST = list(FREQUENCY_LISTS["passwords"])[:10_000]
OWN = ["Léa Learner", "lea.learner@example.org", "Caucasus and beyond"]


def is_refused(password: str, own: list[str] | None = None) -> bool:
    try:
        refuse_guessable(password, OWN if own is None else own)
    except Refusal:
        return True
    return False


def test_the_commonest_are_refused_with_a_little_added(app: Flask) -> None:
    accepted = [
        changed
        for word in COMMONEST
        for changed in (word, word.capitalize() + "1!", word.upper() + "7", f"{word}2026!")
        if not is_refused(changed)
    ]
    assert accepted == []


@pytest.mark.parametrize(
    "password",
    [
        "Password1!",
        "spiderman",
        "Sp1derm@n",
        "ｓｐｉｄｅｒｍａｎ",
        "passwordpassword",
        "!!Monkey99",
        "elizabeth2012",
        "qwertyuiop[]",
        "abcdefghijkl",
        "aaaaaaaaaaa",
        "19/11/1991",
        "Recite2026!",
        "learner2026",
        "Lea.Learner@example.org",
        "caucasus26!",
        "C@uc@sus!!",
        "pass word1",
        "p a s s w o r d",
        "spider-man",
        "spiderman spiderman",
        "Spiderman_Spiderman1!",
        "passwordpassword1",
        "sunshine, sunshine, 2026",
        "monkey/monkey/monkey",
        "M0nkey M0nkey",
        "iloveyou. iloveyou.",
    ],
)
def test_what_is_easily_guessed_is_refused(app: Flask, password: str) -> None:
    assert is_refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "the brown river floods",
        "learner of the seven seas",
        "a monkey and a dragon",
        "sunshine after the rain",
        "spider spins, man runs",
        "pärlugn Ödla i duschen",
        "ひらがなとカタカナの間",
    ],
)
def test_a_few_words_are_a_password(app: Flask, password: str) -> None:
    assert not is_refused(password)


def test_twelve_characters_of_chance_are_a_password(app: Flask) -> None:
    chance = random.Random(7)
    for letters in (string.ascii_letters + string.digits, string.printable[:94]):
        for _password in range(200):
            assert not is_refused("".join(chance.choice(letters) for _place in range(12)))


@pytest.mark.alone
def test_no_password_takes_long_to_look_at(app: Flask) -> None:
    chance, slowest = random.Random(7), 0.0
    is_refused("once, to load the lists")
    for length in (16, 40, 200):
        for letters in ("4@8({[<369!1|0$57+%2abcd", "4@8({[xyz", "aA1!", "\u0301a"):
            password = "".join(chance.choice(letters) for _place in range(length))
            started = time.process_time()
            is_refused(password, ["x" * 80, "Words of the title of a course"] * 20)
            slowest = max(slowest, time.process_time() - started)
    assert slowest < 0.5


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Spiderman", "one of the first passwords"),
        ("Spiderman1!", "a common password or name with a little added"),
        ("Nina.New", "made of your name"),
        ("nina@example.org", "That is your email."),
        ("schoolhouse1", "made of your name, your email, a course or this site"),
        ("defghijklmno", "easily guessed"),
    ],
)
def test_says_why_beside_the_field(client: FlaskClient, password: str, reason: str) -> None:
    config = client.application.extensions["recite"]
    client.application.extensions["recite"] = replace(config, url="https://schoolhouse.example.org")
    filled = {"name": "Nina New", "email": "nina@example.org", "password": password}
    answer = submit(client, "/sign-up", **filled)
    assert answer.status_code == 422
    error = answer.text[answer.text.index('id="password-error"') :][:600]
    assert reason in error
