"""Courses, and who takes part in them as what."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from questions.lengths import SLUG
from webapp.db import Instant, Model
from webapp.models import lengths
from webapp.models.people import User


class Role(StrEnum):
    """What one may do in a course, from least to most."""

    LEARNER = "learner"
    INSTRUCTOR = "instructor"
    OWNER = "owner"

    def reaches(self, other: Role) -> bool:
        """Return whether this role may do all that ``other`` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class Course(Model):
    """What people join and teach.

    An archived one stays as it is: nobody joins it, nothing in it is begun or changed. Its
    proposals are ordered by what was decided before, where that was learned, or by score alone.
    """

    __tablename__ = "courses"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(SLUG), unique=True)
    title: Mapped[str] = mapped_column(String(lengths.TITLE))
    description: Mapped[str] = mapped_column(String(lengths.DESCRIPTION), default="")
    join_code: Mapped[str] = mapped_column(String(lengths.JOIN_CODE), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    orders_by_decisions: Mapped[bool] = mapped_column(default=True)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)


class Enrolment(Model):
    """One person's part in one course, and the group that they learn in there, if any."""

    __tablename__ = "enrolments"

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    course_id: Mapped[UUID] = mapped_column(
        ForeignKey(Course.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[Role]
    group_name: Mapped[str | None] = mapped_column(String(lengths.GROUP))
    joined_at: Mapped[datetime] = mapped_column(Instant)


class Invitation(Model):
    """An address that somebody may join a course with, until its owner says yes or no.

    Who comes as a learner comes into the group, if one is named. Whether anybody has an account
    with that address is told to nobody who invites.
    """

    __tablename__ = "invitations"

    course_id: Mapped[UUID] = mapped_column(
        ForeignKey(Course.id, ondelete="CASCADE"), primary_key=True
    )
    email: Mapped[str] = mapped_column(String(lengths.EMAIL), primary_key=True, index=True)
    name: Mapped[str] = mapped_column(String(lengths.NAME), default="")
    role: Mapped[Role] = mapped_column(default=Role.LEARNER)
    group_name: Mapped[str | None] = mapped_column(String(lengths.GROUP))
    invited_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(User.id, ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(Instant)
