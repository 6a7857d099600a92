"""Sessions: a browser holds a token, the database its hash and when it was last seen."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app, g, request, session
from flask_babel import gettext as _
from sqlalchemy import delete, exists, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from webapp import clock
from webapp.access.devices import device_for, remember_device
from webapp.access.places import describe_device, shorten_address
from webapp.db import db, writing
from webapp.models import GuestSignUp, Means, SignIn, User
from webapp.services.errors import Forbidden

# Writing down when somebody was last seen costs a transaction.
SEEN_EVERY = timedelta(minutes=5)
_TOKEN = "token"  # noqa: S105


def begin_session(user_id: UUID, means: Means = Means.PASSWORD) -> None:
    """Sign this browser in as that user, under a new token; what it was before ends.

    The account knows this browser from now on.

    Raises:
        Forbidden: the account is locked.
    """
    end_session()
    token, now = secrets.token_urlsafe(32), clock.now()
    length = timedelta(days=current_app.extensions["recite"].session_days)
    with writing() as database:
        database.execute(delete(SignIn).where(SignIn.expires_at <= now))
        # What a guest did is waiting only until somebody is signed in to the account.
        database.execute(delete(GuestSignUp).where(GuestSignUp.user_id == user_id))
        known = select(User.email, User.locked_at).where(User.id == user_id)
        email, locked_at = database.execute(known).one()
        if locked_at is not None:
            raise Forbidden(
                _(
                    "This account is locked. Nothing in it is lost. Ask the administrator of the "
                    "site."
                )
            )
        database.add(
            SignIn(
                token_hash=hash_token(token),
                user_id=user_id,
                means=means,
                device=describe_device(request.user_agent.string),
                address=shorten_address(request.remote_addr),
                is_new_device=_is_news(database, user_id, email),
                created_at=now,
                last_seen_at=now,
                proved_at=now,
                expires_at=now + length,
            )
        )
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
            database.execute(delete(SignIn).where(SignIn.token_hash == hash_token(token)))


def session_hash() -> str | None:
    """Return the hash of this browser's token, by which its session is kept, if it has one."""
    token = session.get(_TOKEN)
    return hash_token(token) if token else None


def prove_session() -> None:
    """Note that whoever is at this browser has just shown who they are."""
    with writing() as database:
        database.execute(
            update(SignIn).where(SignIn.token_hash == session_hash()).values(proved_at=clock.now())
        )
    g.pop("viewer", None)


def note_seen(token_hash: str, now: datetime) -> None:
    """Write down that a session is in use; a database that cannot be written to is no matter."""
    try:
        with writing() as database:
            database.execute(
                update(SignIn).where(SignIn.token_hash == token_hash).values(last_seen_at=now)
            )
    except DBAPIError:
        db.session.rollback()


def _is_news(database: Session, user_id: UUID, email: str | None) -> bool:
    """Return whether the account does not know this browser, but is in use elsewhere."""
    if email is None or device_for(email):
        return False
    return bool(database.scalar(select(exists().where(SignIn.user_id == user_id))))


def hash_token(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
