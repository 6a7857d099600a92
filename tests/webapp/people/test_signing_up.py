from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.webapp.browsing import Browser, post, sign_in, submit
from tests.webapp.people.histories import study
from tests.webapp.worlds import PASSWORD, START, World
from webapp.characters import one_line
from webapp.db import db, writing
from webapp.models import Attempt, Card, Course, Enrolment, Review, User
from webapp.services.people.accounts import Account, bring_guest, make_guest, sign_up_as_guest
from webapp.services.teaching.courses import create_course

FILLED = {"name": "  Nina   New ", "email": "Nina@Example.org", "password": "a long enough one"}


def test_signs_up_and_in(client: FlaskClient) -> None:
    answer = submit(client, "/sign-up", time_zone="Asia/Baku", **FILLED)
    assert answer.location == "/sign-in"
    user = db.session.scalars(select(User)).one()
    assert (user.name, user.email, user.time_zone) == ("Nina New", "nina@example.org", "Asia/Baku")
    assert user.password_hash is not None and user.password_hash.startswith("$argon2id$")
    assert not user.is_guest and not user.is_admin
    page = client.get("/sign-in").text
    assert "your account is made" in page and 'value="Nina@Example.org"' in page
    assert sign_in(client, FILLED["email"], FILLED["password"]).location == "/"
    assert client.get("/settings").status_code == 200
    assert sign_in(Browser(client.application), FILLED["email"], FILLED["password"]).location == "/"


def test_knows_no_zone_but_real_ones(client: FlaskClient) -> None:
    submit(client, "/sign-up", time_zone="../../etc/passwd", **FILLED)
    assert db.session.scalars(select(User.time_zone)).one() == "UTC"


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("name", "   ", "Type a name."),
        ("name", "x" * 81, "Use 80 characters at most."),
        ("email", "nobody", "That is not an email address"),
        ("password", "short", "Use 8 to 200 characters."),
        ("password", "x" * 201, "Use 8 to 200 characters."),
        ("password", "Password1", "one of the first passwords"),
        ("password", "aaaaaaaaaaa", "one of the first passwords"),
        ("password", "NINA@example.org", "That is your email."),
    ],
)
def test_says_what_to_put_right(
    client: FlaskClient, world: World, field: str, value: str, error: str
) -> None:
    filled = FILLED | {field: value}
    answer = submit(client, "/sign-up", **filled)
    assert answer.status_code == 422
    assert error in answer.text
    assert 'aria-invalid="true"' in answer.text
    kept = {"name": " ".join(filled["name"].split()), "email": filled["email"]}
    for name in {"name", "email"}:
        assert f'value="{kept[name]}"' in answer.text
    assert filled["password"] not in answer.text or field != "password"
    assert client.get("/settings").status_code == 302


def test_a_guest_joins_no_course_in_real_use(client: FlaskClient) -> None:
    create_course("Demonstration", START, owner_id=None, slug="demonstration")
    assert post(client, "/guest", page="/sign-in", time_zone="Europe/Paris").location == "/"
    guest = db.session.scalars(select(User)).one()
    assert guest.is_guest and guest.email is None and guest.time_zone == "Europe/Paris"
    assert guest.name.startswith("Guest ")
    assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 0


def test_a_guest_who_signs_up_keeps_everything(client: FlaskClient, world: World) -> None:
    code = db.session.get_one(Course, world.course_id).join_code
    post(client, f"/join/{code}", guest="1", time_zone="Asia/Baku")
    guest = db.session.scalars(select(User.id).where(User.is_guest)).one()
    study(guest, world.course_id)
    before = _belongings(guest)
    assert all(before)
    assert submit(client, "/sign-up", **FILLED).location == "/sign-in"
    assert db.session.get_one(User, guest).is_guest and _belongings(guest) == before
    assert sign_in(client, FILLED["email"], FILLED["password"]).location == "/"
    user = db.session.get_one(User, guest)
    assert (user.email, user.is_guest) == ("nina@example.org", False)
    assert user.time_zone == "Asia/Baku"
    assert _belongings(guest) == before
    assert "Everything you did as a guest" in client.get("/settings").text


def test_a_guest_becomes_one_account_alone(app: Flask) -> None:
    guest = make_guest("UTC", START)
    nina = sign_up_as_guest(Account("Nina", "nina@example.org", "a long enough one"), guest, START)
    olaf = sign_up_as_guest(Account("Olaf", "olaf@example.org", "a long enough one"), guest, START)
    assert nina is not None and olaf is not None
    assert bring_guest(nina, guest) == guest
    assert bring_guest(olaf, guest) == olaf
    assert set(db.session.scalars(select(User.email))) == {"nina@example.org", "olaf@example.org"}


@pytest.mark.parametrize("which", ["account", "guest"])
def test_signing_in_unlocks_nobody(app: Flask, which: str) -> None:
    guest = make_guest("UTC", START)
    nina = sign_up_as_guest(Account("Nina", "nina@example.org", "a long enough one"), guest, START)
    assert nina is not None
    with writing() as session:
        session.get_one(User, nina if which == "account" else guest).locked_at = START
    assert bring_guest(nina, guest) == nina
    db.session.rollback()
    assert {user.id for user in db.session.scalars(select(User))} == {nina, guest}


def test_a_guest_takes_over_nobody_elses_account(app: Flask, world: World) -> None:
    mine, other = make_guest("UTC", START), make_guest("UTC", START)
    nina = sign_up_as_guest(Account("Nina", "nina@example.org", "a long enough one"), mine, START)
    assert nina is not None
    assert bring_guest(nina, other) == nina
    assert bring_guest(world.learner_id, mine) == world.learner_id
    assert (
        sign_up_as_guest(Account("X", "other@example.org", "a long enough one"), mine, START)
        is None
    )


def test_an_account_in_use_elsewhere_takes_no_guest(app: Flask, world: World) -> None:
    client, elsewhere = app.test_client(), app.test_client()
    post(client, "/guest", page="/sign-in")
    submit(client, "/sign-up", **FILLED)
    sign_in(elsewhere, FILLED["email"], FILLED["password"])
    sign_in(client, FILLED["email"], FILLED["password"])
    assert elsewhere.get("/settings").status_code == 200
    assert db.session.scalar(select(func.count()).where(User.is_guest)) == 1


def test_a_guests_old_cookie_is_worthless_after_signing_up(app: Flask) -> None:
    client, thief = app.test_client(), app.test_client()
    post(client, "/guest", page="/sign-in")
    cookie = client.get_cookie("recite")
    assert cookie is not None
    thief.set_cookie("recite", cookie.value)
    assert thief.get("/settings").status_code == 200
    submit(client, "/sign-up", **FILLED)
    sign_in(client, FILLED["email"], FILLED["password"])
    assert thief.get("/settings").status_code == 302
    assert client.get("/settings").status_code == 200


def test_a_guest_is_warned_before_losing_everything(client: FlaskClient) -> None:
    post(client, "/guest", page="/sign-in")
    warned = post(client, "/sign-out", page="/settings")
    assert "lose your progress" in warned.text
    assert client.get("/settings").status_code == 200
    assert post(client, "/sign-out", page="/settings", sure="1").location == "/welcome"
    assert client.get("/settings").status_code == 302


def test_a_guest_may_sign_in_to_an_account(client: FlaskClient, world: World) -> None:
    post(client, "/guest", page="/sign-in")
    assert "You are here as a guest" in client.get("/sign-in").text
    assert sign_in(client, "learner@example.org", PASSWORD).location == "/"


def test_stops_making_guests(client: FlaskClient) -> None:
    statuses = []
    for _guest in range(61):
        client.delete_cookie("recite")
        statuses.append(post(client, "/guest", page="/sign-in").status_code)
    assert statuses == [302] * 60 + [429]


def _belongings(user_id: UUID) -> list[list[tuple[object, ...]]]:
    queries = (
        select(Enrolment.course_id).where(Enrolment.user_id == user_id),
        select(Attempt.id).where(Attempt.user_id == user_id),
        select(Card.question_id, Card.due_at).where(Card.user_id == user_id),
        select(Review.id).where(Review.user_id == user_id),
    )
    return [sorted(map(tuple, db.session.execute(query))) for query in queries]


@pytest.mark.parametrize("name", ["\u200b", "\u200d \u2060", "\u202e"])
def test_a_name_nobody_can_see_is_none(client: FlaskClient, name: str) -> None:
    answer = submit(
        client, "/sign-up", name=name, email="unseen@example.org", password="a long enough one"
    )
    assert answer.status_code == 422 and "Type a name." in answer.text


def test_what_cannot_be_seen_of_a_name_is_left_out() -> None:
    assert one_line(" Ada\u202e \u200b Love\u200dlace ") == "Ada Lovelace"
