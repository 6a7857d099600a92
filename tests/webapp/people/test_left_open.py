"""What somebody else began in an account ends when its owner sets a new password."""

from __future__ import annotations

from collections.abc import Iterator

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.browsing import post, sign_in, submit
from tests.webapp.people.links import make_password_link, use_link
from tests.webapp.worlds import PASSWORD, START, World
from webapp import clock
from webapp.services.people.authenticators import set_up
from webapp.services.people.recovery_codes import make_recovery_codes

EMAIL = "learner@example.org"
STEP = "/sign-in/second-step"
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW = "a brand new one"


@pytest.fixture(autouse=True)
def at_start() -> Iterator[None]:
    with time_machine.travel(START, tick=False):
        yield


def guarded(world: World) -> str:
    """Set up an app, and return a recovery code."""
    set_up(world.learner_id, KEY, pyotp.TOTP(KEY).at(clock.now()), None, clock.now())
    return make_recovery_codes(world.learner_id, clock.now())[0]


def is_in(client: FlaskClient) -> bool:
    return client.get("/library").status_code == 200


def test_half_a_sign_in_ends_with_a_new_password(app: Flask, world: World) -> None:
    code, thief, owner = guarded(world), app.test_client(), app.test_client()
    assert sign_in(thief, EMAIL, PASSWORD).location == STEP
    token = make_password_link(world.learner_id, clock.now())
    assert use_link(owner, token, password=NEW).location == STEP
    post(thief, STEP, page="/sign-in", code=code)
    assert not is_in(thief)
    post(owner, STEP, code=code)
    assert is_in(owner)


def test_half_a_sign_in_ends_when_the_password_is_changed(app: Flask, world: World) -> None:
    code, owner, thief = guarded(world), app.test_client(), app.test_client()
    sign_in(owner, EMAIL, PASSWORD)
    post(owner, STEP, code=code)
    another = make_recovery_codes(world.learner_id, clock.now())[0]
    assert sign_in(thief, EMAIL, PASSWORD).location == STEP
    changed = submit(owner, "/settings", "/settings/password#password-h", old=PASSWORD, new=NEW)
    assert changed.status_code == 302, changed.text
    post(thief, STEP, page="/sign-in", code=another)
    assert not is_in(thief)
