"""Accounts as the site's administrator sees them: listed page by page, and one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, or_, select

from webapp.db import db
from webapp.models import Course, Enrolment, Role, SignIn, User
from webapp.services.errors import Missing

PAGE = 50


class Which(StrEnum):
    """Which accounts are listed."""

    ALL = ""
    ADMINISTRATORS = "administrators"
    LOCKED = "locked"
    GUESTS = "guests"


_CONDITIONS: dict[Which, ColumnElement[bool]] = {
    Which.ADMINISTRATORS: User.is_admin.is_(True),
    Which.LOCKED: User.locked_at.is_not(None),
    Which.GUESTS: User.is_guest.is_(True),
}


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account; ``last_seen`` while it is signed in somewhere."""

    id: UUID
    name: str
    email: str | None
    is_admin: bool
    is_guest: bool
    locked_at: datetime | None
    created_at: datetime
    courses: int
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class AccountList:
    """A page of accounts."""

    lines: tuple[AccountLine, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class CourseOfAccount:
    """A course that somebody takes part in, as what."""

    slug: str
    title: str
    role: Role
    is_archived: bool


_courses = (
    select(func.count())
    .where(Enrolment.user_id == User.id)
    .correlate(User)
    .scalar_subquery()
    .label("courses")
)
_last_seen = (
    select(func.max(SignIn.last_seen_at))
    .where(SignIn.user_id == User.id)
    .correlate(User)
    .scalar_subquery()
    .label("last_seen")
)
_line = select(
    User.id,
    User.name,
    User.email,
    User.is_admin,
    User.is_guest,
    User.locked_at,
    User.created_at,
    _courses,
    _last_seen,
)


def find_accounts(words: str, which: Which, page: int) -> AccountList:
    """Return a page of the accounts whose name or address has each of the words, by name."""
    conditions = [_CONDITIONS[which]] if which in _CONDITIONS else []
    for word in words.lower().split():
        conditions.append(
            or_(
                func.lower(User.name).contains(word, autoescape=True),
                User.email.contains(word, autoescape=True),
            )
        )
    total = db.session.scalar(select(func.count(User.id)).where(*conditions)) or 0
    number = min(max(page, 1), max(1, -(-total // PAGE)))
    rows = db.session.execute(
        _line.where(*conditions)
        .order_by(func.lower(User.name), User.id)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    return AccountList(tuple(AccountLine(*row) for row in rows), total, number)


def account_of(user_id: UUID) -> AccountLine:
    """Return one account. Raises Missing."""
    row = db.session.execute(_line.where(User.id == user_id)).one_or_none()
    if row is None:
        raise Missing(_("There is no such account, or no longer."))
    return AccountLine(*row)


def courses_of(user_id: UUID) -> Sequence[CourseOfAccount]:
    """Return what somebody takes part in, by title."""
    rows = db.session.execute(
        select(Course.slug, Course.title, Enrolment.role, Course.archived_at)
        .join(Enrolment, Enrolment.course_id == Course.id)
        .where(Enrolment.user_id == user_id)
        .order_by(Course.title, Course.id)
    )
    return [
        CourseOfAccount(slug, title, role, archived_at is not None)
        for slug, title, role, archived_at in rows
    ]
