"""Who takes part in a course: listed, removed, given another role, helped to sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from webapp.db import db, writing
from webapp.models import (
    Attempt,
    Course,
    Enrolment,
    Question,
    Quiz,
    Review,
    ReviewKind,
    Role,
    TimeFactor,
    User,
)
from webapp.services.errors import Forbidden, Missing, Refusal
from webapp.services.people.one_time_links import void_password_links

_TEACHING = (Role.INSTRUCTOR, Role.OWNER)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who wants something done; ``role`` is theirs in the course."""

    id: UUID
    role: Role
    is_admin: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a course; ``last_active`` is the last answer or attempt in this course.

    ``time_factor`` is how many times as long as others they have in its quizzes.
    """

    id: UUID
    name: str
    email: str | None
    is_guest: bool
    role: Role
    group_name: str | None
    joined_at: datetime
    last_active: datetime | None
    time_factor: float


def role_in(course_id: UUID, user_id: UUID, *, is_admin: bool) -> Role:
    """Return somebody's role in a course they may teach; the administrator's is owner."""
    enrolment = db.session.get(Enrolment, (user_id, course_id))
    return Role.OWNER if is_admin or enrolment is None else enrolment.role


def actor_in(course_id: UUID, user_id: UUID, *, is_admin: bool) -> Actor:
    """Return who somebody is that wants something done in a course they may teach."""
    return Actor(user_id, role_in(course_id, user_id, is_admin=is_admin), is_admin)


def list_people(course_id: UUID) -> list[Person]:
    """Return everybody in a course: owners, instructors, learners, each by name."""
    rows = db.session.execute(
        select(User, Enrolment, func.coalesce(TimeFactor.factor, 1.0))
        .join(Enrolment, Enrolment.user_id == User.id)
        .outerjoin(
            TimeFactor, and_(TimeFactor.user_id == User.id, TimeFactor.course_id == course_id)
        )
        .where(Enrolment.course_id == course_id)
    ).all()
    active = _last_active(course_id)
    people = [
        Person(
            id=user.id,
            name=user.name,
            email=user.email,
            is_guest=user.is_guest,
            role=enrolment.role,
            group_name=enrolment.group_name,
            joined_at=enrolment.joined_at,
            last_active=active.get(user.id),
            time_factor=factor,
        )
        for user, enrolment, factor in rows
    ]
    order = list(Role)
    return sorted(people, key=lambda p: (-order.index(p.role), p.name.casefold(), p.id))


def _last_active(course_id: UUID) -> dict[UUID, datetime]:
    reviewed = db.session.execute(
        select(Review.user_id, func.max(Review.answered_at))
        .join(Question, Question.id == Review.question_id)
        .where(Question.course_id == course_id, Review.kind != ReviewKind.IMPORT)
        .group_by(Review.user_id)
    ).all()
    attempted = db.session.execute(
        select(Attempt.user_id, func.max(func.coalesce(Attempt.submitted_at, Attempt.started_at)))
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Quiz.course_id == course_id)
        .group_by(Attempt.user_id)
    ).all()
    latest: dict[UUID, datetime] = {}
    for user_id, at in [*reviewed, *attempted]:
        latest[user_id] = max(at, latest.get(user_id, at))
    return latest


@dataclass(frozen=True, slots=True)
class Removed:
    """Somebody's part in a course as it was before it ended."""

    course_id: UUID
    user_id: UUID
    role: Role
    joined_at: datetime
    group_name: str | None = None


def remove_person(course_id: UUID, user_id: UUID, actor: Actor) -> Removed:
    """Take somebody out of a course; their answers stay, and count again if they rejoin.

    Their open password links stop working. Returns what :func:`put_back` takes.

    Raises:
        Missing: they are not in this course.
        Forbidden: they teach it, and the one who asks does not own it.
        Refusal: they are its last owner.
    """
    with writing() as session:
        hold_course(session, course_id)
        enrolment = enrolment_in(session, course_id, user_id)
        if enrolment.role is not Role.LEARNER and actor.role is not Role.OWNER:
            raise Forbidden(_("Only the owner can remove those who teach."))
        keep_an_owner(session, enrolment)
        removed = Removed(
            course_id, user_id, enrolment.role, enrolment.joined_at, enrolment.group_name
        )
        session.delete(enrolment)
        void_password_links(session, user_id)
        return removed


def put_back(removed: Removed, actor: Actor) -> None:
    """Take a removal back: somebody is in the course again as they were.

    Raises:
        Missing: they have no account any more.
        Forbidden: they taught it, and the one who asks does not own it.
    """
    if removed.role is not Role.LEARNER and actor.role is not Role.OWNER:
        raise Forbidden(_("Only the owner can put back those who teach."))
    with writing() as session:
        if session.get(User, removed.user_id) is None:
            raise Missing(_("They have no account here any more."))
        key = (removed.user_id, removed.course_id)
        if session.get(Enrolment, key, populate_existing=True) is None:
            session.add(
                Enrolment(
                    user_id=removed.user_id,
                    course_id=removed.course_id,
                    role=removed.role,
                    joined_at=removed.joined_at,
                    group_name=removed.group_name,
                )
            )


def change_role(course_id: UUID, user_id: UUID, role: Role, actor: Actor) -> None:
    """Give somebody another role in a course; their open password links stop working.

    Raises:
        Missing: they are not in this course.
        Forbidden: the one who asks does not own it.
        Refusal: they are its last owner, or a guest who would teach.
    """
    if actor.role is not Role.OWNER:
        raise Forbidden(_("Only the owner can change roles."))
    with writing() as session:
        hold_course(session, course_id)
        enrolment = enrolment_in(session, course_id, user_id)
        if enrolment.role is role:
            return
        if role is not Role.LEARNER and session.get_one(User, user_id).is_guest:
            raise Refusal(_("A guest cannot teach. They need an account first."))
        keep_an_owner(session, enrolment)
        enrolment.role = role
        void_password_links(session, user_id)


def check_may_reset(course_id: UUID, user_id: UUID, actor: Actor) -> str:
    """Return the name of somebody whose password ``actor`` may help to set anew.

    Whoever holds the link becomes that person, so it must not lead to rights or answers that
    the one who makes it has not got: never to the administrator's, nor to those of somebody who
    teaches or learns in a course that ``actor`` does not teach.

    Raises:
        Missing: they are not in this course.
        Refusal: they have no password to set.
        Forbidden: ``actor`` may not.
    """
    enrolment = enrolment_in(db.session(), course_id, user_id)
    user = db.session.get_one(User, user_id)
    if user.is_guest:
        raise Refusal(_("A guest has no password. They can make an account themselves."))
    if user.is_admin or (enrolment.role is not Role.LEARNER and actor.role is not Role.OWNER):
        raise Forbidden(_("You cannot make a link for somebody with more rights than you."))
    if not actor.is_admin and _elsewhere(course_id, user_id, actor.id):
        raise Forbidden(
            _("They take part in other courses too. Ask the site administrator for a link.")
        )
    return user.name


def check_in_course(course_id: UUID, user_id: UUID) -> str:
    """Return the name of somebody in a course. Raises Missing when they are not in it."""
    enrolment_in(db.session(), course_id, user_id)
    return db.session.get_one(User, user_id).name


def _elsewhere(course_id: UUID, user_id: UUID, actor_id: UUID) -> bool:
    """Whether somebody teaches another course, or learns in one that the actor does not teach."""
    taught = select(Enrolment.course_id).where(
        Enrolment.user_id == actor_id, Enrolment.role.in_(_TEACHING)
    )
    others = select(Enrolment.course_id).where(
        Enrolment.user_id == user_id,
        Enrolment.course_id != course_id,
        Enrolment.role.in_(_TEACHING) | Enrolment.course_id.not_in(taught),
    )
    return db.session.scalar(others.limit(1)) is not None


def hold_course(session: Session, course_id: UUID) -> None:
    """Let nobody else change who owns a course until the end, lest the last two go at once."""
    session.execute(select(Course.id).where(Course.id == course_id).with_for_update(key_share=True))


def enrolment_in(session: Session, course_id: UUID, user_id: UUID) -> Enrolment:
    """Return somebody's part in a course. Raises Missing."""
    enrolment = session.get(Enrolment, (user_id, course_id), populate_existing=True)
    if enrolment is None:
        raise Missing(_("This person is not in the course."))
    return enrolment


def keep_an_owner(session: Session, enrolment: Enrolment) -> None:
    """Raise Refusal when this is the last owner of a course, whose part is to end or to change."""
    if enrolment.role is not Role.OWNER:
        return
    owners = session.scalars(
        select(Enrolment.user_id)
        .where(Enrolment.course_id == enrolment.course_id, Enrolment.role == Role.OWNER)
        .with_for_update()
    ).all()
    if len(owners) < 2:
        raise Refusal(
            _(
                "A course needs an owner. Hand it over to somebody who teaches it first, or delete "
                "the course."
            )
        )
