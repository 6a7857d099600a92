"""One-time links: whoever has the token may do one thing, once, within a day.

Only the hash of a token is kept. What a link does, and whether whoever made it still may, is for
:mod:`webapp.services.people.password_links` and the like to say.
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

from webapp.models import LinkPurpose, OneTimeLink, User
from webapp.services.errors import Missing

LINK_LENGTH = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a link is made: by whom for somebody else, by which right, how it goes out."""

    made_by: UUID | None = None
    course_id: UUID | None = None
    is_mailed: bool = False
    asks_code: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """What a one-time link is good for, for whom, and on what terms."""

    purpose: LinkPurpose
    user_id: UUID | None
    email: str
    name: str
    made_at: datetime
    terms: Terms


def make_link(
    session: Session,
    purpose: LinkPurpose,
    user_id: UUID | None,
    at: datetime,
    terms: Terms = Terms(),
) -> str:
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
            made_by=terms.made_by,
            course_id=terms.course_id,
            is_mailed=terms.is_mailed,
            asks_code=terms.asks_code,
        )
    )
    return token


def find_link(session: Session, token: str, at: datetime) -> Link:
    """Return what the link is good for.

    Raises:
        Missing: it was used, is too old, or never was.
    """
    found = session.execute(
        select(OneTimeLink, User)
        .outerjoin(User, User.id == OneTimeLink.user_id)
        .where(OneTimeLink.token_hash == _hash(token), OneTimeLink.expires_at > at)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise spent()
    kept, user = found
    terms = Terms(kept.made_by, kept.course_id, kept.is_mailed, kept.asks_code)
    email, name = (user.email or "", user.name) if user else ("", "")
    return Link(kept.purpose, kept.user_id, email, name, kept.created_at, terms)


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


def was_mailed_since(session: Session, user_id: UUID, then: datetime) -> bool:
    """Return whether a password link was mailed to this person after that moment."""
    made = exists().where(
        OneTimeLink.user_id == user_id,
        OneTimeLink.purpose == LinkPurpose.PASSWORD,
        OneTimeLink.is_mailed,
        OneTimeLink.created_at > then,
    )
    return bool(session.scalar(select(made)))


def spent() -> Missing:
    """Return what to raise for a link that no longer works."""
    return Missing(
        _(
            "This link was used, is older than a day, or was taken back, for instance because "
            "somebody’s role changed. Ask for another one."
        )
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
