from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.browsing import post, sign_in, sign_out, submit
from tests.webapp.worlds import PASSWORD, START, World, add_user
from webapp.characters import code_as_kept
from webapp.db import db
from webapp.models import Course, Enrolment, Role, User
from webapp.services.people.accounts import make_guest
from webapp.services.people.joining import code_of, join, quiz_of, show_code
from webapp.services.teaching.courses import CODE_ALPHABET, create_course

NEWCOMER = "newcomer@example.org"


@pytest.fixture
def code(world: World) -> str:
    return db.session.get_one(Course, world.course_id).join_code


def test_codes_avoid_what_looks_alike(code: str) -> None:
    assert not set("O0I1") & set(CODE_ALPHABET)
    assert len(code) == 6 and set(code) <= set(CODE_ALPHABET)
    assert show_code("4KD9TX") == "4KD-9TX"


@pytest.mark.parametrize("typed", ["4kd9tx", " 4KD-9tx ", "4 k d – 9 t x", "４ｋｄ－９ｔｘ"])
def test_reads_a_code_however_it_is_typed(typed: str) -> None:
    assert code_as_kept(typed) == "4KD9TX"


def test_joins_by_a_code_typed_in_full_width(client: FlaskClient, world: World, code: str) -> None:
    newcomer = add_user(NEWCOMER, "Newcomer")
    sign_in(client, NEWCOMER, PASSWORD)
    full_width = "".join(chr(ord(character) + 0xFEE0) for character in code)
    assert submit(client, "/join", code=full_width).location == "/library"
    assert db.session.get(Enrolment, (newcomer, world.course_id)) is not None


def test_joins_by_a_typed_code(client: FlaskClient, world: World, code: str) -> None:
    newcomer = add_user(NEWCOMER, "Newcomer")
    sign_in(client, NEWCOMER, PASSWORD)
    answer = submit(client, "/join", code=show_code(code).lower())
    assert answer.location == "/library"
    assert "You are in Caucasus." in client.get("/settings").text
    enrolment = db.session.get_one(Enrolment, (newcomer, world.course_id))
    assert enrolment.role is Role.LEARNER


def test_says_that_no_course_uses_a_code(client: FlaskClient, world: World) -> None:
    answer = submit(client, "/join", code="AAA-AAA")
    assert answer.status_code == 422
    assert "No course uses that code. Codes have no I, O, 0 or 1." in answer.text
    assert 'value="AAA-AAA"' in answer.text
    assert client.get("/join/AAAAAA").status_code == 404


def test_a_link_shows_the_course_and_asks(client: FlaskClient, world: World, code: str) -> None:
    newcomer = add_user(NEWCOMER, "Newcomer")
    sign_in(client, NEWCOMER, PASSWORD)
    assert "Caucasus" in client.get(f"/join/{code}").text
    assert db.session.get(Enrolment, (newcomer, world.course_id)) is None
    assert submit(client, f"/join/{code}").location == "/library"
    assert db.session.get(Enrolment, (newcomer, world.course_id)) is not None
    assert "You are in this course." in client.get(f"/join/{code}").text


def test_a_visitor_goes_by_a_link_into_the_course(
    client: FlaskClient, world: World, code: str
) -> None:
    shown = submit(client, "/join", code=code)
    assert shown.location == f"/join/{code}"
    page = client.get(shown.location).text
    assert f"/sign-up?next=/join/{code}" in page and f"/sign-in?next=/join/{code}" in page
    back = submit(
        client,
        f"/sign-up?next=/join/{code}",
        "/sign-up",
        name="New",
        email=NEWCOMER,
        password="a long enough one",
    )
    assert back.location == f"/sign-in?next=/join/{code}"
    for address in (f"/sign-up?next=/join/{code}", back.location):
        assert "you join the course" in client.get(address).text
    arrived = submit(
        client, back.location, "/sign-in", email=NEWCOMER, password="a long enough one"
    )
    assert arrived.location == "/library"
    assert "You are in Caucasus." in client.get("/settings").text
    assert _courses_of(NEWCOMER) == ["Caucasus"]


def test_a_visitor_may_come_as_a_guest(client: FlaskClient, world: World, code: str) -> None:
    assert submit(client, f"/join/{code}", time_zone="Asia/Baku").location == "/library"
    guest = db.session.scalars(select(User).where(User.is_guest)).one()
    assert guest.time_zone == "Asia/Baku"
    assert db.session.get(Enrolment, (guest.id, world.course_id)) is not None


def test_nobody_becomes_a_guest_unasked(client: FlaskClient, world: World, code: str) -> None:
    assert post(client, f"/join/{code}").location == f"/join/{code}"
    assert db.session.scalars(select(User).where(User.is_guest)).all() == []


def test_joining_again_keeps_the_role(app: Flask, world: World, code: str) -> None:
    join(world.instructor_id, code, START)
    enrolment = db.session.get_one(Enrolment, (world.instructor_id, world.course_id))
    assert enrolment.role is Role.OWNER


def test_stops_guessing_codes(client: FlaskClient, world: World, code: str) -> None:
    for _guess in range(60):
        assert submit(client, "/join", code="AAAAAA").status_code == 422
    assert submit(client, "/join", code="AAAAAA").status_code == 429


def _courses_of(email: str) -> list[str]:
    joined = select(Course.title).join(Enrolment).join(User).where(User.email == email)
    return list(db.session.scalars(joined))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_stops_guessing_codes_in_links(
    client: FlaskClient, world: World, code: str, method: str
) -> None:
    for _visit in range(61):
        assert client.open(f"/join/{code}", method=method).status_code == 200
    for _guess in range(60):
        assert client.open("/join/AAAAAA", method=method).status_code == 404
    assert client.open("/join/AAAAAA", method=method).status_code == 429
    assert client.get("/join").status_code == 200


def test_the_page_says_what_is_in_a_code(client: FlaskClient) -> None:
    assert "letters A to Z without I and O, and digits 2 to 9" in client.get("/join").text


def test_signing_in_by_a_link_joins_too(client: FlaskClient, world: World, code: str) -> None:
    add_user(NEWCOMER, "Newcomer")
    page = f"/sign-in?next=/join/{code}"
    assert submit(client, page, "/sign-in", email=NEWCOMER, password=PASSWORD).location == (
        "/library"
    )
    assert _courses_of(NEWCOMER) == ["Caucasus"]


def test_a_wrong_code_in_a_link_joins_nothing(client: FlaskClient, world: World) -> None:
    add_user(NEWCOMER, "Newcomer")
    page = "/sign-in?next=/join/AAAAAA"
    answer = submit(client, page, "/sign-in", email=NEWCOMER, password=PASSWORD)
    assert answer.location == "/join/AAAAAA" and _courses_of(NEWCOMER) == []


def test_a_link_enrols_in_its_course_alone(app: Flask, world: World, code: str) -> None:
    create_course("Demonstration", START, owner_id=None, slug="demonstration")
    guest = make_guest("UTC", START, code=code, demonstration=True)
    joined = select(Course.title).join(Enrolment).where(Enrolment.user_id == guest)
    assert list(db.session.scalars(joined)) == ["Caucasus"]


def test_who_signs_up_by_a_link_is_in_its_course_alone(
    app: Flask, client: FlaskClient, world: World, code: str
) -> None:
    create_course("Demonstration", START, owner_id=None, slug="demonstration")
    app.extensions["recite"] = replace(app.extensions["recite"], demonstration=True)
    for email, page, courses in (
        (NEWCOMER, f"/sign-up?next=/join/{code}", ["Caucasus"]),
        ("unled@example.org", "/sign-up", ["Demonstration"]),
    ):
        sent = submit(client, page, "/sign-up", name="New", email=email, password=PASSWORD)
        submit(client, sent.location or "", "/sign-in", email=email, password=PASSWORD)
        assert _courses_of(email) == courses
        sign_out(client)


QUIZ = "0192f000-0000-7000-8000-000000000000"


def test_the_link_of_a_quiz_leads_to_it_by_every_way_in(
    client: FlaskClient, world: World, code: str
) -> None:
    link, quiz = f"/join/{code}/quizzes/{QUIZ}", f"/courses/caucasus/quizzes/{QUIZ}"
    page = client.get(link).text
    assert "The link leads to a quiz of this course." in page
    assert f"/sign-up?next={link}" in page and f"/sign-in?next={link}" in page
    assert post(client, link).location == link
    assert submit(client, link, time_zone="UTC").location == quiz
    assert client.get(link).location == quiz
    sign_out(client)
    add_user(NEWCOMER, "Newcomer")
    page = f"/sign-in?next={link}"
    assert submit(client, page, "/sign-in", email=NEWCOMER, password=PASSWORD).location == quiz
    assert _courses_of(NEWCOMER) == ["Caucasus"]


def test_somebody_signed_in_joins_on_the_way_to_a_quiz(
    client: FlaskClient, world: World, code: str
) -> None:
    add_user(NEWCOMER, "Newcomer")
    sign_in(client, NEWCOMER, PASSWORD)
    link = f"/join/{code}/quizzes/{QUIZ}"
    assert _courses_of(NEWCOMER) == []
    assert submit(client, link).location == f"/courses/caucasus/quizzes/{QUIZ}"
    assert _courses_of(NEWCOMER) == ["Caucasus"]
    assert client.get(f"/join/AAAAAA/quizzes/{QUIZ}").status_code == 404


def test_only_the_path_of_a_link_is_one() -> None:
    assert (code_of("/join/ABC"), quiz_of("/join/ABC")) == ("ABC", None)
    assert code_of(f"/join/ABC/quizzes/{QUIZ}") == "ABC"
    assert quiz_of(f"/join/ABC/quizzes/{QUIZ}") == UUID(QUIZ)
    for path in (None, "/join", "/join/ABC/quizzes/1", f"//join/ABC/quizzes/{QUIZ}"):
        assert code_of(path) is None and quiz_of(path) is None
