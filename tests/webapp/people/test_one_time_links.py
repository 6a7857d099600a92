import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.browsing import post, sign_in, submit
from tests.webapp.worlds import PASSWORD, START, World
from webapp.db import db
from webapp.models import LinkPurpose, OneTimeLink, User
from webapp.services import mail
from webapp.services.errors import Missing, Refusal
from webapp.services.people import (
    find_person,
    make_administrator_link,
    make_guest,
    make_password_link,
    set_password,
)

EMAIL = "learner@example.org"
NEW = "a brand new one"

Sent = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def at_start() -> Iterator[None]:
    with time_machine.travel(START, tick=True):
        yield


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """The e-mails that were sent: to whom, and which link."""
    sent: Sent = []
    name = "webapp.views.one_time_links.send_password_link"
    monkeypatch.setattr(name, lambda mailer, to, link: sent.append((to, link)))
    return sent


@pytest.fixture
def mailing(app: Flask, world: World) -> FlaskClient:
    """A browser of a site that can send e-mail."""
    app.extensions["recite"] = replace(
        app.extensions["recite"],
        smtp_url="smtp://localhost",
        mail_from="recite@example.org",
        url="https://recite.example.org",
    )
    return app.test_client()


def test_a_link_sets_a_password_once(app: Flask, world: World) -> None:
    elsewhere, client = app.test_client(), app.test_client()
    sign_in(elsewhere, EMAIL, PASSWORD)
    token = make_password_link(world.learner_id, START)
    assert token not in db.session.scalars(select(OneTimeLink.token_hash)).one()
    page = f"/one-time/{token}"
    assert EMAIL in client.get(page).text
    assert submit(client, page, "", password=NEW).location == "/"
    assert client.get("/settings").status_code == 200
    assert elsewhere.get("/settings").status_code == 302
    assert app.test_client().get(page).status_code == 404
    assert post(client, page, page="/settings", password=NEW).status_code == 404
    assert sign_in(app.test_client(), EMAIL, PASSWORD).status_code == 422
    assert sign_in(app.test_client(), EMAIL, NEW).status_code == 302


def test_a_guessable_password_leaves_the_link_as_it_is(client: FlaskClient, world: World) -> None:
    page = f"/one-time/{make_password_link(world.learner_id, START)}"
    answer = submit(client, page, "", password="password1")
    assert answer.status_code == 422
    assert "first passwords to be guessed" in answer.text
    assert submit(client, page, "", password=NEW).status_code == 302


def test_a_link_lasts_a_day(app: Flask, world: World) -> None:
    token = make_password_link(world.learner_id, START)
    just_in_time = START + timedelta(hours=24) - timedelta(seconds=1)
    with time_machine.travel(just_in_time, tick=False):
        assert app.test_client().get(f"/one-time/{token}").status_code == 200
    with time_machine.travel(START + timedelta(hours=24), tick=False):
        answer = app.test_client().get(f"/one-time/{token}")
        assert answer.status_code == 404
        assert "older than a day" in answer.text
    with pytest.raises(Missing):
        set_password(token, NEW, START + timedelta(hours=24))


def test_a_newer_link_replaces_the_older(app: Flask, world: World) -> None:
    older = make_password_link(world.learner_id, START)
    other = make_password_link(world.instructor_id, START)
    make_password_link(world.learner_id, START)
    assert app.test_client().get(f"/one-time/{older}").status_code == 404
    assert app.test_client().get(f"/one-time/{other}").status_code == 200


def test_a_guest_has_no_password_to_set(app: Flask) -> None:
    with pytest.raises(Refusal):
        make_password_link(make_guest("UTC", START), START)


def test_without_mail_it_says_who_makes_a_link(client: FlaskClient, world: World) -> None:
    page = client.get("/forgotten").text
    assert "Ask an instructor of your course, or the administrator" in page
    post(client, "/forgotten", page="/sign-in", email=EMAIL)
    assert db.session.scalars(select(OneTimeLink)).all() == []


def test_mails_a_link(mailing: FlaskClient, sent: Sent) -> None:
    answer = submit(mailing, "/forgotten", email=EMAIL.upper())
    assert answer.status_code == 200 and sent == []
    answer.close()
    [(to, link)] = sent
    assert to == EMAIL
    assert link.startswith("https://recite.example.org/one-time/")
    path = link.removeprefix("https://recite.example.org")
    assert submit(mailing, path, "", password=NEW).location == "/"


def test_mails_the_kept_address_not_one_that_looks_alike(mailing: FlaskClient, sent: Sent) -> None:
    submit(mailing, "/forgotten", email="learner@ⓔxample.org").close()
    assert [to for to, _link in sent] == [EMAIL]


def test_answers_the_same_whether_anybody_has_the_address(mailing: FlaskClient, sent: Sent) -> None:
    known = submit(mailing, "/forgotten", email=EMAIL)
    unknown = submit(mailing, "/forgotten", email="nobody@example.org")
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace(EMAIL, "") == unknown.text.replace("nobody@example.org", "")
    known.close()
    unknown.close()
    assert [to for to, _link in sent] == [EMAIL]


def test_does_not_mail_again_at_once(mailing: FlaskClient, sent: Sent) -> None:
    for _try in range(2):
        submit(mailing, "/forgotten", email=EMAIL).close()
    assert len(sent) == 1
    with time_machine.travel(START + timedelta(minutes=6)):
        submit(mailing, "/forgotten", email=EMAIL).close()
    assert len(sent) == 2


def test_writes_the_link_into_the_mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    monkeypatch.setattr(mail, "_send", lambda server, message: kept.append((server, message)))
    mailer = mail.Mailer("smtp://localhost", "recite@example.org")
    mail.send_password_link(mailer, EMAIL, "https://recite.example.org/one-time/abc")
    [(server, message)] = kept
    assert server == "smtp://localhost"
    assert (message["To"], message["From"]) == (EMAIL, "recite@example.org")
    assert "https://recite.example.org/one-time/abc\n" in message.get_content()


def test_a_mail_that_cannot_be_sent_harms_nobody(app: Flask) -> None:
    mail.send_password_link(mail.Mailer("smtp://127.0.0.1:1", "a@example.org"), EMAIL, "x")


def test_the_first_administrator_comes_by_a_link(client: FlaskClient) -> None:
    token = make_administrator_link(START)
    page = f"/one-time/{token}"
    filled = {"name": "Ada", "email": "ada@example.org", "password": NEW}
    wrong = submit(client, page, "", **(filled | {"password": "12345678"}))
    assert wrong.status_code == 422 and 'value="ada@example.org"' in wrong.text
    assert submit(client, page, "", **filled).location == "/"
    ada = find_person("ada@example.org")
    assert ada is not None and db.session.get_one(User, ada).is_admin
    assert client.get(page).status_code == 404
    assert make_administrator_link(START) is None


def test_of_two_administrator_links_the_newer_works(client: FlaskClient) -> None:
    older, newer = make_administrator_link(START), make_administrator_link(START)
    assert client.get(f"/one-time/{older}").status_code == 404
    assert client.get(f"/one-time/{newer}").status_code == 200


def test_an_administrator_link_is_void_once_there_is_one(client: FlaskClient) -> None:
    page = f"/one-time/{make_administrator_link(START)}"
    user_id = make_guest("UTC", START)
    db.session.get_one(User, user_id).is_admin = True
    db.session.commit()
    filled = {"name": "Eve", "email": "eve@example.org", "password": NEW}
    assert submit(client, page, "", **filled).status_code == 404
    assert find_person("eve@example.org") is None


def test_purposes_are_not_mixed_up(app: Flask, world: World) -> None:
    token = make_password_link(world.learner_id, START)
    row = db.session.scalars(select(OneTimeLink)).one()
    assert row.purpose is LinkPurpose.PASSWORD
    filled = {"name": "Eve", "email": "eve@example.org", "password": NEW}
    submit(app.test_client(), f"/one-time/{token}", "", **filled)
    assert find_person("eve@example.org") is None
    assert not db.session.get_one(User, world.learner_id).is_admin


def test_stops_guessing(client: FlaskClient) -> None:
    statuses = [post(client, "/one-time/x", page="/sign-in").status_code for _try in range(151)]
    assert statuses == [404] * 150 + [429]
    assert re.search("too many tries", post(client, "/one-time/x", page="/sign-in").text)
