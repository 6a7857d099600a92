"""Groups in a roster: a column of their own, looked over, and where those who come are put."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.teaching.test_rosters import PEOPLE, confirm, confirmed, look
from tests.webapp.teaching.test_rosters import owner as owner
from tests.webapp.worlds import START, World
from webapp.db import db, writing
from webapp.models import Enrolment, Role
from webapp.services.teaching.courses import enrol
from webapp.services.teaching.grouping import set_groups
from webapp.services.teaching.inviting import invite, list_invitations
from webapp.services.teaching.members import Actor
from webapp.services.teaching.roster import read_roster

GROUPED = "E-mail;Name;Group\nada@school.org;Ada Byron;4b\nben@school.org;Ben Ode;\n"


def group_of(world: World, user_id: UUID) -> str | None:
    db.session.rollback()
    return db.session.get_one(Enrolment, (user_id, world.course_id)).group_name


def test_a_group_has_a_column_of_its_own(app: Flask) -> None:
    assert [line.group for line in read_roster(GROUPED)] == ["4b", ""]
    (line,) = read_roster("ada@school.org,Ada Byron,4b")
    assert (line.name, line.group) == ("Ada Byron 4b", "")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (f"ada@school.org,,{'g' * 61}", "The group is too long: 60 characters at most."),
        (
            "ada@school.org,instructor,4b",
            "Only learners are in groups. Leave the group of an instructor empty.",
        ),
    ],
)
def test_what_is_wrong_with_a_group_is_said(app: Flask, line: str, problem: str) -> None:
    (found,) = read_roster(f"email,role,group\n{line}")
    assert found.problem == problem


def test_who_comes_comes_into_the_group(world: World, owner: Actor) -> None:
    """As it is spelt in the course already."""
    set_groups(world.course_id, {world.learner_id: "4B"})
    invite(world.course_id, GROUPED, owner, START)
    ada, ben = confirmed("ada@school.org"), confirmed("ben@school.org")
    for user_id in (ada, ben):
        with writing() as session:
            enrol(session, user_id, world.course_id, Role.LEARNER, START)
    assert (group_of(world, ada), group_of(world, ben)) == ("4B", None)
    assert list_invitations(world.course_id) == []


def test_groups_are_looked_over_and_changed(teacher: FlaskClient, world: World) -> None:
    """Of who is there, and of who is invited and has not come; who is in it already stays."""
    text = "email,group\nlearner@example.org,{0}\nada@school.org,{0}"
    looked = look(teacher, roster=text.format("4b"))
    assert "Known already: changes group" in looked.text and "Invite 1 person" in looked.text
    assert group_of(world, world.learner_id) is None
    assert confirm(teacher, looked).status_code == 302
    people = teacher.get(PEOPLE).text
    assert "1 person is invited." in people and "The group of 1 person is changed." in people
    assert people.count("4b</span>") == 2
    assert group_of(world, world.learner_id) == "4b"
    assert [each.group_name for each in list_invitations(world.course_id)] == ["4b"]
    assert "No line would invite anybody." in look(teacher, roster=text.format("4B")).text
    looked = look(teacher, roster=text.format("5a"))
    assert "Change the groups of 2 people" in looked.text and ">Group</th>" in looked.text
    assert confirm(teacher, looked).status_code == 302
    assert "The groups of 2 people are changed." in teacher.get(PEOPLE).text
    assert group_of(world, world.learner_id) == "5a"
    assert [each.group_name for each in list_invitations(world.course_id)] == ["5a"]
    without = look(teacher, roster="learner@example.org")
    assert "In the course already" in without.text and ">Group</th>" not in without.text
