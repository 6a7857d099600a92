"""Invitations: made from a roster, taken back, and answered by whoever has the address.

An invitation enrols nobody: whoever has confirmed its address is asked, and whoever invites
learns nothing of an account elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from webapp.services.teaching.grouping import set_groups
from webapp.services.teaching.members import Actor
from webapp.services.teaching.roster import RosterLine, read_roster
from webapp.wording import whole


class Prospect(StrEnum):
    """What a line of a roster would do."""

    NEW = "new"
    GROUPED = "grouped"
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
    group: str | None


def look_over(course_id: UUID, text: str, actor: Actor) -> list[RosterRow]:
    """Return what each line of a roster would do. Raises Refusal, see :func:`read_roster`."""
    lines = [_permitted(line, actor) for line in read_roster(text)]
    emails = [line.email for line in lines if not line.problem]
    here, invited = _here(course_id, emails), _invited(course_id, emails)
    return [RosterRow(line, _prospect(line, here, invited)) for line in lines]


def _here(course_id: UUID, emails: Sequence[str]) -> dict[str | None, Enrolment]:
    rows = db.session.execute(
        select(User.email, Enrolment)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(Enrolment.course_id == course_id, User.email.in_(emails))
    )
    return {email: enrolment for email, enrolment in rows}  # noqa: C416


def _invited(course_id: UUID, emails: Sequence[str]) -> dict[str, Invitation]:
    rows = db.session.scalars(
        select(Invitation).where(Invitation.course_id == course_id, Invitation.email.in_(emails))
    )
    return {row.email: row for row in rows}


def _permitted(line: RosterLine, actor: Actor) -> RosterLine:
    if line.role is Role.LEARNER or actor.role is Role.OWNER:
        return line
    return replace(line, problem=_("Only the owner can invite instructors."))


def _prospect(
    line: RosterLine,
    here: Mapping[str | None, Enrolment],
    invited: Mapping[str, Invitation],
) -> Prospect:
    if line.problem:
        return Prospect.WRONG
    known = here.get(line.email) or invited.get(line.email)
    if known is None:
        return Prospect.NEW
    other = line.group.casefold() != (known.group_name or "").casefold()
    if line.group and other and known.role is Role.LEARNER:
        return Prospect.GROUPED
    return Prospect.HERE if line.email in here else Prospect.INVITED


def invite(course_id: UUID, text: str, actor: Actor, at: datetime) -> list[RosterRow]:
    """Invite whoever is new in a roster, and put who is known into another group where it says so.

    Returns what became of each line.

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
                    group_name=line.group or None,
                    invited_by_id=actor.id,
                    created_at=at,
                )
            )
        _regroup(course_id, [row.line for row in rows if row.prospect is Prospect.GROUPED])
        return rows


def _regroup(course_id: UUID, lines: Sequence[RosterLine]) -> None:
    emails = [line.email for line in lines]
    here, invited = _here(course_id, emails), _invited(course_id, emails)
    for line in lines:
        if line.email not in here:
            invited[line.email].group_name = line.group
    groups = {here[line.email].user_id: line.group for line in lines if line.email in here}
    if groups:
        set_groups(course_id, groups)


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
        select(Course.slug, Course.title, Invitation.role, Invitation.group_name)
        .join(Invitation, Invitation.course_id == Course.id)
        .join(User, User.email == Invitation.email)
        .where(
            User.id == user_id, User.email_confirmed_at.is_not(None), Course.archived_at.is_(None)
        )
        .order_by(Course.title, Course.id)
    )
    return [Invited(*row) for row in rows]


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
