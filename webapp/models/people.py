"""People: users, where they are signed in, their one-time links and what they are told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model
from webapp.models import lengths


class User(Model):
    """A person; a guest has neither e-mail address nor password yet.

    Whose account is locked cannot come in, by any means.
    """

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(lengths.EMAIL), unique=True)
    email_confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    name: Mapped[str] = mapped_column(String(lengths.NAME))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_guest: Mapped[bool] = mapped_column(default=False)
    time_zone: Mapped[str] = mapped_column(String(lengths.TIME_ZONE), default="UTC")
    rollover_hour: Mapped[int] = mapped_column(default=4)
    desired_retention: Mapped[float] = mapped_column(default=0.9)
    new_per_day: Mapped[int] = mapped_column(default=10)
    theme: Mapped[str] = mapped_column(String(5), default="auto")
    single_keys: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    locked_at: Mapped[datetime | None] = mapped_column(Instant)


class Means(StrEnum):
    """With what somebody signed in."""

    GUEST = "guest"
    SIGN_UP = "sign_up"
    PASSWORD = "password"  # noqa: S105
    LINK = "link"
    CODE = "code"
    RECOVERY_CODE = "recovery_code"
    PASSKEY = "passkey"
    PROVIDER = "provider"


class GuestSignUp(Model):
    """An account that a guest made and has not signed in to yet: then it gets what they did."""

    __tablename__ = "guest_sign_ups"

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    guest_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)


class SignIn(Model):
    """One browser's session; the browser holds the token, the row only its hash.

    ``proved_at`` is when this browser last showed whose it is.
    """

    __tablename__ = "sign_ins"

    token_hash: Mapped[str] = mapped_column(String(lengths.DIGEST), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    means: Mapped[Means] = mapped_column(default=Means.PASSWORD)
    device: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    is_new_device: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Instant)
    last_seen_at: Mapped[datetime] = mapped_column(Instant)
    proved_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)


class LinkPurpose(StrEnum):
    """What a one-time link lets its bearer do."""

    PASSWORD = "password"  # noqa: S105
    ADMINISTRATOR = "administrator"
    EMAIL = "email"


class OneTimeLink(Model):
    """A link that works once: to set a password, to confirm an address, to become administrator.

    ``made_by`` is who made it for somebody else, by their right in that course or as the
    administrator. ``is_mailed`` when it went to the person's own address; ``asks_code`` when it
    opens nothing without one of the person's recovery codes.
    """

    __tablename__ = "one_time_links"

    token_hash: Mapped[str] = mapped_column(String(lengths.DIGEST), primary_key=True)
    purpose: Mapped[LinkPurpose]
    user_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(User.id, ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    # Of a course's id alone: courses are a family of nouns above this one.
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"))
    is_mailed: Mapped[bool] = mapped_column(default=False)
    asks_code: Mapped[bool] = mapped_column(default=False)


class NoticeKind(StrEnum):
    """What a person is told at their next visit."""

    LINK_MADE = "link made"
    LINK_USED = "link used"


class Notice(Model):
    """Something that was done to a person's account; they see it until they say so.

    ``maker`` is the name of whoever made the link, at ``made_at``; nobody's where the person
    asked for it themselves.
    """

    __tablename__ = "notices"

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[NoticeKind]
    maker: Mapped[str | None] = mapped_column(String(lengths.NAME))
    made_at: Mapped[datetime] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
