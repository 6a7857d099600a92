from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from tests.webapp.browsing import post, sign_in
from tests.webapp.people.links import make_password_link
from tests.webapp.worlds import PASSWORD, START, World, add_user
from webapp.db import db, writing
from webapp.models import Course, Enrolment, Role
from webapp.services.courses import create_course, enrol
from webapp.services.errors import Forbidden, Missing, Refusal
from webapp.services.password_links import open_link
from webapp.services.rosters import Actor, change_role, check_may_reset, remove_person

PAGE = "/teach/caucasus/people"


def join(user_id: UUID, course_id: UUID, role: Role = Role.LEARNER) -> None:
    with writing() as session:
        enrol(session, user_id, course_id, role, START + timedelta(days=1))


def role_of(world: World, user_id: UUID) -> Role | None:
    db.session.rollback()
    enrolment = db.session.get(Enrolment, (user_id, world.course_id))
    return enrolment.role if enrolment else None


def owner(world: World) -> Actor:
    return Actor(world.instructor_id, Role.OWNER, is_admin=False)


@pytest.fixture
def assistant(world: World) -> Actor:
    """An instructor of the course who does not own it."""
    user_id = add_user("second@example.org", "Second Instructor")
    join(user_id, world.course_id, Role.INSTRUCTOR)
    return Actor(user_id, Role.INSTRUCTOR, is_admin=False)


def test_lists_everybody(teacher: FlaskClient, world: World) -> None:
    text = teacher.get(PAGE).text
    assert "3 people take part" in text
    assert text.index("Ines Instructor") < text.index("Lea Learner") < text.index("Otto Other")


def test_no_link_reaches_further_than_the_one_who_makes_it(world: World, assistant: Actor) -> None:
    assert check_may_reset(world.course_id, world.learner_id, assistant) == "Lea Learner"
    for user_id in (world.instructor_id, assistant.id):
        with pytest.raises(Forbidden):
            check_may_reset(world.course_id, user_id, assistant)
    join(world.admin_id, world.course_id)
    join(world.stranger_id, world.course_id)
    for user_id in (world.admin_id, world.stranger_id):
        with pytest.raises(Forbidden):
            check_may_reset(world.course_id, user_id, owner(world))
    assert check_may_reset(world.course_id, assistant.id, owner(world))


def test_no_link_for_somebody_lured_into_a_course(world: World) -> None:
    """Whoever makes a course of their own must not gain the accounts of those who join it."""
    lure = create_course("Free answers", START, owner_id=world.other_learner_id)
    join(world.learner_id, lure)
    with pytest.raises(Forbidden):
        check_may_reset(lure, world.learner_id, Actor(world.other_learner_id, Role.OWNER, False))
    with pytest.raises(Forbidden):
        check_may_reset(world.course_id, world.learner_id, owner(world))
    admin = Actor(world.admin_id, Role.OWNER, is_admin=True)
    assert check_may_reset(lure, world.learner_id, admin)


def test_no_link_for_guests(world: World) -> None:
    guest = add_user("", "Guest 7", is_guest=True)
    join(guest, world.course_id)
    with pytest.raises(Refusal):
        check_may_reset(world.course_id, guest, owner(world))


def test_removes_a_learner_after_asking(teacher: FlaskClient, world: World) -> None:
    page = f"{PAGE}/{world.learner_id}/removal"
    assert "Remove Lea Learner" in teacher.get(page).text
    assert role_of(world, world.learner_id) is Role.LEARNER
    assert post(teacher, page).status_code == 302
    assert role_of(world, world.learner_id) is None
    assert teacher.get(page).status_code == 404


def test_only_the_owner_removes_and_promotes_those_who_teach(
    world: World, assistant: Actor
) -> None:
    with pytest.raises(Forbidden):
        remove_person(world.course_id, world.instructor_id, assistant)
    with pytest.raises(Forbidden):
        change_role(world.course_id, assistant.id, Role.OWNER, assistant)
    remove_person(world.course_id, assistant.id, owner(world))
    assert role_of(world, assistant.id) is None


def test_changes_roles_but_keeps_an_owner(teacher: FlaskClient, world: World) -> None:
    def give(user_id: UUID, role: str) -> int:
        return post(teacher, f"{PAGE}/{user_id}/role", PAGE, role=role).status_code

    assert give(world.instructor_id, "learner") == 400
    assert give(world.learner_id, "instructor") == 302
    assert role_of(world, world.learner_id) is Role.INSTRUCTOR
    assert give(world.learner_id, "emperor") == 400
    assert give(world.learner_id, "owner") == 302
    assert give(world.instructor_id, "learner") == 302
    assert role_of(world, world.instructor_id) is Role.LEARNER
    assert give(world.learner_id, "learner") == 403


def test_the_last_owner_stays(world: World) -> None:
    with pytest.raises(Refusal):
        remove_person(world.course_id, world.instructor_id, owner(world))


@pytest.mark.parametrize(("who", "status"), [("learner", 403), ("stranger", 404)])
def test_nobody_else_comes_in(client: FlaskClient, world: World, who: str, status: int) -> None:
    sign_in(client, f"{who}@example.org", PASSWORD)
    assert client.get(PAGE).status_code == status
    for path in ("link", "removal", "role"):
        answer = post(client, f"{PAGE}/{world.other_learner_id}/{path}", "/settings")
        assert answer.status_code == status
    own = db.session.query(Course).filter_by(slug="elsewhere").one().slug
    if who == "stranger":
        path = f"/teach/{own}/people/{world.learner_id}/link"
        assert post(client, path, f"/teach/{own}/people").status_code == 404


def test_a_link_made_for_a_learner_does_not_outlive_their_promotion(world: World) -> None:
    token = make_password_link(world.learner_id, START)
    change_role(world.course_id, world.learner_id, Role.INSTRUCTOR, owner(world))
    with pytest.raises(Missing):
        open_link(token, START)


def test_a_link_does_not_outlive_a_course_of_ones_own(world: World) -> None:
    token = make_password_link(world.learner_id, START)
    join(world.learner_id, world.course_id)
    assert open_link(token, START)
    create_course("Mine", START, owner_id=world.learner_id)
    with pytest.raises(Missing):
        open_link(token, START)
