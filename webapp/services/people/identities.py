"""Identities: who somebody whom the provider signed in is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.db import db, new_id, writing
from webapp.models import Identity, SignIn, User
from webapp.models.lengths import NAME
from webapp.services.errors import Conflict, Forbidden, Refusal
from webapp.services.operations.spending import count_sign_up
from webapp.services.people.addresses import read_email
from webapp.services.people.id_tokens import Claims


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came in, and what that made new: ``"signed up"``, ``"identity joined"`` or nothing."""

    user_id: UUID
    news: str | None = None


def find_identity(claims: Claims) -> UUID | None:
    """Return who has come in by that provider under that name before."""
    return db.session.scalar(
        select(Identity.user_id).where(
            Identity.issuer == claims.issuer, Identity.subject == claims.subject
        )
    )


def come_by_provider(
    claims: Claims,
    at: datetime,
    *,
    guest_id: UUID | None = None,
    network: str | None = None,
) -> Arrival:
    """Return whose account it is that the provider speaks of; a new one where there is none.

    An account is joined only by an address that the provider has verified and that was confirmed
    here: otherwise whoever typed somebody's address first would share their account.

    Raises:
        Forbidden: it cannot be told whose account it is; the message says how to go on.
        TooMany: this ``network`` has had its new accounts of the day.
        Conflict: the same person came in twice at once.
    """
    known = find_identity(claims)
    if known is not None:
        return Arrival(known)
    email = _verified_email(claims)
    try:
        with writing() as session:
            user_id, news = _join(session, claims, email), "identity joined"
            if user_id is None:
                news = "signed up"
                count_sign_up(session, network, at)
                user_id = _make(session, claims, email, guest_id, at)
            if session.get(Identity, (user_id, claims.issuer)) is None:
                kept = {"issuer": claims.issuer, "subject": claims.subject, "email": email}
                session.add(Identity(user_id=user_id, created_at=at, **kept))
                session.flush()
            return Arrival(user_id, news)
    except IntegrityError as error:
        raise Conflict(_("You came in twice at once. Sign in once more.")) from error


def _verified_email(claims: Claims) -> str:
    try:
        email = read_email(claims.email or "")
    except Refusal as refusal:
        raise Forbidden(
            _(
                "The provider told no email address of yours, by which you could have an account "
                "here. Sign in with a password, or ask the administrator of this site."
            )
        ) from refusal
    if not claims.is_verified:
        raise Forbidden(
            _(
                "The provider has not verified your email address, so it opens no account here. "
                "Have it verified there and come back, or sign in with a password."
            )
        )
    return email


def _join(session: Session, claims: Claims, email: str) -> UUID | None:
    user = session.scalars(select(User).where(User.email == email).with_for_update()).one_or_none()
    if user is None:
        return None
    if user.email_confirmed_at is None:
        raise Forbidden(
            _(
                "There is an account with your email address, but nobody has shown yet that the "
                "address is theirs. If it is yours, sign in with its password. Once the address "
                "is confirmed by an emailed link, as when a forgotten password is replaced, the "
                "provider opens the account as well."
            )
        )
    mine = session.get(Identity, (user.id, claims.issuer))
    if mine is not None and mine.subject != claims.subject:
        raise Forbidden(
            _(
                "The account with your email address belongs to somebody else at the provider. "
                "Sign in with its password, or ask the administrator of this site."
            )
        )
    return user.id


def _make(
    session: Session, claims: Claims, email: str, guest_id: UUID | None, at: datetime
) -> UUID:
    """Make an account, or make one of the guest who came, with everything they did."""
    name = claims.name or email.partition("@")[0][:NAME]
    guest = session.get(User, guest_id, with_for_update=True) if guest_id else None
    if guest is not None and guest.is_guest:
        guest.name, guest.email, guest.email_confirmed_at = name, email, at
        guest.is_guest = False
        session.execute(delete(SignIn).where(SignIn.user_id == guest.id))
        return guest.id
    user = User(id=new_id(at), name=name, email=email, email_confirmed_at=at, created_at=at)
    session.add(user)
    session.flush()
    return user.id
