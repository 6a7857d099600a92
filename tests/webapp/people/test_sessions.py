from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from tests.webapp.browsing import post, sign_in
from tests.webapp.worlds import PASSWORD, START, World
from webapp.access.places import describe_device, shorten_address
from webapp.access.sessions import note_seen
from webapp.db import db
from webapp.models import SignIn

EMAIL = "learner@example.org"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


def browser(app: Flask, agent: str = FIREFOX) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = agent
    sign_in(client, EMAIL, PASSWORD)
    return client


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/settings").status_code == 200


def test_a_session_ends_when_nobody_came_for_long(app: Flask, world: World) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        client = browser(app)
        for _day in range(2):
            traveller.shift(timedelta(days=13))
            assert is_signed_in(client)
        traveller.shift(timedelta(days=3, hours=23))
        assert is_signed_in(client)
        traveller.shift(timedelta(hours=2))
        assert not is_signed_in(client), "30 days in all"
        client = browser(app)
        traveller.shift(timedelta(days=14))
        assert not is_signed_in(client), "14 days away"


def test_how_long_is_for_the_site_to_say(app: Flask, world: World) -> None:
    config = app.extensions["recite"]
    app.extensions["recite"] = replace(config, session_days=2, session_idle_days=1)
    with time_machine.travel(START, tick=False) as traveller:
        client = browser(app)
        traveller.shift(timedelta(hours=23))
        assert is_signed_in(client)
        traveller.shift(timedelta(hours=24))
        assert not is_signed_in(client)


def test_a_guest_may_be_away_for_longer(client: FlaskClient) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        post(client, "/guest", page="/sign-in")
        traveller.shift(timedelta(days=29))
        assert is_signed_in(client)


def test_last_seen_is_written_down_now_and_then(app: Flask, world: World) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        client = browser(app)
        for minutes, seen in ((4, 0), (2, 6), (3, 6), (2, 11)):
            traveller.shift(timedelta(minutes=minutes))
            client.get("/settings")
            kept = db.session.scalars(select(SignIn.last_seen_at)).one()
            assert kept == START + timedelta(minutes=seen)


def test_a_database_that_cannot_be_written_to_is_no_matter(app: Flask, world: World) -> None:
    client = browser(app)
    kept = db.session.scalars(select(SignIn.token_hash)).one()
    switch = {"sqlite": "PRAGMA query_only", "postgresql": "SET default_transaction_read_only"}
    for value in ("on", "off"):
        db.session.execute(text(f"{switch[db.engine.dialect.name]} = {value}"))
        db.session.commit()
        note_seen(kept, START)
        seen = db.session.scalars(select(SignIn.last_seen_at)).one()
        assert (seen == START) is (value == "off")
    assert db.session.scalars(select(SignIn.token_hash)).one() == kept
    assert client.get("/settings").location is not None, "seen too long ago by now"


def test_lists_where_one_is_signed_in_and_ends_it(app: Flask, world: World) -> None:
    first, phone = browser(app), browser(app, IPHONE)
    page = first.get("/settings/sessions").text
    assert "Firefox on Linux" in page and "Safari on iPhone" in page
    assert page.count("This browser") == 1 and page.count("New device") == 1
    assert "127.0.0.*" in page and "127.0.0.1" not in page
    (end,) = [action for action in _actions(page) if action.endswith("/end")]
    other = app.test_client()
    sign_in(other, "other@example.org", PASSWORD)
    assert post(other, end, page="/settings").status_code == 404, "somebody else’s"
    assert is_signed_in(phone)
    assert post(first, end, page="/settings/sessions").location == "/settings/sessions"
    assert not is_signed_in(phone) and is_signed_in(first)
    assert post(first, end, page="/settings/sessions").status_code == 404


def test_ends_the_others(app: Flask, world: World) -> None:
    first, *others = (browser(app) for _number in range(3))
    post(first, "/settings/sessions/end-others", page="/settings/sessions")
    assert is_signed_in(first) and not any(map(is_signed_in, others))
    assert "nowhere else" in first.get("/settings/sessions").text


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "macOS"),
        ("curl/8 Firefox", "Firefox"),
        ("<script>alert(1)</script>", "A device we do not know"),
        (None, "A device we do not know"),
        ("x" * 993 + "Firefox", "Firefox"),
        ("x" * 994 + "Firefox", "A device we do not know"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/140.0 Safari/537.36 OPR/99", "Opera on ChromeOS"),
        ("(Linux; Android 15) SamsungBrowser/28 Chrome/140.0", "Samsung Internet on Android"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0) FxiOS/140.0 Safari/605", "Firefox on iPad"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) CriOS/140.0 Safari/604", "Chrome on iPhone"),
    ],
)
def test_a_device_is_said_in_plain_words(app: Flask, agent: Any, said: str) -> None:
    with app.test_request_context():
        assert describe_device(agent) == said


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("192.0.2.77", "192.0.2.*"),
        ("::ffff:192.0.2.77", "192.0.2.*"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:*"),
        ("fe80::1%eth0", "fe80:0000:0000:*"),
        (None, ""),
        ("unknown", ""),
    ],
)
def test_an_address_is_kept_only_as_a_network(address: Any, short: str) -> None:
    assert shorten_address(address) == short


def _actions(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('action="')[1:]]
