"""Courses: made, renamed, and who takes part."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from questions.slugs import slugify
from webapp.db import db, new_id, writing
from webapp.models import Course, Enrolment, Invitation, Role, User, lengths
from webapp.services.errors import Missing
from webapp.services.operations.queries import quotas
from webapp.services.people.one_time_links import void_password_links
from webapp.services.teaching.grouping import set_groups
from webapp.services.texts import refuse_unfit

T = TypeVar("T")

# Without letters and digits that are taken for each other.
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def create_course(
    title: str, at: datetime, *, owner_id: UUID | None, slug: str = "", description: str = ""
) -> UUID:
    """Make a course, owned by ``owner_id``, with a join code and an address of its own.

    Raises:
        OverQuota: that account owns as many as it may.
        Refusal: the title or the description has characters that are no text.
    """
    refuse_unfit(title, description)
    with writing() as session:
        if owner_id is not None:
            quotas.check_course(session, owner_id)

        def insert() -> Course:
            course = Course(
                id=new_id(at),
                slug=free_slug(session, slug or slugify(title)),
                title=title,
                description=description,
                join_code=_free_code(session),
                created_at=at,
            )
            session.add(course)
            return course

        course = insert_again(session, insert)
        if owner_id is not None:
            enrol(session, owner_id, course.id, Role.OWNER, at)
        return course.id


def find_course(session: Session, slug: str) -> Course:
    """Return the course of that address.

    Raises:
        Missing: there is none; the message names those there are.
    """
    course = session.scalar(select(Course).where(Course.slug == slug))
    if course is None:
        known = ", ".join(session.scalars(select(Course.slug).order_by(Course.slug))) or _("none")
        raise Missing(
            _("There is no course “%(slug)s”. There are: %(known)s.", slug=slug, known=known)
        )
    return course


def insert_again(session: Session, insert: Callable[[], T]) -> T:
    """Do ``insert``, once more when somebody took the same address at the same time."""
    try:
        with session.begin_nested():
            return insert()
    except IntegrityError:
        with session.begin_nested():
            return insert()


def enrol(session: Session, user_id: UUID, course_id: UUID, role: Role, at: datetime) -> None:
    """Give somebody a role in a course; a higher one they already have stays.

    Whoever was invited with an address they have confirmed gets the role they were invited to, and
    as a learner the group.
    Whoever comes to teach has no open password link left that was made for a learner.
    """
    role, group = _fulfil_invitation(session, user_id, course_id, role)
    enrolment = session.get(Enrolment, (user_id, course_id))
    if enrolment is None:
        session.add(Enrolment(user_id=user_id, course_id=course_id, role=role, joined_at=at))
    elif not enrolment.role.reaches(role):
        enrolment.role = role
    if role is not Role.LEARNER:
        void_password_links(session, user_id)
    elif group:
        session.flush()
        set_groups(course_id, {user_id: group})


def _fulfil_invitation(
    session: Session, user_id: UUID, course_id: UUID, role: Role
) -> tuple[Role, str | None]:
    """End the invitation that somebody comes by; returns the higher role of the two, and the group.

    An address that is not confirmed may be anybody's: it makes nobody an instructor.
    """
    found = session.execute(
        select(Invitation, User.email_confirmed_at)
        .join(User, User.email == Invitation.email)
        .where(Invitation.course_id == course_id, User.id == user_id)
    ).one_or_none()
    if found is None:
        return role, None
    invitation, confirmed_at = found
    invited_to: Role = invitation.role
    if role.reaches(invited_to) or confirmed_at is not None:
        session.delete(invitation)
        return (role if role.reaches(invited_to) else invited_to), invitation.group_name
    return role, None


def free_slug(session: Session, wanted: str) -> str:
    """Return ``wanted``, or with a number after it when a course has that address."""
    similar = select(Course.slug).where(Course.slug.startswith(wanted, autoescape=True))
    return first_free(wanted, set(session.scalars(similar)))


def first_free(wanted: str, taken: set[str]) -> str:
    """Return ``wanted``, or ``wanted-2``, ``wanted-3`` … whichever is not taken."""
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _free_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(lengths.JOIN_CODE))
        if session.scalar(select(Course.id).where(Course.join_code == code)) is None:
            return code


def update_course(course_id: UUID, title: str, description: str) -> None:
    """Rename a course and describe it anew; its address stays, so that links go on working."""
    refuse_unfit(title, description)
    with writing() as session:
        course = session.get_one(Course, course_id)
        course.title, course.description = title, description


def regenerate_code(course_id: UUID) -> str:
    """Give a course another join code; the old one no longer lets anybody in. Returns it."""
    with writing() as session:
        course = session.get_one(Course, course_id)
        course.join_code = _free_code(session)
        return course.join_code


def slug_of(course_id: UUID) -> str:
    """Return a course's address."""
    return db.session.get_one(Course, course_id).slug
