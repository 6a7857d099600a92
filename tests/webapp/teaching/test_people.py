from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from tests.webapp.browsing import post, sign_in
from tests.webapp.people.links import make_password_link, use_link
from tests.webapp.people.links import open_link as open_page
from tests.webapp.worlds import PASSWORD, START, World, add_user
from webapp.db import db, writing
from webapp.models import Course, Enrolment, Role, User
from webapp.services.errors import Forbidden, Missing, Refusal
from webapp.services.people.password_links import open_link
from webapp.services.people.recovery_codes import make_recovery_codes
from webapp.services.people.settings import replace_password
from webapp.services.teaching.courses import create_course, enrol
from webapp.services.teaching.members import (
    Actor,
    change_role,
    check_may_reset,
    put_back,
    remove_person,
)

PAGE = "/teach/caucasus/people"
LEARNER = "learner@example.org"


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


def test_a_removal_is_taken_back(teacher: FlaskClient, world: World) -> None:
    page, undo = f"{PAGE}/{world.learner_id}/removal", f"{PAGE}/removal/undoing"
    assert post(teacher, undo, PAGE).status_code == 404
    assert post(teacher, page).status_code == 302
    assert role_of(world, world.learner_id) is None
    assert undo in teacher.get(PAGE).text
    assert post(teacher, undo, PAGE).status_code == 302
    assert role_of(world, world.learner_id) is Role.LEARNER
    assert undo not in teacher.get(PAGE).text
    assert post(teacher, undo, PAGE).status_code == 404, "once"


def test_what_is_taken_back_is_ones_own_right(world: World, assistant: Actor) -> None:
    removed = remove_person(world.course_id, assistant.id, owner(world))
    with pytest.raises(Forbidden):
        put_back(removed, Actor(world.learner_id, Role.INSTRUCTOR, is_admin=False))
    put_back(removed, owner(world))
    put_back(removed, owner(world))
    assert role_of(world, assistant.id) is Role.INSTRUCTOR
    gone = remove_person(world.course_id, assistant.id, owner(world))
    with writing() as session:
        session.execute(delete(User).where(User.id == assistant.id))
    with pytest.raises(Missing):
        put_back(gone, owner(world))


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


def learner_link(client: FlaskClient, world: World) -> str:
    """Return the token of a link that whoever is at ``client`` is shown for the learner."""
    answer = post(client, f"{PAGE}/{world.learner_id}/link", PAGE)
    assert answer.status_code == 200
    (token,) = re.findall(r'value="http://[^/"]+/one-time#([^"]+)" readonly', answer.text)
    assert token not in client.get(PAGE).text
    return str(token)


def test_an_instructors_link_opens_nothing_by_itself(teacher: FlaskClient, world: World) -> None:
    codes = make_recovery_codes(world.learner_id, START)
    token = learner_link(teacher, world)
    visitor = teacher.application.test_client()
    assert 'name="code"' in open_page(visitor, token).text
    for code in ("", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", codes[0][:-1]):
        wrong = use_link(visitor, token, password="a brand new one", code=code)
        assert wrong.status_code == 422 and 'id="code-error"' in wrong.text
    assert sign_in(teacher.application.test_client(), LEARNER, PASSWORD).status_code == 302
    assert use_link(visitor, token, password="a brand new one", code=codes[0]).location == "/"
    assert "a link that Ines Instructor made" in visitor.get("/").text
    post(visitor, "/notices", "/")
    assert "Ines Instructor made" not in visitor.get("/").text
    assert not db.session.get_one(User, world.learner_id).email_confirmed_at


def test_without_codes_only_the_administrator_helps(teacher: FlaskClient, world: World) -> None:
    answer = post(teacher, f"{PAGE}/{world.learner_id}/link", PAGE)
    assert answer.status_code == 400
    assert "Lea Learner has no recovery codes" in answer.text
    assert "Only the site administrator can help" in answer.text
    assert "3 people take part" in answer.text


def test_the_administrators_link_is_told_to_the_person(app: Flask, world: World) -> None:
    admin, learner = app.test_client(), app.test_client()
    sign_in(admin, "admin@example.org", PASSWORD)
    token = learner_link(admin, world)
    sign_in(learner, LEARNER, PASSWORD)
    assert "Ada Admin, the administrator, made a link" in learner.get("/").text
    assert use_link(app.test_client(), token, password="a brand new one").location == "/"
    join(world.admin_id, world.course_id)
    assert post(admin, f"{PAGE}/{world.admin_id}/link", PAGE).status_code == 403


def test_codes_of_others_do_not_count(teacher: FlaskClient, world: World) -> None:
    make_recovery_codes(world.learner_id, START)
    others = make_recovery_codes(world.other_learner_id, START)
    token = learner_link(teacher, world)
    visitor = teacher.application.test_client()
    for _try in range(10):
        wrong = use_link(visitor, token, password="a brand new one", code=others[0])
        assert wrong.status_code == 422
    refused = use_link(visitor, token, password="a brand new one", code=others[0])
    assert refused.status_code == 429 and "too many tries" in refused.text


def loses_role(world: World) -> None:
    with writing() as session:
        session.get_one(Enrolment, (world.instructor_id, world.course_id)).role = Role.LEARNER


def leaves_course(world: World) -> None:
    with writing() as session:
        session.delete(session.get_one(Enrolment, (world.instructor_id, world.course_id)))


def is_deleted(world: World) -> None:
    with writing() as session:
        session.execute(delete(User).where(User.id == world.instructor_id))


def is_removed(world: World) -> None:
    remove_person(world.course_id, world.learner_id, owner(world))


def joins_another(world: World) -> None:
    course = db.session.scalars(select(Course).where(Course.slug == "elsewhere")).one()
    join(world.learner_id, course.id)


def becomes_administrator(world: World) -> None:
    with writing() as session:
        session.get_one(User, world.learner_id).is_admin = True


def teaches(world: World) -> None:
    create_course("Mine", START, owner_id=world.learner_id)


def changes_password(world: World) -> None:
    replace_password(world.learner_id, PASSWORD, "a password of my own")


def goes_to_another_course(world: World) -> None:
    """Leave the course that the link was made in, though by no form of ours."""
    with writing() as session:
        session.delete(session.get_one(Enrolment, (world.learner_id, world.course_id)))


CHANGES = [
    loses_role,
    leaves_course,
    is_deleted,
    is_removed,
    joins_another,
    becomes_administrator,
    teaches,
    changes_password,
    goes_to_another_course,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_link_is_judged_when_it_is_opened_and_used(
    teacher: FlaskClient, world: World, change: Callable[[World], None]
) -> None:
    codes = make_recovery_codes(world.learner_id, START)
    token = learner_link(teacher, world)
    visitor = teacher.application.test_client()
    opened = open_page(visitor, token)
    assert opened.status_code == 200
    change(world)
    db.session.rollback()
    sent = {"token": token, "password": "a brand new one", "code": codes[0]}
    assert post(visitor, "/one-time", **sent).status_code == 404
    assert open_page(visitor, token).status_code == 404
    assert sign_in(teacher.application.test_client(), LEARNER, "a brand new one").status_code == 422


def test_the_administrators_link_ends_with_their_office(app: Flask, world: World) -> None:
    admin = app.test_client()
    sign_in(admin, "admin@example.org", PASSWORD)
    token = learner_link(admin, world)
    with writing() as session:
        session.get_one(User, world.admin_id).is_admin = False
    assert open_page(app.test_client(), token).status_code == 404
