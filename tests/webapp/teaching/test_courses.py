from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.browsing import post, sign_in, submit
from tests.webapp.worlds import PASSWORD, START, World
from webapp.db import db
from webapp.models import Course, Enrolment, Role, User
from webapp.services.people.scannable import draw_scannable
from webapp.services.teaching import courses


def course(slug: str) -> Course | None:
    db.session.rollback()
    return db.session.scalar(select(Course).where(Course.slug == slug))


def test_anybody_with_an_account_makes_a_course_and_owns_it(
    client: FlaskClient, world: World
) -> None:
    sign_in(client, "learner@example.org", PASSWORD)
    assert "Caucasus" not in client.get("/teach").text
    answer = post(client, "/teach", title="  Rivers   of Asia ", description="All of them.")
    assert answer.location == "/teach/rivers-of-asia"
    made = course("rivers-of-asia")
    assert made is not None and made.title == "Rivers of Asia"
    enrolment = db.session.get_one(Enrolment, (world.learner_id, made.id))
    assert enrolment.role is Role.OWNER
    assert "Rivers of Asia" in client.get("/teach").text


def test_a_course_needs_a_title(teacher: FlaskClient, world: World) -> None:
    answer = post(teacher, "/teach", title=" ", description="Kept.")
    assert answer.status_code == 400
    assert "Give the course a title." in answer.text and "Kept." in answer.text


def test_a_guest_makes_none(client: FlaskClient, world: World) -> None:
    post(client, "/guest", page="/sign-in", time_zone="UTC")
    assert db.session.scalar(select(User.name).where(User.is_guest))
    assert post(client, "/teach", page="/settings", title="Mine").status_code == 403


def test_renames_and_keeps_the_address(teacher: FlaskClient, world: World) -> None:
    answer = submit(teacher, "/teach/caucasus", title="The Caucasus", description="North and south")
    assert answer.status_code == 302
    renamed = course("caucasus")
    assert renamed is not None and renamed.title == "The Caucasus"
    page = teacher.get("/teach/caucasus").text
    assert "North and south" in page and "16 of 16 sentences" in page


def test_a_new_code_ends_the_old_one(teacher: FlaskClient, world: World) -> None:
    before = course("caucasus")
    assert before is not None
    old = before.join_code
    page = teacher.get("/teach/caucasus").text
    assert f"{old[:3]}-{old[3:]}" in page and f"/join/{old}" in page
    assert submit(teacher, "/teach/caucasus", "/teach/caucasus/code").status_code == 302
    after = course("caucasus")
    assert after is not None and after.join_code != old


def test_how_to_join_is_shown_large(teacher: FlaskClient, world: World) -> None:
    made = course("caucasus")
    assert made is not None
    page = teacher.get("/teach/caucasus/poster").text
    assert f"{made.join_code[:3]}-{made.join_code[3:]}" in page
    assert "viewBox" in page and "style=" not in page
    assert draw_scannable(f"http://127.0.0.1:8000/join/{made.join_code}", fills=True) in page


def test_only_those_who_teach_see_a_course_from_inside(client: FlaskClient, world: World) -> None:
    sign_in(client, "learner@example.org", PASSWORD)
    assert client.get("/teach/caucasus").status_code == 403
    assert post(client, "/teach/caucasus", "/settings", title="Mine").status_code == 403
    assert post(client, "/teach/caucasus/code", "/settings").status_code == 403
    sign_in(client, "stranger@example.org", PASSWORD)
    assert client.get("/teach/caucasus").status_code == 404
    sign_in(client, "admin@example.org", PASSWORD)
    assert client.get("/teach/caucasus").status_code == 200


def test_two_courses_of_one_title_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    free, slugs = courses.free_slug, ["caucasus"]
    monkeypatch.setattr(courses, "free_slug", lambda *given: slugs.pop() if slugs else free(*given))
    courses.create_course("Caucasus", START, owner_id=world.learner_id)
    assert course("caucasus-2") is not None
