"""Guessing: what strangers try is limited, and locks out nobody who knows."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask, g
from flask.testing import FlaskClient

from tests.webapp.browsing import form_on, post, sign_in, submit
from tests.webapp.people.links import open_link
from tests.webapp.worlds import PASSWORD, START, World
from webapp.access import begin_session, guess, limiter
from webapp.access.devices import device_for, remember_device
from webapp.access.limits import JOIN_CODE, _too_many
from webapp.access.limits import PASSWORD as GUESSED
from webapp.access.networks import network_of
from webapp.services.errors import Refusal, TooMany

EMAIL = "learner@example.org"
OTHER = "other@example.org"


def at(app: Flask, address: str) -> FlaskClient:
    """A browser at that address."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def guesses(client: FlaskClient, email: str, times: int) -> list[int]:
    form = form_on(client, "/sign-in")
    sent = form.values | {"email": [email], "password": ["a wrong guess"]}
    return [client.post("/sign-in", data=sent).status_code for _guess in range(times)]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::FFFF:C000:0207", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        (None, "unknown"),
        ("somewhere", "unknown"),
    ],
)
def test_knows_a_network(address: str | None, network: str) -> None:
    assert network_of(address) == network


def test_an_account_is_guarded_wherever_tries_come_from(app: Flask, world: World) -> None:
    statuses = [guesses(at(app, f"198.51.100.{n}"), EMAIL, 1)[0] for n in range(40)]
    assert statuses == [422] * 20 + [429] * 20


def test_forty_addresses_of_one_network_are_one(app: Flask, world: World) -> None:
    seen = Counter(
        guesses(at(app, f"2001:db8:1:2::{n}"), f"nobody{n}@example.org", 1)[0] for n in range(160)
    )
    assert seen == {422: 150, 429: 10}
    assert guesses(at(app, "2001:db8:1:3::1"), "another@example.org", 1) == [422]


def test_mapped_and_plain_addresses_are_one(app: Flask, world: World) -> None:
    for n in range(150):
        address = "::ffff:192.0.2.7" if n % 2 else "192.0.2.7"
        assert guesses(at(app, address), f"nobody{n}@example.org", 1) == [422]
    assert guesses(at(app, "192.0.2.7"), "another@example.org", 1) == [429]


def test_one_pupil_does_not_lock_out_a_school(app: Flask, world: World) -> None:
    assert guesses(app.test_client(), EMAIL, 60)[-1] == 429
    assert sign_in(app.test_client(), OTHER, PASSWORD).status_code == 302


def test_says_the_same_of_nobodys_account(app: Flask, world: World) -> None:
    assert guesses(app.test_client(), "nobody@example.org", 21) == [422] * 20 + [429]


def test_a_known_device_is_not_locked_out_by_strangers(app: Flask, world: World) -> None:
    mine, shared = app.test_client(), app.test_client()
    sign_in(mine, EMAIL, PASSWORD)
    sign_in(shared, OTHER, PASSWORD)
    for client in (mine, shared):
        client.delete_cookie("recite")
    assert guesses(at(app, "203.0.113.9"), EMAIL, 21)[-1] == 429
    for n in range(150):
        guesses(app.test_client(), f"nobody{n}@example.org", 1)
    assert sign_in(app.test_client(), OTHER, PASSWORD).status_code == 429
    assert sign_in(shared, EMAIL, PASSWORD).status_code == 429  # known to another account alone
    assert sign_in(mine, EMAIL, PASSWORD).status_code == 302


def test_a_known_device_has_its_own_limit(app: Flask, world: World) -> None:
    thief, mine = app.test_client(), app.test_client()
    for client in (thief, mine):
        sign_in(client, EMAIL, PASSWORD)
        client.delete_cookie("recite")
    assert guesses(thief, EMAIL, 21) == [422] * 20 + [429]
    assert sign_in(mine, EMAIL, PASSWORD).status_code == 302
    assert sign_in(app.test_client(), EMAIL, PASSWORD).status_code == 302


def test_many_tries_at_once_are_no_more(app: Flask) -> None:
    def attempt(_number: int) -> str:
        with app.test_request_context():
            try:
                with guess(GUESSED, EMAIL):
                    raise Refusal("wrong")
            except Refusal as refusal:
                return type(refusal).__name__

    for _round in range(10):
        limiter.reset()
        with ThreadPoolExecutor(48) as threads:
            seen = Counter(threads.map(attempt, range(48)))
        assert seen == {"Refusal": 20, "TooMany": 28}


def test_a_right_try_costs_nothing(app: Flask) -> None:
    for _person in range(200):
        with app.test_request_context(), guess(GUESSED, EMAIL):
            assert _keys()
    assert all(limiter.storage.get(key) == 0 for key in _keys())


def test_a_refused_try_costs_nothing(app: Flask, world: World) -> None:
    guesses(app.test_client(), EMAIL, 40)
    assert sorted(limiter.storage.get(key) for key in _keys()) == [20, 20, 20]


def test_nothing_is_given_back_to_a_window_that_ended(app: Flask) -> None:
    with app.test_request_context(), guess(GUESSED, EMAIL):
        limiter.reset()
    assert _keys() == []


def test_says_how_long_to_wait(app: Flask, world: World) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        client = app.test_client()
        guesses(client, EMAIL, 20)
        traveller.shift(300)
        answer = sign_in(client, EMAIL, PASSWORD)
        assert answer.status_code == 429
        assert "Try again in 10 minutes." in answer.text
        assert f'value="{EMAIL}"' in answer.text
        assert answer.headers["Retry-After"] == "600"
        traveller.shift(590)
        assert "Try again in a minute." in sign_in(client, EMAIL, PASSWORD).text
        traveller.shift(11)
        assert sign_in(client, EMAIL, PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("seconds", "told"), [(-0.5, "1"), (0.0, "1"), (0.2, "1"), (1.2, "2"), (600.0, "600")]
)
def test_how_long_to_wait_is_told_in_whole_seconds(app: Flask, seconds: float, told: str) -> None:
    with app.test_request_context():
        _too_many(seconds, None)
        answer = app.process_response(app.response_class())
    assert answer.headers["Retry-After"] == told


def test_the_password_is_not_looked_at_when_it_is_too_late(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    guesses(client, EMAIL, 20)
    monkeypatch.setattr("webapp.views.signing_in.recognise", None)
    assert guesses(client, EMAIL, 1) == [429]


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("/settings/password", {"old": "a wrong guess", "new": "a brand new one"}),
        ("/settings/delete", {"password": "a wrong guess"}),
    ],
)
def test_whoever_finds_a_session_cannot_guess_on(
    app: Flask, world: World, page: str, fields: dict[str, str]
) -> None:
    client = app.test_client()
    sign_in(client, EMAIL, PASSWORD)
    statuses = [post(client, page, **fields).status_code for _guess in range(21)]
    assert statuses == [422] * 20 + [429]
    assert sign_in(app.test_client(), EMAIL, PASSWORD).status_code == 302


def test_codes_are_guessed_by_account_and_by_network(app: Flask, world: World) -> None:
    pupil, visitor = app.test_client(), app.test_client()
    sign_in(pupil, EMAIL, PASSWORD)
    assert [pupil.get("/join/AAAAAA").status_code for _n in range(21)] == [404] * 20 + [429]
    seen = Counter(visitor.head("/join/AAAAAA").status_code for _n in range(61))
    assert seen == {404: 60, 429: 1}
    refused = submit(visitor, "/join", code="AAAAAA")
    assert refused.status_code == 429 and "too many tries" in refused.text
    other = app.test_client()
    sign_in(other, OTHER, PASSWORD)
    assert other.get("/join/AAAAAA").status_code == 404


def test_without_a_field_it_is_a_page(app: Flask) -> None:
    client = app.test_client()
    for _guess in range(150):
        open_link(client, "x")
    answer = open_link(client, "x")
    assert answer.status_code == 429 and "Try again in 15 minutes." in answer.text
    assert answer.headers["Retry-After"]


def test_the_cookie_names_nobody_and_is_out_of_reach(app: Flask, world: World) -> None:
    answer = sign_in(app.test_client(), EMAIL, PASSWORD)
    given = next(c for c in answer.headers.getlist("Set-Cookie") if "recite_device" in c)
    assert given.startswith("recite_device="), "by http a browser refuses the name of https"
    assert "HttpOnly" in given and "SameSite=Lax" in given and "Max-Age=34560000" in given
    assert "learner" not in given and str(world.learner_id) not in given


def test_by_https_the_cookie_is_this_hosts_alone(app: Flask, world: World) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    with app.test_request_context(base_url="https://recite.example.org"):
        begin_session(world.learner_id)
        given = app.process_response(app.response_class()).headers.getlist("Set-Cookie")
    assert any(re.match(r"__Host-recite_device=.*; Secure; HttpOnly; Path=/;", c) for c in given)


def test_a_forged_cookie_is_none(app: Flask) -> None:
    for forged in ("x", "e30.x.y", ""):
        headers = {"Cookie": f"recite_device={forged}"}
        with app.test_request_context(headers=headers):
            assert device_for(EMAIL) is None


def test_a_device_is_known_for_400_days(app: Flask) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        with app.test_request_context():
            remember_device(EMAIL)
            answer = app.process_response(app.response_class())
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        for days, is_known in ((400, True), (1, False)):
            traveller.shift(timedelta(days=days))
            g.pop("devices")  # what the browser sent before
            with app.test_request_context(headers={"Cookie": cookie}):
                assert (device_for(EMAIL) is not None) is is_known


def test_a_device_is_known_to_the_last_ten(app: Flask) -> None:
    with app.test_request_context():
        for number in range(11):
            remember_device(f"{number}@example.org")
        named = device_for("1@example.org")
        remember_device("1@example.org")
        remember_device("11@example.org")
        assert device_for("1@example.org") == named is not None
        assert [device_for(f"{n}@example.org") is None for n in (0, 2, 11)] == [True, True, False]


def test_a_guest_is_known_by_no_device(app: Flask, world: World) -> None:
    answer = post(app.test_client(), "/guest", page="/sign-in")
    assert not any("recite_device" in c for c in answer.headers.getlist("Set-Cookie"))


def test_too_many_is_said_by_its_own_name(app: Flask) -> None:
    with app.test_request_context():
        for _code in range(60):
            with pytest.raises(Refusal), guess(JOIN_CODE):
                raise Refusal("wrong")
        with pytest.raises(TooMany) as caught, guess(JOIN_CODE, None, "code"):
            raise AssertionError("not to be tried")
    assert caught.value.field == "code"


def _keys() -> list[str]:
    return list(limiter.storage.storage)  # type: ignore[attr-defined]


def test_no_account_guesses_join_codes_by_coming_in_anew(app: Flask, world: World) -> None:
    """Each sign-in makes a browser known; that gives no more tries at what is not one's own."""
    statuses: list[int] = []
    for n in range(3):
        client = at(app, f"198.51.100.{n}")
        assert sign_in(client, EMAIL, PASSWORD).status_code == 302
        for guessed in range(10):
            statuses.append(client.get(f"/join/NOPE{n}{guessed:03}").status_code)
    assert statuses == [404] * 20 + [429] * 10
