"""What becomes of a course: handed over, left, archived, deleted; and what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Event, Thread
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select, text

from tests.webapp.browsing import post, sign_in, submit
from tests.webapp.people.histories import study
from tests.webapp.worlds import MORNING, PASSWORD, START, World, add_user
from webapp import MIGRATIONS
from webapp.db import Base, db, writing
from webapp.learning.scheduling import Rating, Settings
from webapp.models import Course, Enrolment, QuestionVersion, Quiz, ReviewKind, Role
from webapp.services.errors import Forbidden, Missing, Refusal
from webapp.services.people.accounts import make_guest
from webapp.services.people.joining import join
from webapp.services.people.personal_data import delete_person
from webapp.services.quizzes.attempting import start_attempt
from webapp.services.reviewing.answering import Answer, record_answer
from webapp.services.reviewing.queries.counts import queue
from webapp.services.reviewing.queries.today import assigned_quizzes
from webapp.services.reviewing.queries.waiting import Learner
from webapp.services.teaching.courses import create_course, enrol
from webapp.services.teaching.members import Actor
from webapp.services.teaching.ownership import (
    archive_course,
    bring_back_course,
    hand_over,
    leave_course,
)

PEOPLE = "/teach/caucasus/people"


@pytest.fixture
def assistant_id(world: World) -> UUID:
    """An instructor of the course who does not own it."""
    user_id = add_user("assistant@example.org", "Ali Assistant")
    with writing() as session:
        enrol(session, user_id, world.course_id, Role.INSTRUCTOR, START)
    return user_id


@pytest.fixture
def learner(client: FlaskClient, world: World) -> FlaskClient:
    sign_in(client, "learner@example.org", PASSWORD)
    return client


def role_of(world: World, user_id: UUID) -> Role | None:
    db.session.rollback()
    enrolment = db.session.get(Enrolment, (user_id, world.course_id))
    return enrolment.role if enrolment else None


def code(world: World) -> str:
    return db.session.get_one(Course, world.course_id).join_code


def a_quiz(world: World) -> UUID:
    return db.session.scalars(
        select(Quiz.id).where(Quiz.course_id == world.course_id).order_by(Quiz.slug)
    ).all()[0]


def a_review(world: World) -> Answer:
    """The learner's of a flashcard that they did not know, so that it comes again soon."""
    version = db.session.scalars(
        select(QuestionVersion).where(QuestionVersion.type == "flashcard").limit(1)
    ).one()
    return Answer(
        user_id=world.learner_id,
        question_id=version.question_id,
        version_id=version.id,
        kind=ReviewKind.REVIEW,
        rating=Rating.AGAIN,
        fraction=0.0,
        response=None,
        at=START,
        client_key="missed",
    )


def test_an_owner_hands_the_course_over(
    teacher: FlaskClient, world: World, assistant_id: UUID
) -> None:
    address = f"{PEOPLE}/{assistant_id}/handover"
    assert address in teacher.get(PEOPLE).text
    assert "Hand the course over to Ali Assistant?" in teacher.get(address).text
    assert submit(teacher, address).status_code == 302
    assert role_of(world, assistant_id) is Role.OWNER
    assert role_of(world, world.instructor_id) is Role.INSTRUCTOR
    assert post(teacher, address, PEOPLE).status_code == 403, "it is no longer theirs"


def test_it_is_handed_to_those_who_teach_it(teacher: FlaskClient, world: World) -> None:
    said = post(teacher, f"{PEOPLE}/{world.learner_id}/handover", PEOPLE)
    assert said.status_code == 400 and "Give them that role first" in said.text
    assert post(teacher, f"{PEOPLE}/{world.stranger_id}/handover", PEOPLE).status_code == 404
    assert role_of(world, world.instructor_id) is Role.OWNER


def test_an_administrator_hands_over_what_they_take_no_part_in(
    world: World, assistant_id: UUID
) -> None:
    actor = Actor(world.admin_id, Role.OWNER, is_admin=True)
    hand_over(world.course_id, assistant_id, actor)
    assert role_of(world, assistant_id) is Role.OWNER
    assert role_of(world, world.instructor_id) is Role.OWNER
    assert role_of(world, world.admin_id) is None
    with pytest.raises(Forbidden):
        hand_over(world.course_id, assistant_id, Actor(assistant_id, Role.INSTRUCTOR, False))


def test_the_last_owner_is_told_what_to_do_instead_of_leaving(
    teacher: FlaskClient, world: World, assistant_id: UUID
) -> None:
    said = submit(teacher, "/courses/caucasus/leave")
    assert said.status_code == 400
    assert "Hand it over" in said.text and PEOPLE in said.text and "#course-end" in said.text
    assert role_of(world, world.instructor_id) is Role.OWNER
    submit(teacher, f"{PEOPLE}/{assistant_id}/handover")
    assert submit(teacher, "/courses/caucasus/leave").status_code == 302
    assert role_of(world, world.instructor_id) is None


def test_of_two_owners_who_leave_at_once_one_stays(app: Flask, world: World) -> None:
    with writing() as session:
        enrol(session, world.stranger_id, world.course_id, Role.OWNER, START)
    db.session.rollback()
    start, refused = Barrier(2), []

    def leave(user_id: UUID) -> None:
        with app.app_context():
            start.wait(10)
            try:
                leave_course(world.course_id, user_id)
            except Refusal as refusal:
                refused.append(refusal)

    owners = (world.instructor_id, world.stranger_id)
    threads = [Thread(target=leave, args=(each,)) for each in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(refused) == 1
    assert [role_of(world, each) for each in owners].count(Role.OWNER) == 1


def test_who_is_being_handed_a_course_does_not_slip_away(
    app: Flask, world: World, assistant_id: UUID
) -> None:
    """They ask to leave while they are still an instructor, and own it a moment later."""
    db.session.rollback()
    handed, refused = Event(), []

    def leave() -> None:
        with app.app_context():
            handed.wait(10)
            try:
                leave_course(world.course_id, assistant_id)
            except Refusal as refusal:
                refused.append(refusal)

    thread = Thread(target=leave)
    thread.start()
    with writing():
        hand_over(world.course_id, assistant_id, Actor(world.instructor_id, Role.OWNER, False))
        db.session.flush()
        handed.set()
        thread.join(0.5)
    thread.join(20)
    assert len(refused) == 1
    assert role_of(world, assistant_id) is Role.OWNER


def test_a_learner_leaves_and_their_answers_stay(learner: FlaskClient, world: World) -> None:
    start_attempt(world.learner_id, a_quiz(world), START)
    assert "/courses/caucasus/leave" in learner.get("/library").text
    assert submit(learner, "/courses/caucasus/leave").status_code == 302
    assert "Caucasus" not in learner.get("/library").text.partition("</h1>")[2]
    join(world.learner_id, code(world), MORNING)
    assert assigned_quizzes(world.learner_id)[0].attempts == 1


def test_whoever_teaches_longest_owns_what_a_deleted_account_owned(
    world: World, assistant_id: UUID
) -> None:
    with writing() as session:
        later = START + timedelta(days=1)
        enrol(session, world.stranger_id, world.course_id, Role.INSTRUCTOR, later)
    alone = create_course("Alone", START, owner_id=world.instructor_id)
    shared = create_course("Shared", START, owner_id=world.instructor_id)
    with writing() as session:
        enrol(session, world.admin_id, shared, Role.OWNER, START)
        enrol(session, assistant_id, shared, Role.INSTRUCTOR, START)
    delete_person(world.instructor_id, PASSWORD)
    assert role_of(world, assistant_id) is Role.OWNER
    assert role_of(world, world.stranger_id) is Role.INSTRUCTOR
    assert db.session.get_one(Enrolment, (assistant_id, shared)).role is Role.INSTRUCTOR
    assert db.session.get(Course, alone) is not None, "an administrator looks after it"


def test_nobody_joins_an_archived_course(app: Flask, world: World) -> None:
    archive_course(world.course_id, START)
    visitor = app.test_client()
    said = visitor.get(f"/join/{code(world)}")
    assert said.status_code == 404 and "is archived" in said.text
    said = submit(visitor, "/join", code=code(world))
    assert said.status_code == 422 and "is archived" in said.text
    for somebody in (world.stranger_id, world.admin_id):
        with pytest.raises(Missing):
            join(somebody, code(world), START)
    with pytest.raises(Missing):
        make_guest("UTC", START, code=code(world))
    assert join(world.learner_id, code(world), START) == "Caucasus", "who is in it stays in it"
    bring_back_course(world.course_id)
    join(world.stranger_id, code(world), START)


def test_in_an_archived_course_nothing_new_is_begun(learner: FlaskClient, world: World) -> None:
    quiz_id = a_quiz(world)
    begun = start_attempt(world.learner_id, quiz_id, START)
    archive_course(world.course_id, START)
    assert start_attempt(world.learner_id, quiz_id, START) == begun, "what was begun goes on"
    with pytest.raises(Forbidden, match="archived"):
        start_attempt(world.other_learner_id, quiz_id, START)
    assert [each.open_attempt for each in assigned_quizzes(world.learner_id)] == [begun]
    assert assigned_quizzes(world.other_learner_id) == []
    page = learner.get(f"/courses/caucasus/quizzes/{quiz_id}").text
    assert "Continue" in page


def test_reviews_of_an_archived_course_go_on_without_new_questions(
    learner: FlaskClient, world: World
) -> None:
    me = Learner(world.learner_id, Settings("UTC"), 5, START.toordinal())
    assert queue(me, START).new == 5
    record_answer(a_review(world), Settings("UTC"))
    archive_course(world.course_id, START)
    waiting = queue(replace(me, today=me.today + 1), START + timedelta(days=1))
    assert (waiting.new, waiting.due) == (0, 1)
    library = learner.get("/library").text
    assert "Archived courses" in library and "Caucasus" in library
    bring_back_course(world.course_id)
    assert queue(me, START).new > 0


def test_an_owner_archives_a_course_and_brings_it_back(teacher: FlaskClient, world: World) -> None:
    page = "/teach/caucasus"
    assert submit(teacher, page, f"{page}/archive").status_code == 302
    for shown in (page, PEOPLE, f"{page}/questions"):
        assert "This course is archived" in teacher.get(shown).text
    assert "1 archived course" in teacher.get("/teach").text
    said = submit(teacher, page, title="Renamed")
    assert said.status_code == 409 and "bring it back" in said.text
    assert submit(teacher, page, f"{page}/return").status_code == 302
    assert submit(teacher, page, title="Renamed").status_code == 302
    assert "archived" not in teacher.get("/teach").text


def test_a_course_is_deleted_with_everything_in_it(teacher: FlaskClient, world: World) -> None:
    study(world.learner_id, world.course_id)
    page = "/teach/caucasus/deletion"
    assert "Archive it instead" in teacher.get(page).text
    unsure = post(teacher, page)
    assert unsure.status_code == 422 and "Tick the box" in unsure.text
    assert submit(teacher, page, sure="y").location == "/teach"
    left = {"courses", "enrolments"}  # of the stranger's own
    for table in Base.metadata.sorted_tables:
        count = db.session.scalar(select(func.count()).select_from(table))
        if table.name in left:
            assert count == 1, table.name
        elif table.name not in {"users", "sign_ins", "spendings", "faults", "rankings"}:
            assert count == 0, table.name


def test_deleting_a_course_asks_anew_who_one_is(teacher: FlaskClient, world: World) -> None:
    with time_machine.travel(START + timedelta(days=3650)):
        sign_in(teacher, "instructor@example.org", PASSWORD)
    with time_machine.travel(START + timedelta(days=3650, minutes=11)):
        said = teacher.get("/teach/caucasus/deletion")
        assert said.location == "/confirm?next=/teach/caucasus/deletion"


def test_the_first_instructor_came_to_own_what_nobody_owned(
    app: Flask, world: World, assistant_id: UUID
) -> None:
    with writing() as session:
        enrol(session, world.stranger_id, world.course_id, Role.INSTRUCTOR, MORNING)
        session.get_one(Enrolment, (world.instructor_id, world.course_id)).role = Role.LEARNER
    db.session.remove()
    downgrade(directory=str(MIGRATIONS), revision="0017-1")
    upgrade(directory=str(MIGRATIONS))
    rows = db.session.execute(text("SELECT role, count(*) FROM enrolments GROUP BY role"))
    assert sorted(tuple(row) for row in rows) == [
        ("instructor", 1),
        ("learner", 3),
        ("owner", 2),
    ]
    assert role_of(world, assistant_id) is Role.OWNER
