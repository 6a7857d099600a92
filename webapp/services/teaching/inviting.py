"""Invitations: made from a roster, taken back, and answered by whoever has the address.

An invitation enrols nobody: whoever has confirmed its address is asked, and whoever invites
learns nothing of an account elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from webapp.db import db, writing
from webapp.models import Course, Enrolment, Invitation, Role, User
from webapp.services.errors import Forbidden, Missing, Refusal
from webapp.services.operations.queries.quotas import INVITED
from webapp.services.operations.spending import count_invitations
from webapp.services.teaching.courses import enrol
from webapp.services.teaching.members import Actor
from webapp.services.teaching.roster import RosterLine, read_roster
from webapp.wording import whole


class Prospect(StrEnum):
    """What a line of a roster would do."""

    NEW = "new"
    INVITED = "invited"
    HERE = "here"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A line of a roster, and what it would do."""

    line: RosterLine
    prospect: Prospect


@dataclass(frozen=True, slots=True)
class Invited:
    """A course that somebody is invited to."""

    slug: str
    title: str
    role: Role


def look_over(course_id: UUID, text: str, actor: Actor) -> list[RosterRow]:
    """Return what each line of a roster would do. Raises Refusal, see :func:`read_roster`."""
    lines = [_permitted(line, actor) for line in read_roster(text)]
    emails = [line.email for line in lines if not line.problem]
    here = set(
        db.session.scalars(
            select(User.email)
            .join(Enrolment, Enrolment.user_id == User.id)
            .where(Enrolment.course_id == course_id, User.email.in_(emails))
        )
    )
    invited = set(
        db.session.scalars(
            select(Invitation.email).where(
                Invitation.course_id == course_id, Invitation.email.in_(emails)
            )
        )
    )
    return [RosterRow(line, _prospect(line, here, invited)) for line in lines]


def _permitted(line: RosterLine, actor: Actor) -> RosterLine:
    if line.role is Role.LEARNER or actor.role is Role.OWNER:
        return line
    return replace(line, problem=_("Only the owner can invite instructors."))


def _prospect(line: RosterLine, here: Iterable[str | None], invited: Iterable[str]) -> Prospect:
    if line.problem:
        return Prospect.WRONG
    if line.email in here:
        return Prospect.HERE
    return Prospect.INVITED if line.email in invited else Prospect.NEW


def invite(course_id: UUID, text: str, actor: Actor, at: datetime) -> list[RosterRow]:
    """Invite whoever is new in a roster; returns what became of each line.

    Raises:
        Refusal: the course waits for as many as it may, or see :func:`read_roster`.
        TooMany: the account has invited as many as it may in a day.
    """
    with writing() as session:
        session.execute(
            select(Course.id).where(Course.id == course_id).with_for_update(key_share=True)
        )
        rows = look_over(course_id, text, actor)
        new = [row.line for row in rows if row.prospect is Prospect.NEW]
        waiting = select(func.count()).where(Invitation.course_id == course_id)
        if (session.scalar(waiting) or 0) + len(new) > INVITED:
            raise Refusal(
                _(
                    "A course waits for %(most)s people at most. Nobody was invited. Take back "
                    "invitations that nobody answers, or hand out the code.",
                    most=whole(INVITED),
                ),
                "roster",
            )
        if new:
            count_invitations(session, actor.id, len(new), at)
        for line in new:
            session.add(
                Invitation(
                    course_id=course_id,
                    email=line.email,
                    name=line.name,
                    role=line.role,
                    invited_by_id=actor.id,
                    created_at=at,
                )
            )
        return rows


def list_invitations(course_id: UUID) -> Sequence[Invitation]:
    """Return whom a course waits for, by address."""
    query = select(Invitation).where(Invitation.course_id == course_id)
    return db.session.scalars(query.order_by(Invitation.email)).all()


def withdraw(course_id: UUID, email: str, actor: Actor) -> None:
    """Take an invitation back.

    Raises:
        Missing: there is none with that address.
        Forbidden: it is an instructor's, and the one who asks does not own the course.
    """
    with writing() as session:
        invitation = session.get(Invitation, (course_id, email))
        if invitation is None:
            raise Missing(_("This address is not invited, or no longer."))
        if invitation.role is not Role.LEARNER and actor.role is not Role.OWNER:
            raise Forbidden(_("Only the owner can take back the invitation of an instructor."))
        session.delete(invitation)


def invitations_for(user_id: UUID) -> list[Invited]:
    """Return the courses that somebody is invited to with an address they have confirmed."""
    rows = db.session.execute(
        select(Course.slug, Course.title, Invitation.role)
        .join(Invitation, Invitation.course_id == Course.id)
        .join(User, User.email == Invitation.email)
        .where(
            User.id == user_id, User.email_confirmed_at.is_not(None), Course.archived_at.is_(None)
        )
        .order_by(Course.title, Course.id)
    )
    return [Invited(slug, title, role) for slug, title, role in rows]


def answer_invitation(user_id: UUID, slug: str, at: datetime, *, accepts: bool) -> str:
    """Join the course that somebody is invited to, or not; returns its title.

    Raises:
        Missing: they are not invited, or no longer.
    """
    with writing() as session:
        if slug not in {each.slug for each in invitations_for(user_id)}:
            raise Missing(_("You are not invited to this course, or no longer."))
        course = session.scalars(select(Course).where(Course.slug == slug)).one()
        if accepts:
            enrol(session, user_id, course.id, Role.LEARNER, at)
        else:
            email = select(User.email).where(User.id == user_id).scalar_subquery()
            session.execute(
                delete(Invitation).where(
                    Invitation.course_id == course.id, Invitation.email == email
                )
            )
        return course.title
