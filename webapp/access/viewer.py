"""Who is here: the browser's token, looked up once a request."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from flask import g, session
from sqlalchemy import bindparam, delete, exists, select

from webapp import clock
from webapp.access.devices import remember_device
from webapp.db import db, writing
from webapp.learning.scheduling import Settings
from webapp.learning.study_days import study_day
from webapp.models import Enrolment, Role, SignIn, User
from webapp.services.queueing import Learner

SESSION_LENGTH = timedelta(days=30)
_TOKEN = "token"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person looking: an immutable copy of what views and services need to know of them."""

    id: UUID
    name: str
    email: str | None
    is_admin: bool
    is_guest: bool
    teaches: bool
    time_zone: str
    rollover_hour: int
    desired_retention: float
    new_per_day: int
    theme: str
    single_keys: bool

    @property
    def account(self) -> str:
        """What tries of this person's password are counted by."""
        return self.email or str(self.id)

    @property
    def initials(self) -> str:
        """Up to two letters for the account button."""
        words = self.name.split()
        return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()

    @property
    def settings(self) -> Settings:
        """How this person's memory is scheduled."""
        return Settings(
            time_zone=self.time_zone,
            rollover_hour=self.rollover_hour,
            desired_retention=self.desired_retention,
        )

    def study_day(self, at: datetime) -> int:
        """The ordinal of this person's study day at that moment."""
        return study_day(at, self.time_zone, self.rollover_hour)

    def learner(self, at: datetime) -> Learner:
        """This person as the one whose queue it is, at that moment."""
        return Learner(self.id, self.settings, self.new_per_day, self.study_day(at))


_teaches = exists().where(
    Enrolment.user_id == User.id, Enrolment.role.in_([Role.INSTRUCTOR, Role.OWNER])
)
_lookup = (
    select(
        User.id,
        User.name,
        User.email,
        User.is_admin,
        User.is_guest,
        (_teaches | User.is_admin).label("teaches"),
        User.time_zone,
        User.rollover_hour,
        User.desired_retention,
        User.new_per_day,
        User.theme,
        User.single_keys,
    )
    .join(SignIn, SignIn.user_id == User.id)
    .where(SignIn.token_hash == bindparam("hash"), SignIn.expires_at > bindparam("now"))
)


def begin_session(user_id: UUID) -> None:
    """Sign this browser in as that user, under a new token; what it was before ends.

    The account knows this browser from now on.
    """
    end_session()
    token, now = secrets.token_urlsafe(32), clock.now()
    with writing() as database:
        database.execute(delete(SignIn).where(SignIn.expires_at <= now))
        database.add(
            SignIn(
                token_hash=_hash(token),
                user_id=user_id,
                created_at=now,
                expires_at=now + SESSION_LENGTH,
            )
        )
        email = database.scalar(select(User.email).where(User.id == user_id))
    session[_TOKEN] = token
    session.permanent = True
    if email is not None:
        remember_device(email)


def end_session() -> None:
    """Sign this browser out; a copy of its cookie is worth nothing from now on."""
    token = session.get(_TOKEN)
    session.clear()
    g.pop("viewer", None)
    if token:
        with writing() as database:
            database.execute(delete(SignIn).where(SignIn.token_hash == _hash(token)))


def viewer_or_none() -> Viewer | None:
    """Return who is here, or ``None`` for a visitor."""
    if "viewer" not in g:
        g.viewer = _find(session.get(_TOKEN))
    return cast("Viewer | None", g.viewer)


def current_viewer() -> Viewer:
    """Return who is here; only for views that are not public."""
    viewer = viewer_or_none()
    if viewer is None:
        raise LookupError("a public view asked who is here")
    return viewer


def _find(token: str | None) -> Viewer | None:
    if not token:
        return None
    row = db.session.execute(_lookup, {"hash": _hash(token), "now": clock.now()}).one_or_none()
    return Viewer(**row._mapping) if row else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
