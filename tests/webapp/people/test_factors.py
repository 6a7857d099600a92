"""Signing in in two steps, and what must be set up or shown anew first."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.browsing import form_on, post, sign_in, submit
from tests.webapp.operations.running import run
from tests.webapp.people.histories import have_factors
from tests.webapp.worlds import PASSWORD, START, World
from webapp import clock
from webapp.access import finish
from webapp.db import db, writing
from webapp.models import (
    Authenticator,
    Challenge,
    ChallengePurpose,
    Enrolment,
    Means,
    RecoveryCode,
    Role,
)
from webapp.requirements import SecondFactor
from webapp.services.errors import Refusal
from webapp.services.people import challenges
from webapp.services.people.authenticators import set_up, use_code
from webapp.services.people.recovery_codes import make_recovery_codes

EMAIL = "learner@example.org"
STEP = "/sign-in/second-step"
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
APP = pyotp.TOTP(KEY)


@pytest.fixture(autouse=True)
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def code(steps: int = 0) -> str:
    return APP.at(clock.now() + timedelta(seconds=30 * steps))


def guarded(user_id: UUID) -> None:
    set_up(user_id, KEY, code(-1), None, clock.now())


def require(app: Flask, of: SecondFactor, **changes: bool) -> None:
    config = app.extensions["recite"]
    app.extensions["recite"] = replace(config, second_factor=of, **changes)


def is_in(client: FlaskClient) -> bool:
    return client.get("/library").status_code == 200


def test_an_app_is_set_up_by_its_first_code(app: Flask, world: World) -> None:
    client, elsewhere = app.test_client(), app.test_client()
    for each in (client, elsewhere):
        sign_in(each, EMAIL, PASSWORD)
    started = post(client, "/settings/authenticator/new", page="/settings/factors")
    assert started.location == "/settings/authenticator"
    page = client.get(started.location).text
    key = page.split('id="key"')[1].split(">")[1].split("<")[0]
    assert "<svg" in page and "style=" not in page and f"secret={key}" in page
    assert submit(client, started.location, code="000000").status_code == 422
    assert db.session.scalars(select(Authenticator)).all() == []
    right = pyotp.TOTP(key).now()
    assert submit(client, started.location, code=right).location.startswith("/settings/factors")
    assert is_in(client) and not is_in(elsewhere)
    assert client.get(started.location).location == "/settings/factors"
    assert "Remove the app" in client.get("/settings/factors").text


def test_signing_in_takes_both(app: Flask, world: World) -> None:
    guarded(world.learner_id)
    client = app.test_client()
    sent = submit(client, "/sign-in?next=/progress", "/sign-in", email=EMAIL, password=PASSWORD)
    assert sent.location == STEP
    assert not is_in(client), "the password alone opens nothing"
    before = client.get_cookie("recite")
    assert submit(client, STEP, code="000000").status_code == 422
    assert not is_in(client)
    assert submit(client, STEP, code=code()).location == "/progress"
    after = client.get_cookie("recite")
    assert before is not None and after is not None and before.value != after.value
    assert is_in(client)


def test_a_code_works_once(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    guarded(world.learner_id)
    for expected in (True, False):
        client = app.test_client()
        sign_in(client, EMAIL, PASSWORD)
        submit(client, STEP, code=code())
        assert is_in(client) is expected
    traveller.shift(timedelta(seconds=30))
    client = app.test_client()
    sign_in(client, EMAIL, PASSWORD)
    submit(client, STEP, code=code(-1))
    assert not is_in(client), "nor does the one before it"
    submit(client, STEP, code=f" {code()[:3]} {code()[3:]} ")
    assert is_in(client)


@pytest.mark.parametrize(("steps", "works"), [(-2, False), (1, True), (2, False)])
def test_a_clock_may_be_off_by_half_a_minute(world: World, steps: int, works: bool) -> None:
    set_up(world.learner_id, KEY, code(-1), None, clock.now())
    with writing() as session:
        assert use_code(session, world.learner_id, code(steps), clock.now()) is works


@pytest.mark.parametrize(
    "wrong", ["", "12345", "1234567", "①②③④⑤⑥", "١٢٣٤٥٦", "-12345", "9" * 5000]
)
def test_nothing_else_is_a_code(world: World, wrong: str) -> None:
    guarded(world.learner_id)
    with writing() as session:
        assert not use_code(session, world.learner_id, wrong, clock.now())
        assert not use_code(session, world.other_learner_id, code(), clock.now())
    with pytest.raises(Refusal):
        set_up(world.learner_id, KEY, wrong, None, clock.now())


def test_of_two_codes_at_once_one_works(app: Flask, world: World) -> None:
    guarded(world.learner_id)
    together, right, taken = threading.Barrier(4), code(), []

    def use() -> None:
        with app.app_context():
            together.wait()
            with writing() as session:
                taken.append(use_code(session, world.learner_id, right, START))
            db.session.remove()

    threads = [threading.Thread(target=use) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False, False, False, True]


def test_a_recovery_code_stands_in_once(app: Flask, world: World) -> None:
    guarded(world.learner_id)
    spare, *_others = make_recovery_codes(world.learner_id, START)
    for expected in (True, False):
        client = app.test_client()
        sign_in(client, EMAIL, PASSWORD)
        submit(client, STEP, code=spare)
        assert is_in(client) is expected


def test_guessing_codes_ends(app: Flask, world: World) -> None:
    guarded(world.learner_id)
    client = app.test_client()
    sign_in(client, EMAIL, PASSWORD)
    form = form_on(client, STEP)
    said = {
        client.post(STEP, data=form.values | {"code": [f"{n:06}"]}).status_code for n in range(11)
    }
    assert said == {422, 429}
    assert client.post(STEP, data=form.values | {"code": [code()]}).status_code == 429


def test_the_second_step_waits_ten_minutes_and_works_once(
    app: Flask, world: World, traveller: time_machine.Traveller
) -> None:
    guarded(world.learner_id)
    client, thief = app.test_client(), app.test_client()
    sign_in(client, EMAIL, PASSWORD)
    form, cookie = form_on(client, STEP), client.get_cookie("recite")
    assert cookie is not None
    thief.set_cookie("recite", cookie.value)
    submit(client, STEP, code=code())
    traveller.shift(timedelta(seconds=30))
    said = thief.post(STEP, data=form.values | {"code": [code()]})
    assert said.location == "/sign-in" and not is_in(thief), "it was taken"
    sign_in(thief, EMAIL, PASSWORD)
    traveller.shift(timedelta(minutes=11))
    assert thief.get(STEP).location == "/sign-in"


def test_what_was_begun_is_taken_once(world: World) -> None:
    token = challenges.begin(ChallengePurpose.SECOND_STEP, START, world.learner_id, then="/x")
    assert challenges.take(token, ChallengePurpose.PASSKEY, START) is None
    begun = challenges.take(token, ChallengePurpose.SECOND_STEP, START)
    assert begun is not None and begun.content == {"then": "/x"}
    assert challenges.take(token, ChallengePurpose.SECOND_STEP, START) is None
    assert challenges.look_up(None, ChallengePurpose.SECOND_STEP, START) is None
    challenges.begin(ChallengePurpose.SECOND_STEP, START)
    challenges.begin(ChallengePurpose.SECOND_STEP, START + timedelta(hours=1))
    assert len(db.session.scalars(select(Challenge)).all()) == 1, "old ones are swept away"


def test_nobody_comes_in_without_a_first_step(app: Flask, world: World) -> None:
    with app.test_request_context():
        assert finish(Means.CODE).location == "/sign-in"


def test_an_app_is_removed(app: Flask, world: World) -> None:
    client = app.test_client()
    sign_in(client, EMAIL, PASSWORD)
    guarded(world.learner_id)
    sign_in(client, EMAIL, PASSWORD)
    submit(client, STEP, code=code())
    removed = post(client, "/settings/authenticator/removal", page="/settings/factors")
    assert removed.location == "/settings/factors"
    assert sign_in(app.test_client(), EMAIL, PASSWORD).location == "/"


@pytest.mark.parametrize(
    "action",
    ["/settings/authenticator/new", "/settings/authenticator/removal", "/settings/recovery-codes"],
)
def test_what_matters_most_asks_anew(
    app: Flask, world: World, traveller: time_machine.Traveller, action: str
) -> None:
    client = app.test_client()
    sign_in(client, EMAIL, PASSWORD)
    traveller.shift(timedelta(minutes=11))
    sent = post(client, action, page="/settings/factors")
    assert sent.location == "/confirm?next=/settings/factors"
    assert submit(client, sent.location, "/confirm", password="wrong").status_code == 422
    assert post(client, action, page="/settings/factors").location == sent.location
    went = submit(client, sent.location, "/confirm", password=PASSWORD)
    assert went.location == "/settings/factors"
    assert post(client, action, page="/settings/factors").location != sent.location


def test_whoever_has_no_password_shows_a_code(
    app: Flask, world: World, traveller: time_machine.Traveller
) -> None:
    client = app.test_client()
    sign_in(client, EMAIL, PASSWORD)
    guarded(world.learner_id)
    sign_in(client, EMAIL, PASSWORD)
    submit(client, STEP, code=code())
    with writing() as session:
        session.execute(Authenticator.metadata.tables["users"].update().values(password_hash=None))
    traveller.shift(timedelta(minutes=11))
    assert submit(client, "/confirm", code="000000").status_code == 422
    assert submit(client, "/confirm?next=//evil.example", "/confirm", code=code()).location == (
        "/settings"
    )


def test_recovery_codes_are_shown_once(app: Flask, world: World) -> None:
    client = app.test_client()
    sign_in(client, EMAIL, PASSWORD)
    page = post(client, "/settings/recovery-codes", page="/settings/factors").text
    assert page.count("<li><code>") == 10
    assert "10 of 10 are left" in client.get("/settings/factors").text
    assert "<code>" not in client.get("/settings/factors").text


def test_guests_have_no_factors(client: FlaskClient) -> None:
    post(client, "/guest", page="/sign-in")
    assert "Keep my progress" in client.get("/settings/factors").text
    assert post(client, "/settings/recovery-codes", page="/settings").status_code == 400
    assert post(client, "/settings/authenticator/new", page="/settings").status_code == 403
    assert db.session.scalars(select(RecoveryCode)).all() == []


@pytest.mark.parametrize("person", ["instructor", "admin"])
def test_those_who_teach_set_one_up_first(app: Flask, world: World, person: str) -> None:
    require(app, SecondFactor.TEACHERS)
    client = app.test_client()
    sign_in(client, f"{person}@example.org", PASSWORD)
    for path in ("/", "/library", "/teach", f"/teach/{world.slug}", "/settings", "/join"):
        assert client.get(path).location == "/settings/factors", path
    assert post(client, "/join", page="/settings/factors").location == "/settings/factors"
    page = client.get("/settings/factors").text
    assert "This site asks for a second factor" in page and 'href="/library"' not in page
    started = post(client, "/settings/authenticator/new", page="/settings/factors")
    key = client.get(started.location).text.split('id="key"')[1].split(">")[1].split("<")[0]
    submit(client, started.location, code=pyotp.TOTP(key).at(clock.now()))
    assert is_in(client)


def test_whoever_becomes_an_instructor_sets_one_up_then(app: Flask, world: World) -> None:
    require(app, SecondFactor.TEACHERS)
    client = app.test_client()
    sign_in(client, EMAIL, PASSWORD)
    assert is_in(client)
    with writing() as session:
        key = (world.learner_id, world.course_id)
        session.get_one(Enrolment, key).role = Role.INSTRUCTOR
    assert client.get("/library").location == "/settings/factors"
    assert post(client, "/sign-out", page="/settings/factors").location == "/welcome"


def test_everybody_means_everybody_with_an_account(app: Flask, world: World) -> None:
    require(app, SecondFactor.EVERYBODY)
    learner, guest = app.test_client(), app.test_client()
    sign_in(learner, EMAIL, PASSWORD)
    post(guest, "/guest", page="/sign-in")
    assert not is_in(learner) and is_in(guest)
    require(app, SecondFactor.EVERYBODY, demonstration=True)
    assert is_in(learner), "the demonstration asks nobody"


def test_the_administrator_takes_lost_factors_away(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    sign_in(client, EMAIL, PASSWORD)
    guarded(world.learner_id)
    make_recovery_codes(world.learner_id, START)
    assert run(app, monkeypatch, "reset-factors", "nobody@example.org").exit_code == 1
    assert db.session.get(Authenticator, world.learner_id) is not None
    assert run(app, monkeypatch, "reset-factors", f" {EMAIL.upper()}").exit_code == 0
    db.session.rollback()
    assert db.session.scalars(select(Authenticator)).all() == []
    assert db.session.scalars(select(RecoveryCode)).all() == []
    assert not is_in(client)
    assert sign_in(client, EMAIL, PASSWORD).location == "/"


def test_the_factors_of_others_are_none_of_ones_own(app: Flask, world: World) -> None:
    have_factors(world.other_learner_id)
    require(app, SecondFactor.EVERYBODY)
    client = app.test_client()
    sign_in(client, EMAIL, PASSWORD)
    assert client.get("/library").location == "/settings/factors"
