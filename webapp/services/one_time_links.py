"""One-time links: whoever has the token may do one thing, once, within a day.

Only the hash of a token is kept. What a link does is for its caller to say.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from webapp.db import db
from webapp.models import LinkPurpose, OneTimeLink, User
from webapp.services.errors import Missing

LINK_LENGTH = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Link:
    """What a one-time link is good for; a password link names whose password it sets."""

    purpose: LinkPurpose
    email: str


def make_link(session: Session, purpose: LinkPurpose, user_id: UUID | None, at: datetime) -> str:
    """Return the token of a new link; an earlier one for the same stops working."""
    session.execute(
        delete(OneTimeLink).where(OneTimeLink.purpose == purpose, OneTimeLink.user_id == user_id)
    )
    session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at <= at))
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(
            token_hash=_hash(token),
            purpose=purpose,
            user_id=user_id,
            created_at=at,
            expires_at=at + LINK_LENGTH,
        )
    )
    return token


def find_link(token: str, at: datetime) -> Link:
    """Return what the link is good for.

    Raises:
        Missing: it was used, is too old, or never was.
    """
    found = db.session.execute(
        select(OneTimeLink.purpose, User.email)
        .outerjoin(User, User.id == OneTimeLink.user_id)
        .where(OneTimeLink.token_hash == _hash(token), OneTimeLink.expires_at > at)
    ).one_or_none()
    if found is None:
        raise spent()
    return Link(found.purpose, found.email or "")


def use_link(session: Session, token: str, purpose: LinkPurpose, at: datetime) -> UUID | None:
    """Spend the link: of two who try at once, one succeeds. Returns whose it is, if anybody's.

    Raises:
        Missing: it was used, is too old, or never was.
    """
    used = session.execute(
        delete(OneTimeLink)
        .where(
            OneTimeLink.token_hash == _hash(token),
            OneTimeLink.purpose == purpose,
            OneTimeLink.expires_at > at,
        )
        .returning(OneTimeLink.user_id)
    ).one_or_none()
    if used is None:
        raise spent()
    user_id: UUID | None = used.user_id
    return user_id


def void_password_links(session: Session, user_id: UUID) -> None:
    """Let this person's password links stop working."""
    session.execute(
        delete(OneTimeLink).where(
            OneTimeLink.purpose == LinkPurpose.PASSWORD, OneTimeLink.user_id == user_id
        )
    )


def was_made_since(user_id: UUID, then: datetime) -> bool:
    """Return whether this person was given a link after that moment."""
    made = exists().where(OneTimeLink.user_id == user_id, OneTimeLink.created_at > then)
    return bool(db.session.scalar(select(made)))


def spent() -> Missing:
    """Return what to raise for a link that no longer works."""
    return Missing(_("This link was used, or is older than a day. Ask for another one."))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
