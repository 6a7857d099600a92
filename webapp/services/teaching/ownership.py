"""What only owners do with a course: hand it over, archive it, delete it; and how one leaves it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.db import writing
from webapp.models import Course, Enrolment, Question, Quiz, Role
from webapp.services.errors import Forbidden, Refusal
from webapp.services.people.one_time_links import void_password_links
from webapp.services.teaching.members import Actor, enrolment_in, hold_course, keep_an_owner


def hand_over(course_id: UUID, user_id: UUID, actor: Actor) -> None:
    """Make an instructor the owner of a course; the owner who does it goes on as an instructor.

    Both lose their open password links, as with any other change of roles.

    Raises:
        Missing: they are not in this course.
        Forbidden: the one who asks does not own it.
        Refusal: they do not teach it, or own it already.
    """
    if actor.role is not Role.OWNER:
        raise Forbidden(_("Only the owner can hand a course over."))
    with writing() as session:
        hold_course(session, course_id)
        heir = enrolment_in(session, course_id, user_id)
        if heir.role is not Role.INSTRUCTOR:
            raise Refusal(
                _(
                    "A course is handed over to an instructor of it. Give them that role first, "
                    "under People."
                )
            )
        heir.role = Role.OWNER
        void_password_links(session, user_id)
        own = session.get(Enrolment, (actor.id, course_id), populate_existing=True)
        if own is not None and own.role is Role.OWNER:
            own.role = Role.INSTRUCTOR
            void_password_links(session, actor.id)


def leave_course(course_id: UUID, user_id: UUID) -> None:
    """Take part in a course no longer; one's answers stay, and count again if one rejoins.

    Raises:
        Missing: one is not in it.
        Refusal: one is its last owner.
    """
    with writing() as session:
        hold_course(session, course_id)
        enrolment = enrolment_in(session, course_id, user_id)
        keep_an_owner(session, enrolment)
        session.delete(enrolment)
        void_password_links(session, user_id)


def archive_course(course_id: UUID, at: datetime) -> None:
    """Let nobody join, begin or change anything any more; what was done stays."""
    _set_archived(course_id, at)


def bring_back_course(course_id: UUID) -> None:
    """Let a course that was archived go on."""
    _set_archived(course_id, None)


def delete_course(course_id: UUID) -> None:
    """Delete a course and everything in it, the answers of its learners as well.

    What asks goes before what it asks, and what cites before what it cites: neither may be taken
    from under the other.
    """
    with writing() as session:
        session.execute(delete(Quiz).where(Quiz.course_id == course_id))
        session.execute(delete(Question).where(Question.course_id == course_id))
        session.execute(delete(Course).where(Course.id == course_id))


def hand_on_courses(session: Session, user_id: UUID) -> None:
    """Give every course of which this person is the only owner to who has taught it longest.

    Where nobody else teaches it, the administrator looks after it.
    """
    owned = select(Enrolment.course_id).where(
        Enrolment.user_id == user_id, Enrolment.role == Role.OWNER
    )
    for course_id in session.scalars(owned.order_by(Enrolment.course_id)).all():
        hold_course(session, course_id)
    owners = select(Enrolment.course_id).where(Enrolment.role == Role.OWNER)
    alone = owners.group_by(Enrolment.course_id).having(func.count() == 1)
    heirs = session.scalars(
        select(Enrolment)
        .where(
            Enrolment.course_id.in_(owned),
            Enrolment.course_id.in_(alone),
            Enrolment.role == Role.INSTRUCTOR,
        )
        .order_by(Enrolment.joined_at.desc(), Enrolment.user_id.desc())
    ).all()
    for heir in {heir.course_id: heir for heir in heirs}.values():
        heir.role = Role.OWNER
        void_password_links(session, heir.user_id)


def _set_archived(course_id: UUID, at: datetime | None) -> None:
    with writing() as session:
        session.get_one(Course, course_id).archived_at = at
