import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.browsing import sign_in, submit
from tests.webapp.people.links import PAGE, make_password_link, open_link, use_link
from tests.webapp.worlds import PASSWORD, START, World
from webapp.db import db
from webapp.models import LinkPurpose, OneTimeLink, User
from webapp.services.errors import Missing
from webapp.services.people.accounts import find_person, make_administrator_link, make_guest
from webapp.services.people.password_links import set_password

EMAIL = "learner@example.org"
NEW = "a brand new one"

Sent = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def at_start() -> Iterator[None]:
    with time_machine.travel(START, tick=True):
        yield


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """The e-mails with links that were sent: to whom, and which link."""
    sent: Sent = []
    name = "webapp.views.one_time_links.send_password_link"
    monkeypatch.setattr(name, lambda _mailer, to, link: sent.append((to, link)))
    return sent


@pytest.fixture
def mailing(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser of a site that can send e-mail."""
    app.extensions["recite"] = replace(
        app.extensions["recite"],
        smtp_url="smtp://localhost",
        mail_from="recite@example.org",
        url="https://recite.example.org",
    )
    monkeypatch.setattr("webapp.views.one_time_links.mail_news_of_use", lambda *_given: None)
    return app.test_client()


def test_a_link_sets_a_password_once(app: Flask, world: World) -> None:
    elsewhere, client = app.test_client(), app.test_client()
    sign_in(elsewhere, EMAIL, PASSWORD)
    token = make_password_link(world.learner_id, START)
    assert token not in db.session.scalars(select(OneTimeLink.token_hash)).one()
    assert EMAIL in open_link(client, token).text
    assert use_link(client, token, password=NEW).location == "/"
    assert client.get("/settings").status_code == 200
    assert elsewhere.get("/settings").status_code == 302
    assert open_link(app.test_client(), token).status_code == 404
    assert sign_in(app.test_client(), EMAIL, PASSWORD).status_code == 422
    assert sign_in(app.test_client(), EMAIL, NEW).status_code == 302


def test_the_token_is_in_no_address(client: FlaskClient, world: World) -> None:
    token = make_password_link(world.learner_id, START)
    assert client.get(f"{PAGE}/{token}").status_code == 404
    assert token not in client.get(f"{PAGE}?token={token}").text
    page = open_link(client, token)
    assert not re.search(rf'(?:href|action)="[^"]*{token}', page.text)
    answer = use_link(client, token, password=NEW)
    assert token not in str(answer.headers)


@pytest.mark.parametrize("typed", ["https://recite.example.org/one-time#{}", " {} ", "#{}"])
def test_takes_a_link_as_it_is_pasted(client: FlaskClient, world: World, typed: str) -> None:
    token = make_password_link(world.learner_id, START)
    assert EMAIL in submit(client, PAGE, PAGE, token=typed.format(token)).text


@pytest.mark.parametrize(("typed", "error"), [("  ", "Paste the link"), ("x" * 300, "too long")])
def test_says_what_to_paste(client: FlaskClient, typed: str, error: str) -> None:
    answer = submit(client, PAGE, PAGE, token=typed)
    assert answer.status_code == 422 and error in answer.text


def test_a_guessable_password_leaves_the_link_as_it_is(client: FlaskClient, world: World) -> None:
    token = make_password_link(world.learner_id, START)
    answer = use_link(client, token, password="password1")
    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text
    assert use_link(client, token, password=NEW).status_code == 302


def test_a_link_lasts_a_day(app: Flask, world: World) -> None:
    token = make_password_link(world.learner_id, START)
    just_in_time = START + timedelta(hours=24) - timedelta(seconds=1)
    with time_machine.travel(just_in_time, tick=False):
        assert open_link(app.test_client(), token).status_code == 200
    with time_machine.travel(START + timedelta(hours=24), tick=False):
        answer = open_link(app.test_client(), token)
        assert answer.status_code == 404
        assert "older than a day" in answer.text
    with pytest.raises(Missing):
        set_password(token, NEW, START + timedelta(hours=24))


def test_a_newer_link_replaces_the_older(app: Flask, world: World) -> None:
    older = make_password_link(world.learner_id, START)
    other = make_password_link(world.instructor_id, START)
    make_password_link(world.learner_id, START)
    assert open_link(app.test_client(), older).status_code == 404
    assert open_link(app.test_client(), other).status_code == 200


def test_a_guest_has_no_password_to_set(client: FlaskClient) -> None:
    token = make_password_link(make_guest("UTC", START), START)
    assert open_link(client, token).status_code == 404


def test_of_two_at_once_one_sets_the_password(app: Flask, world: World) -> None:
    token = make_password_link(world.learner_id, START)
    done: list[str] = []

    def use(password: str) -> None:
        with app.app_context():
            try:
                set_password(token, password, START)
                done.append(password)
            except Missing:
                pass

    threads = [threading.Thread(target=use, args=(f"a brand new {n}",)) for n in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert sign_in(app.test_client(), EMAIL, done[0]).status_code == 302


def test_without_mail_it_says_who_makes_a_link(client: FlaskClient, world: World) -> None:
    page = client.get("/forgotten").text
    assert "Ask an instructor of your course, or the administrator" in page
    client.post("/forgotten", data={"email": EMAIL})
    assert db.session.scalars(select(OneTimeLink)).all() == []


def test_mails_a_link(mailing: FlaskClient, sent: Sent) -> None:
    answer = submit(mailing, "/forgotten", email=EMAIL.upper())
    assert answer.status_code == 200 and sent == []
    answer.close()
    [(to, link)] = sent
    assert to == EMAIL
    address, _hash, token = link.partition("#")
    assert address == "https://recite.example.org/one-time"
    assert use_link(mailing, token, password=NEW).location == "/"
    assert db.session.get_one(User, find_person(EMAIL)).email_confirmed_at is not None


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


def test_the_first_administrator_comes_by_a_link(client: FlaskClient) -> None:
    token = make_administrator_link(START) or ""
    filled = {"name": "Ada", "email": "ada@example.org", "password": NEW}
    wrong = use_link(client, token, **(filled | {"password": "12345678"}))
    assert wrong.status_code == 422 and 'value="ada@example.org"' in wrong.text
    assert use_link(client, token, **filled).location == "/"
    ada = find_person("ada@example.org")
    assert ada is not None and db.session.get_one(User, ada).is_admin
    assert open_link(client, token).status_code == 404
    assert make_administrator_link(START) is None


def test_the_administrator_needs_a_free_address(client: FlaskClient, world: World) -> None:
    db.session.get_one(User, world.admin_id).is_admin = False
    db.session.commit()
    token = make_administrator_link(START) or ""
    answer = use_link(client, token, name="Ada", email=EMAIL, password=NEW)
    assert answer.status_code == 422 and "has an account already" in answer.text
    assert open_link(client, token).status_code == 200


def test_of_two_administrator_links_the_newer_works(client: FlaskClient) -> None:
    older, newer = make_administrator_link(START) or "", make_administrator_link(START) or ""
    assert open_link(client, older).status_code == 404
    assert open_link(client, newer).status_code == 200


def test_an_administrator_link_is_void_once_there_is_one(client: FlaskClient) -> None:
    token = make_administrator_link(START) or ""
    user_id = make_guest("UTC", START)
    db.session.get_one(User, user_id).is_admin = True
    db.session.commit()
    assert open_link(client, token).status_code == 404
    sent = {"token": token, "name": "Eve", "email": "eve@example.org", "password": NEW}
    assert submit(client, PAGE, PAGE, **sent).status_code == 404
    assert find_person("eve@example.org") is None


def test_purposes_are_not_mixed_up(app: Flask, world: World) -> None:
    token = make_password_link(world.learner_id, START)
    row = db.session.scalars(select(OneTimeLink)).one()
    assert row.purpose is LinkPurpose.PASSWORD
    use_link(app.test_client(), token, name="Eve", email="eve@example.org", password=NEW)
    assert find_person("eve@example.org") is None
    assert not db.session.get_one(User, world.learner_id).is_admin


def test_stops_guessing(client: FlaskClient) -> None:
    statuses = [open_link(client, "x").status_code for _try in range(151)]
    assert statuses == [404] * 150 + [429]
    assert "too many tries" in open_link(client, "x").text
