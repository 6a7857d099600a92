"""Mail, through a real server: who gets what, and over which line."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.browsing import post, sign_in, sign_out, submit
from tests.webapp.people.links import open_link, use_link
from tests.webapp.people.mailserver import Delivered, Server, mail_server, make_certificate
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db
from webapp.models import Course, User
from webapp.services.people.mail import Mailer, send_password_link

EMAIL = "learner@example.org"
NEW = "a brand new one"
FILLED = {"name": "Nina", "email": "Nina@Example.org", "password": "a long enough one"}
PEOPLE = "/teach/caucasus/people"


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    """The mail server that the site is configured with."""
    with mail_server() as running:
        app.extensions["recite"] = replace(
            app.extensions["recite"],
            smtp_url=running.url,
            smtp_starttls=False,
            mail_from="Recite <recite@example.org>",
            url="https://recite.example.org",
        )
        yield running


def token_in(mail: Delivered) -> str:
    (token,) = re.findall(
        r"https://recite\.example\.org/one-time#(\S+)", mail.message.get_content()
    )
    return str(token)


def test_signing_up_says_the_same_to_all_but_the_mailbox(
    app: Flask, world: World, server: Server
) -> None:
    pages = []
    for email in ("free@example.org", "taken@example.org", "free@example.org"):
        if email == "taken@example.org":
            db.session.get_one(User, world.learner_id).email = email
            db.session.commit()
        page = submit(app.test_client(), "/sign-up", **(FILLED | {"email": email}))
        text = re.sub(r'value="[^"]{20,}"|free|taken', "", page.text)
        pages.append((page.status_code, text, sorted(page.headers.keys())))
        page.close()
    assert pages[0] == pages[1] == pages[2]
    subjects = [(mail.recipients, mail.message["Subject"]) for mail in server.mails]
    assert subjects == [
        (["free@example.org"], "Confirm your address for Recite"),
        (["taken@example.org"], "You have an account at Recite"),
        (["free@example.org"], "You have an account at Recite"),
    ]


def test_a_new_address_is_confirmed(client: FlaskClient, server: Server) -> None:
    submit(client, "/sign-up", "/sign-up", **FILLED).close()
    user = db.session.scalars(select(User)).one()
    assert user.email_confirmed_at is None
    token = token_in(server.mails[0])
    assert "nina@example.org" in open_link(client, token).text
    assert db.session.get_one(User, user.id).email_confirmed_at is None
    assert use_link(client, token).location == "/sign-in"
    assert db.session.get_one(User, user.id, populate_existing=True).email_confirmed_at is not None
    assert open_link(client, token).status_code == 404
    assert sign_in(client, FILLED["email"], FILLED["password"]).location == "/"


@pytest.mark.parametrize("email", [FILLED["email"], EMAIL])
def test_by_way_of_the_mail_one_joins_too(
    client: FlaskClient, world: World, server: Server, email: str
) -> None:
    """Whoever goes on from the mail and not from the page is led to the course all the same."""
    code = db.session.get_one(Course, world.course_id).join_code
    filled = FILLED | {"email": email, "password": PASSWORD}
    submit(client, f"/sign-up?next=/join/{code}", "/sign-up", **filled).close()
    if email != EMAIL:
        assert use_link(client, token_in(server.mails[0])).location == "/sign-in"
    assert "you join the course" in client.get("/sign-in").text
    arrived = submit(client, "/sign-in", email=email, password=PASSWORD)
    assert arrived.location == "/library"
    assert "You are in Caucasus." in client.get("/settings").text
    sign_out(client)
    assert "you join the course" not in client.get("/sign-in").text


def test_whoever_is_in_confirms_and_stays(client: FlaskClient, server: Server) -> None:
    submit(client, "/sign-up", **FILLED).close()
    sign_in(client, FILLED["email"], FILLED["password"])
    assert use_link(client, token_in(server.mails[0])).location == "/"


def test_a_guest_confirms_after_becoming_the_account(client: FlaskClient, server: Server) -> None:
    post(client, "/guest", page="/sign-in")
    submit(client, "/sign-up", **FILLED).close()
    assert sign_in(client, FILLED["email"], FILLED["password"]).location == "/"
    use_link(client, token_in(server.mails[0]))
    user = db.session.scalars(select(User)).one()
    assert user.email_confirmed_at is not None and not user.is_guest


def test_no_mailbox_is_flooded(app: Flask, server: Server) -> None:
    for _time in range(5):
        submit(app.test_client(), "/sign-up", **FILLED).close()
    assert len(server.mails) == 3


def test_one_is_told_of_a_password_set_with_a_link(
    client: FlaskClient, world: World, server: Server
) -> None:
    submit(client, "/forgotten", email=EMAIL).close()
    use_link(client, token_in(server.mails[0]), password=NEW).close()
    told = server.mails[1]
    assert told.recipients == [EMAIL]
    assert "Your password was set with a link that was sent to your address" in " ".join(
        told.message.get_content().split()
    )
    assert "sent to your address" in client.get("/").text


def test_an_instructors_link_goes_to_the_learner_alone(
    app: Flask, world: World, server: Server
) -> None:
    teacher, learner = app.test_client(), app.test_client()
    sign_in(teacher, "instructor@example.org", PASSWORD)
    answer = post(teacher, f"{PEOPLE}/{world.learner_id}/link", PEOPLE)
    assert answer.location == PEOPLE
    answer.close()
    (mail,) = server.mails
    assert mail.recipients == [EMAIL]
    token = token_in(mail)
    page = teacher.get(PEOPLE).text
    assert "is on its way to Lea Learner" in page and token not in page and "one-time#" not in page
    again = post(teacher, f"{PEOPLE}/{world.learner_id}/link", PEOPLE)
    assert again.status_code == 400 and "a few minutes ago" in again.text
    use_link(learner, token, password=NEW).close()
    assert "a link that Ines Instructor made" in " ".join(
        server.mails[1].message.get_content().split()
    )


def test_the_administrator_chooses_to_show_it(app: Flask, world: World, server: Server) -> None:
    admin = app.test_client()
    sign_in(admin, "admin@example.org", PASSWORD)
    shown = post(admin, f"{PEOPLE}/{world.learner_id}/link", PEOPLE, in_person="1")
    assert "https://recite.example.org/one-time#" in shown.text
    shown.close()
    (mail,) = server.mails
    assert mail.recipients == [EMAIL]
    assert "Ada Admin, the administrator, made a link" in mail.message.get_content()


def test_goes_to_one_address_whatever_it_looks_like(app: Flask, server: Server) -> None:
    mailer = Mailer(server.url, "recite@example.org", starttls=False)
    send_password_link(mailer, "a.b+c@bücher.example.org", "x")
    (mail,) = server.mails
    assert mail.recipients == ["a.b+c@xn--bcher-kva.example.org"]
    assert len(mail.message["To"].addresses) == 1
    with pytest.raises(ValueError):
        send_password_link(mailer, "a,boss@example.org", "x")
    with pytest.raises(ValueError):
        send_password_link(mailer, "a@example.org\r\nBcc: boss@example.org", "x")
    assert len(server.mails) == 1


def test_nothing_is_sent_in_the_clear(app: Flask) -> None:
    with mail_server() as server:
        send_password_link(Mailer(server.url, "recite@example.org"), EMAIL, "x")
        assert server.mails == []


def test_nothing_is_sent_to_a_server_nobody_vouches_for(app: Flask, tmp_path: Path) -> None:
    with mail_server(make_certificate(tmp_path)) as server:
        send_password_link(Mailer(server.url, "recite@example.org"), EMAIL, "x")
        assert server.mails == []


def test_sends_encrypted(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(certificate) as server:
        send_password_link(
            Mailer(server.url, "recite@example.org"), EMAIL, "https://x/one-time#abc"
        )
        (mail,) = server.mails
    assert mail.encrypted and mail.recipients == [EMAIL]
    assert "https://x/one-time#abc" in mail.message.get_content()


def test_a_mail_that_cannot_be_sent_harms_nobody(app: Flask) -> None:
    send_password_link(Mailer("smtp://127.0.0.1:1", "a@example.org"), EMAIL, "x")


def test_mail_can_be_asked_for_again_later(app: Flask, world: World, server: Server) -> None:
    with time_machine.travel("2026-11-02T09:00Z", tick=False) as traveller:
        for _time in range(2):
            submit(app.test_client(), "/forgotten", email=EMAIL).close()
        assert len(server.mails) == 1
        traveller.shift(301)
        submit(app.test_client(), "/forgotten", email=EMAIL).close()
        assert len(server.mails) == 2


def test_strangers_do_not_use_up_what_its_owner_asks_for(
    app: Flask, world: World, server: Server
) -> None:
    with time_machine.travel("2026-11-02T09:00Z", tick=False) as traveller:
        known = app.test_client()
        sign_in(known, EMAIL, PASSWORD)
        sign_out(known)
        stranger, owner = app.test_client(), app.test_client()
        stranger.environ_base["REMOTE_ADDR"] = "203.0.113.7"
        known.environ_base["REMOTE_ADDR"] = "203.0.113.7"
        for _time in range(12):
            traveller.shift(3600)
            submit(stranger, "/forgotten", email=EMAIL).close()
        assert len(server.mails) == 10
        for number, asking in enumerate((owner, known), 11):
            traveller.shift(3600)
            submit(asking, "/forgotten", email=EMAIL).close()
            assert len(server.mails) == number


def test_all_strangers_together_are_counted(app: Flask, world: World, server: Server) -> None:
    with time_machine.travel("2026-11-02T09:00Z", tick=False) as traveller:
        for number in range(40):
            traveller.shift(900)
            stranger = app.test_client()
            stranger.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
            submit(stranger, "/forgotten", email=EMAIL).close()
        assert len(server.mails) == 30
