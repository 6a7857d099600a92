"""A small world: a course with the bank, an instructor, two learners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from argon2 import PasswordHasher

from webapp.db import db, new_id, writing
from webapp.models import Course, Role, User
from webapp.services.operations.seeding import load_seed_into
from webapp.services.teaching.courses import create_course, enrol

PASSWORD = "correct horse battery"
SEED = "azernews-2023-01-20"
# How strong the hash is, is not what most tests are about.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD_HASH = CHEAP.hash(PASSWORD)
START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """The ids of what there is; everybody's password is PASSWORD."""

    course_id: UUID
    slug: str
    learner_id: UUID
    other_learner_id: UUID
    instructor_id: UUID
    stranger_id: UUID
    admin_id: UUID


def add_user(email: str, name: str, **fields: object) -> UUID:
    """Add a user with the password PASSWORD; returns the id."""
    with writing() as session:
        user = User(
            id=new_id(START),
            email=email,
            name=name,
            password_hash=PASSWORD_HASH,
            created_at=START,
            **fields,
        )
        session.add(user)
        return user.id


def populate() -> World:
    """Make a course with the bank, and people.

    They are learner@, other@ (both learners), instructor@, stranger@ (in no course but one
    of their own, as owner) and admin@example.org.
    """
    people = [
        add_user("learner@example.org", "Lea Learner"),
        add_user("other@example.org", "Otto Other"),
        add_user("instructor@example.org", "Ines Instructor"),
        add_user("stranger@example.org", "Sam Stranger"),
        add_user("admin@example.org", "Ada Admin", is_admin=True),
    ]
    learner, other, instructor, stranger, admin = people
    course_id = create_course("Caucasus", START, owner_id=instructor)
    create_course("Elsewhere", START, owner_id=stranger)
    with writing() as session:
        enrol(session, learner, course_id, Role.LEARNER, START)
        enrol(session, other, course_id, Role.LEARNER, START)
    load_seed_into(course_id, SEED, START)
    course = db.session.get_one(Course, course_id)
    return World(course_id, course.slug, learner, other, instructor, stranger, admin)
