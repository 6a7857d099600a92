from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.webapp.browsing import form_on, post, sign_in, submit
from tests.webapp.people.histories import have_factors, study
from tests.webapp.people.links import make_password_link
from tests.webapp.worlds import PASSWORD, World
from webapp.db import Base, db, writing
from webapp.learning.scheduling import State
from webapp.models import Card, Course, Enrolment, OneTimeLink, Role, User
from webapp.services.people.personal_data import belonging

EMAIL = "learner@example.org"
NEW = "a brand new one"


@pytest.fixture
def learner(client: FlaskClient, world: World) -> FlaskClient:
    sign_in(client, EMAIL, PASSWORD)
    return client


def test_keeps_what_is_set(learner: FlaskClient, world: World) -> None:
    changes = {
        "name": "Léa  Learner",
        "time_zone": "Asia/Baku",
        "rollover_hour": "3",
        "retention": "85",
        "new_per_day": "0",
        "theme": "dark",
    }
    answer = submit(learner, "/settings", single_keys=None, **changes)
    assert answer.location == "/settings"
    user = db.session.get_one(User, world.learner_id)
    assert (user.name, user.time_zone, user.rollover_hour) == ("Léa Learner", "Asia/Baku", 3)
    assert (user.desired_retention, user.new_per_day) == (0.85, 0)
    assert (user.theme, user.single_keys) == ("dark", False)
    page = learner.get("/settings").text
    assert 'data-theme="dark"' in page and 'data-keys="off"' in page
    kept = form_on(learner, "/settings").values
    assert {name: kept[name] for name in changes} == {
        name: [" ".join(value.split())] for name, value in changes.items()
    }
    assert "single_keys" not in kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("time_zone", "Mars/Olympus"),
        ("rollover_hour", "24"),
        ("retention", "69"),
        ("retention", "98"),
        ("retention", "many"),
        ("new_per_day", "201"),
        ("new_per_day", "-1"),
        ("theme", "purple"),
    ],
)
def test_refuses_what_cannot_be(learner: FlaskClient, world: World, field: str, value: str) -> None:
    before = form_on(learner, "/settings").values
    answer = submit(learner, "/settings", **{"new_per_day": "17", field: value})
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert field == "new_per_day" or 'value="17"' in answer.text
    assert form_on(learner, "/settings").values["retention"] == before["retention"]
    assert db.session.get_one(User, world.learner_id).new_per_day == 10


def test_cards_stay_due_on_their_days(learner: FlaskClient, world: World) -> None:
    study(world.learner_id, world.course_id)
    before = _cards(world.learner_id)
    submit(learner, "/settings", time_zone="Asia/Baku", rollover_hour="5")
    after = _cards(world.learner_id)
    states = {card.state for card in before.values()}
    assert states == {State.LEARNING, State.REVIEW}
    for question_id, card in after.items():
        assert card.due_day == before[question_id].due_day
        if card.state != State.REVIEW:
            assert card.due_at == before[question_id].due_at
            continue
        local = card.due_at.astimezone(ZoneInfo("Asia/Baku"))
        assert (local.date().toordinal(), local.hour, local.minute) == (card.due_day, 5, 0)


def test_a_new_password_ends_every_other_session(app: Flask, world: World) -> None:
    client, other, thief = app.test_client(), app.test_client(), app.test_client()
    sign_in(client, EMAIL, PASSWORD)
    sign_in(other, EMAIL, PASSWORD)
    cookie = client.get_cookie("recite")
    assert cookie is not None
    thief.set_cookie("recite", cookie.value)
    make_password_link(world.learner_id, _created(world.learner_id))
    answer = submit(client, "/settings", "/settings/password#password-h", old=PASSWORD, new=NEW)
    assert answer.location == "/settings"
    assert client.get("/settings").status_code == 200
    assert other.get("/settings").status_code == 302
    assert thief.get("/settings").status_code == 302
    assert db.session.scalars(select(OneTimeLink)).all() == []
    assert sign_in(app.test_client(), EMAIL, PASSWORD).status_code == 422
    assert sign_in(app.test_client(), EMAIL, NEW).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("not my password", NEW, "That is not your password."),
        (PASSWORD, EMAIL, "That is your email."),
        (PASSWORD, "short", "Use 8 to 200 characters."),
        (PASSWORD, "12345678", "first passwords to be guessed"),
    ],
)
def test_refuses_a_password_change(learner: FlaskClient, old: str, new: str, error: str) -> None:
    answer = post(learner, "/settings/password", old=old, new=new)
    assert answer.status_code == 422
    assert error in answer.text
    assert 'value="Lea Learner"' in answer.text


def test_a_guest_has_no_password_to_change(client: FlaskClient) -> None:
    post(client, "/guest", page="/sign-in")
    assert "/settings/password" not in client.get("/settings").text
    answer = post(client, "/settings/password", old="anything", new=NEW)
    assert answer.status_code == 422


def test_takes_everything_along(learner: FlaskClient, world: World) -> None:
    for person in (world.learner_id, world.other_learner_id):
        study(person, world.course_id)
        have_factors(person)
    answer = learner.get("/settings/data")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    record = answer.json
    assert record is not None
    assert record["profile"]["email"] == EMAIL
    assert "hash" not in answer.text and "$argon2" not in answer.text
    assert "hush" not in answer.text
    asked = [asked for attempt in record["attempts"] for asked in attempt["questions"]]
    given = record | {
        "question_attempts": asked,
        "attempt_steps": [step for each in asked for step in each["steps"]],
        "mark_changes": [change for each in asked for change in each["changes"]],
    }
    for table in belonging():
        theirs = table.c.user_id == world.learner_id
        count = db.session.scalar(select(func.count()).select_from(table).where(theirs))
        assert len(given[table.name]) == count, table.name
        assert count or table.name == "one_time_links"
    review = record["reviews"][0]
    assert record["questions"][review["version_id"]]
    assert record["courses"] == {str(world.course_id): "Caucasus"}
    assert str(world.other_learner_id) not in answer.text


def test_deletes_everything(learner: FlaskClient, world: World) -> None:
    for person in (world.learner_id, world.other_learner_id):
        study(person, world.course_id)
        have_factors(person)
        make_password_link(person, _created(person))
    others = _rows(world.other_learner_id)
    assert {name for name, count in others.items() if not count} == {"sign_ins"}
    assert all(_rows(world.learner_id).values())
    assert submit(learner, "/settings/delete", password="wrong one here").status_code == 422
    assert submit(learner, "/settings/delete", password=PASSWORD).location == "/welcome"
    assert set(_rows(world.learner_id).values()) == {0}
    assert db.session.get(User, world.learner_id) is None
    assert _rows(world.other_learner_id) == others
    assert "is deleted" in learner.get("/welcome").text
    assert learner.get("/settings").status_code == 302
    assert sign_in(learner, EMAIL, PASSWORD).status_code == 422


def test_a_guest_ticks_a_box_to_delete(client: FlaskClient) -> None:
    post(client, "/guest", page="/sign-in")
    assert submit(client, "/settings/delete").status_code == 422
    assert submit(client, "/settings/delete", sure="y").location == "/welcome"
    assert db.session.scalars(select(User)).all() == []


def test_what_an_instructor_wrote_stays(app: Flask, world: World) -> None:
    client = app.test_client()
    sign_in(client, "instructor@example.org", PASSWORD)
    assert "You are the only owner of Caucasus." in client.get("/settings/delete").text
    with writing() as session:
        key = (world.other_learner_id, world.course_id)
        session.get_one(Enrolment, key).role = Role.OWNER
    assert "only owner" not in client.get("/settings/delete").text
    submit(client, "/settings/delete", password=PASSWORD)
    assert db.session.get(User, world.instructor_id) is None
    assert db.session.get(Course, world.course_id) is not None


def test_every_table_of_people_names_its_user(app: Flask) -> None:
    people = Base.metadata.tables["users"]
    referring = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is people and key.ondelete == "CASCADE"
    }
    assert referring <= {table.name for table in belonging()}


def _cards(user_id: UUID) -> dict[UUID, Card]:
    cards = db.session.scalars(select(Card).where(Card.user_id == user_id)).all()
    db.session.expunge_all()
    return {card.question_id: card for card in cards}


def _rows(user_id: UUID) -> dict[str, int]:
    return {
        table.name: db.session.scalar(
            select(func.count()).select_from(table).where(table.c.user_id == user_id)
        )
        or 0
        for table in belonging()
    }


def _created(user_id: UUID) -> datetime:
    return db.session.get_one(User, user_id).created_at + timedelta(days=1)


def test_a_zone_that_is_no_longer_known_is_taken_for_utc(app: Flask, world: World) -> None:
    with writing() as session:
        session.get_one(User, world.learner_id).time_zone = "Mars/Olympus"
    client = app.test_client()
    sign_in(client, "learner@example.org", PASSWORD)
    for path in ("/", "/review", "/library", "/progress", "/settings"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "does not know your time zone, Mars/Olympus" in answer.get_data(as_text=True)
    assert submit(client, "/settings", "/settings").status_code == 302
    assert "Mars/Olympus" not in client.get("/").get_data(as_text=True)
