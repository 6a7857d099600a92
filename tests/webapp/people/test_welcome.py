import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import make_app
from tests.webapp.browsing import Browser, post, submit
from tests.webapp.worlds import SEED, START, World, add_user
from webapp.db import db
from webapp.models import Course, Enrolment, Role, User
from webapp.services.operations.seeding import load_seed_into
from webapp.services.quizzes.queries.trial_question import sample_question
from webapp.services.teaching.courses import create_course, enrol


@pytest.fixture
def visitor(app: Flask, database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor of the demonstration."""
    course_id = create_course("Caucasus", START, owner_id=None, slug="demonstration")
    load_seed_into(course_id, SEED, START)
    for name, role in (("learner", Role.LEARNER), ("instructor", Role.OWNER)):
        user_id = add_user(f"{name}@example.org", name)
        enrol(db.session(), user_id, course_id, role, START)
    db.session.commit()
    site = make_app(tmp_path, database_url, demonstration=True)
    yield Browser(site)
    with site.app_context():
        db.engine.dispose()


def test_visitors_come_here_first(client: FlaskClient) -> None:
    assert client.get("/").location == "/welcome"
    page = client.get("/welcome")
    assert page.status_code == 200
    for words in ("cite their sources", "Join with a course code", "Forgotten password"):
        assert words in page.text
    assert "A question to try" not in page.text
    assert "/guest" not in page.text


def test_shows_nothing_of_a_course_in_real_use(client: FlaskClient, world: World) -> None:
    db.session.get_one(Course, world.course_id).slug = "demonstration"
    db.session.commit()
    assert sample_question() is not None
    assert "A question to try" not in client.get("/welcome").text
    assert post(client, "/welcome", choice="0").location == "/welcome"


def test_keeps_the_key_until_it_is_answered(visitor: FlaskClient) -> None:
    sample = sample_question()
    assert sample is not None
    page = visitor.get("/welcome").text
    assert page.count('name="choice"') == len(sample.interaction.options)
    assert "<blockquote>" not in page and "Right." not in page
    assert 'class="cite' not in page


def test_shows_the_verdict_and_the_passage(visitor: FlaskClient) -> None:
    sample = sample_question()
    assert sample is not None
    key = sample.interaction.key()[0]
    places = _places(visitor.get("/welcome").text)
    right = submit(visitor, "/welcome", "/welcome#try", choice=places[key]).text
    assert "Right." in right and "Not quite" not in right
    assert '<figure class="cite cite-sm" data-stance="claimed">' in right and "<mark>" in right
    wrong_text = next(text for text in places if text != key)
    wrong = submit(visitor, "/welcome", "/welcome#try", choice=places[wrong_text]).text
    assert "Not quite. Here is the line:" in wrong
    assert f'value="{places[wrong_text]}" checked' in wrong


@pytest.mark.parametrize("choice", [[], ["99"], ["x"], ["0", "1"]])
def test_says_how_to_answer(visitor: FlaskClient, choice: list[str]) -> None:
    answer = submit(visitor, "/welcome", "/welcome#try", choice=choice)
    assert answer.status_code == 422
    assert 'id="try-error"' in answer.text


def test_a_guest_joins_the_demonstration(visitor: FlaskClient) -> None:
    assert submit(visitor, "/welcome", "/guest", time_zone="Asia/Tbilisi").location == "/"
    joined = select(Enrolment.role).join(User).where(User.is_guest)
    assert db.session.scalars(joined).all() == [Role.LEARNER]
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize("account", ["learner", "instructor"])
def test_lets_visitors_look_around(visitor: FlaskClient, account: str) -> None:
    assert submit(visitor, "/welcome", f"/demonstration/{account}").location == "/"
    assert account in visitor.get("/settings").text


def test_knows_no_other_demonstration_account(visitor: FlaskClient) -> None:
    add_user("admin@example.org", "Ada", is_admin=True)
    assert post(visitor, "/demonstration/admin", page="/sign-in").status_code == 404


def _places(html: str) -> dict[str, str]:
    options = re.findall(r'name="choice" value="(\d+)"[^>]*><span>(.*?)</span>', html)
    return {text: place for place, text in options}
