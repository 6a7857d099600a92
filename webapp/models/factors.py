"""What proves that somebody is who they say, besides the password."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model
from webapp.models import lengths
from webapp.models.people import User


class RecoveryCode(Model):
    """A code on somebody's printed list, which works once; only its hash is kept."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(lengths.DIGEST), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class Authenticator(Model):
    """An app that shows six digits; ``last_step`` is the half minute of the last code used."""

    __tablename__ = "authenticators"

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    last_step: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Passkey(Model):
    """A key on somebody's device; what is binary is kept in base64url."""

    __tablename__ = "passkeys"

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(String(4000))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(lengths.NAME))
    created_at: Mapped[datetime] = mapped_column(Instant)
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)


class Identity(Model):
    """Who somebody is to a provider that signs them in."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(255), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255))
    email: Mapped[str] = mapped_column(String(lengths.EMAIL))
    created_at: Mapped[datetime] = mapped_column(Instant)


class ChallengePurpose(StrEnum):
    """What was begun, and waits for its second half."""

    SECOND_STEP = "second_step"
    AUTHENTICATOR = "authenticator"
    REGISTRATION = "registration"
    PASSKEY = "passkey"
    PROVIDER = "provider"
    IDENTITY = "identity"


class Challenge(Model):
    """Something begun in a browser, which holds the token; good once, for minutes."""

    __tablename__ = "challenges"

    token_hash: Mapped[str] = mapped_column(String(lengths.DIGEST), primary_key=True)
    purpose: Mapped[ChallengePurpose]
    user_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(User.id, ondelete="CASCADE"), index=True
    )
    content: Mapped[dict[str, str]] = mapped_column(JSON)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
