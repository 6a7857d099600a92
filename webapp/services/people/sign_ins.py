"""Where somebody is signed in: to be looked at, and ended."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.db import db, writing
from webapp.models import Means, SignIn
from webapp.services.errors import Missing

# So lately must somebody have shown who they are to change what protects an account.
FRESH = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SignInPlace:
    """One browser somebody is signed in with. ``name`` is only for naming it in an address."""

    name: str
    is_this: bool
    device: str
    address: str
    means: Means
    is_new_device: bool
    created_at: datetime
    last_seen_at: datetime


def list_places(user_id: UUID, this: str | None, at: datetime) -> Sequence[SignInPlace]:
    """Return where this person is signed in, the session with the hash ``this`` first."""
    rows = db.session.scalars(
        select(SignIn)
        .where(SignIn.user_id == user_id, SignIn.expires_at > at)
        .order_by(SignIn.last_seen_at.desc(), SignIn.token_hash)
    )
    places = [
        SignInPlace(
            _name(row.token_hash),
            row.token_hash == this,
            row.device or _("A device we do not know"),
            row.address,
            row.means,
            row.is_new_device,
            row.created_at,
            row.last_seen_at,
        )
        for row in rows
    ]
    return sorted(places, key=lambda place: not place.is_this)


def end_place(user_id: UUID, name: str) -> None:
    """Sign this person out in one of their browsers.

    Raises:
        Missing: they are not signed in there, or no longer.
    """
    with writing() as session:
        for kept in session.scalars(select(SignIn.token_hash).where(SignIn.user_id == user_id)):
            if _name(kept) == name:
                session.execute(delete(SignIn).where(SignIn.token_hash == kept))
                return
    raise Missing(_("You are not signed in there any more."))


def end_others(session: Session, user_id: UUID, this: str | None) -> None:
    """Sign this person out everywhere but in the session with the hash ``this``."""
    session.execute(
        delete(SignIn).where(SignIn.user_id == user_id, SignIn.token_hash != (this or ""))
    )


def _name(token_hash: str) -> str:
    return hashlib.sha256(token_hash.encode()).hexdigest()[:32]
