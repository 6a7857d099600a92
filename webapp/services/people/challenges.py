"""What was begun in a browser and waits for its second half: kept here, for minutes, good once.

The browser holds a token in its signed cookie; only the token's hash is kept.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from webapp.db import db, writing
from webapp.models import Challenge, ChallengePurpose

LENGTH = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Begun:
    """What was begun: by whom, where somebody is known, and what its second half needs."""

    user_id: UUID | None
    content: Mapping[str, str]


def begin(
    purpose: ChallengePurpose, at: datetime, user_id: UUID | None = None, **content: str
) -> str:
    """Keep ``content`` for its second half, and return the token that fetches it."""
    token = secrets.token_urlsafe(32)
    with writing() as session:
        session.execute(delete(Challenge).where(Challenge.expires_at <= at))
        session.add(
            Challenge(
                token_hash=_hash(token),
                purpose=purpose,
                user_id=user_id,
                content=content,
                expires_at=at + LENGTH,
            )
        )
    return token


def look_up(token: str | None, purpose: ChallengePurpose, at: datetime) -> Begun | None:
    """Return what was begun, which stays, or nothing when it is over."""
    found = db.session.execute(
        select(Challenge.user_id, Challenge.content).where(
            Challenge.token_hash == _hash(token or ""),
            Challenge.purpose == purpose,
            Challenge.expires_at > at,
        )
    ).one_or_none()
    return Begun(*found) if found else None


def take(token: str | None, purpose: ChallengePurpose, at: datetime) -> Begun | None:
    """Return what was begun, which is over with that: of two who take it, one gets it."""
    with writing() as session:
        found = session.execute(
            delete(Challenge)
            .where(
                Challenge.token_hash == _hash(token or ""),
                Challenge.purpose == purpose,
                Challenge.expires_at > at,
            )
            .returning(Challenge.user_id, Challenge.content)
        ).one_or_none()
    return Begun(*found) if found else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
