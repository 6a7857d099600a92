"""Who is here: the browser's token, looked up once a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from flask import current_app, g
from sqlalchemy import bindparam, exists, func, or_, select

from webapp import clock
from webapp.access.sessions import SEEN_EVERY, note_seen, session_hash
from webapp.db import db
from webapp.learning.scheduling import Settings
from webapp.learning.study_days import known_zone, study_day
from webapp.models import (
    Attempt,
    AttemptState,
    Authenticator,
    Enrolment,
    Passkey,
    Role,
    SignIn,
    User,
)
from webapp.services.people.sign_ins import FRESH
from webapp.services.reviewing.queries.waiting import Learner


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person looking: an immutable copy of what views and services need to know of them.

    ``unknown_zone`` is the time zone they chose where this machine does not know it; theirs is
    UTC as long as that is so.
    """

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
    has_factor: bool
    last_seen_at: datetime
    proved_at: datetime
    next_deadline: datetime | None
    unknown_zone: str | None = None

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

    def is_fresh(self, at: datetime) -> bool:
        """Whether this browser has shown lately that it is still this person at it."""
        return at - self.proved_at < FRESH

    def study_day(self, at: datetime) -> int:
        """The ordinal of this person's study day at that moment."""
        return study_day(at, self.time_zone, self.rollover_hour)

    def learner(self, at: datetime) -> Learner:
        """This person as the one whose queue it is, at that moment."""
        today, since = self.study_day(at), at - timedelta(days=1)
        return Learner(self.id, self.settings, self.new_per_day, today, since)


_teaches = exists().where(
    Enrolment.user_id == User.id, Enrolment.role.in_([Role.INSTRUCTOR, Role.OWNER])
)
_has_factor = or_(
    exists().where(Authenticator.user_id == User.id), exists().where(Passkey.user_id == User.id)
)
_next_deadline = (
    select(func.min(Attempt.deadline))
    .where(Attempt.user_id == User.id, Attempt.state == AttemptState.IN_PROGRESS)
    .scalar_subquery()
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
        _has_factor.label("has_factor"),
        SignIn.last_seen_at,
        SignIn.proved_at,
        _next_deadline.label("next_deadline"),
    )
    .join(SignIn, SignIn.user_id == User.id)
    .where(
        SignIn.token_hash == bindparam("hash"),
        SignIn.expires_at > bindparam("now"),
        User.locked_at.is_(None),
        # A guest who is away for long could not come back.
        or_(SignIn.last_seen_at > bindparam("idle_since"), User.is_guest),
    )
)


def viewer_or_none() -> Viewer | None:
    """Return who is here, or ``None`` for a visitor."""
    if "viewer" not in g:
        g.viewer = _find()
    return cast("Viewer | None", g.viewer)


def current_viewer() -> Viewer:
    """Return who is here; only for views that are not public."""
    viewer = viewer_or_none()
    if viewer is None:
        raise LookupError("a public view asked who is here")
    return viewer


def _find() -> Viewer | None:
    token_hash, now = session_hash(), clock.now()
    if token_hash is None:
        return None
    idle = timedelta(days=current_app.extensions["recite"].session_idle_days)
    given = {"hash": token_hash, "now": now, "idle_since": now - idle}
    row = db.session.connection().execute(_lookup, given).one_or_none()
    if row is None:
        return None
    if now - row.last_seen_at >= SEEN_EVERY:
        note_seen(token_hash, now)
    zone = known_zone(row.time_zone)
    unknown = None if zone == row.time_zone else row.time_zone
    return Viewer(**{**row._mapping, "time_zone": zone, "unknown_zone": unknown})
