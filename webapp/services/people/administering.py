"""What the site's administrator does with accounts: locked, signed out, given rights, deleted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.db import writing
from webapp.models import Challenge, SignIn, User
from webapp.services.errors import Missing, Refusal
from webapp.services.people.one_time_links import void_password_links
from webapp.services.people.personal_data import delete_everything_of


def lock_account(user_id: UUID, by: UUID, at: datetime) -> None:
    """Keep somebody out of their account, at once and everywhere; nothing of theirs is lost.

    Raises:
        Missing: there is no such account.
        Refusal: it is one's own, or the last administrator's.
    """
    with writing() as session:
        administrators = _hold_administrators(session)
        user = _held(session, user_id)
        _refuse_own(user_id, by)
        _keep_one(administrators, user)
        user.locked_at = user.locked_at or at
        _sign_out(session, user_id)


def unlock_account(user_id: UUID) -> None:
    """Let somebody sign in again. Raises Missing."""
    with writing() as session:
        _held(session, user_id).locked_at = None


def sign_out_everywhere(user_id: UUID) -> None:
    """End every session of somebody, and sign-ins that came half the way. Raises Missing."""
    with writing() as session:
        _held(session, user_id)
        _sign_out(session, user_id)


def make_administrator(user_id: UUID) -> None:
    """Make somebody an administrator of the site; their open password links stop working.

    Raises:
        Missing: there is no such account.
        Refusal: it is a guest, or locked.
    """
    with writing() as session:
        user = _held(session, user_id)
        if user.is_guest or user.locked_at is not None:
            raise Refusal(_("An administrator needs an account that is not locked."))
        user.is_admin = True
        void_password_links(session, user_id)


def unmake_administrator(user_id: UUID) -> None:
    """Take the administrator's rights from somebody.

    Raises:
        Missing: there is no such account.
        Refusal: they are the last administrator.
    """
    with writing() as session:
        administrators = _hold_administrators(session)
        user = _held(session, user_id)
        _keep_one(administrators, user)
        user.is_admin = False
        void_password_links(session, user_id)


def delete_account(user_id: UUID, by: UUID) -> None:
    """Delete somebody's account and everything of theirs, as they could do themselves.

    Raises:
        Missing: there is no such account.
        Refusal: it is one's own, or the last administrator's.
    """
    with writing() as session:
        administrators = _hold_administrators(session)
        user = _held(session, user_id)
        _refuse_own(user_id, by)
        _keep_one(administrators, user)
        delete_everything_of(user_id)


def _held(session: Session, user_id: UUID) -> User:
    user = session.get(User, user_id, populate_existing=True, with_for_update=True)
    if user is None:
        raise Missing(_("There is no such account, or no longer."))
    return user


def _refuse_own(user_id: UUID, by: UUID) -> None:
    if user_id == by:
        raise Refusal(
            _("This is your own account. Delete it in Settings, or ask another administrator.")
        )


def _hold_administrators(session: Session) -> set[UUID]:
    """Return who could look after the site, and let nobody else change that until the end.

    In one order and before anything else is held, so that two who unmake each other at once wait
    for each other, and one is left.
    """
    administrators = select(User.id).where(User.is_admin, User.locked_at.is_(None))
    return set(session.scalars(administrators.order_by(User.id).with_for_update()))


def _keep_one(administrators: set[UUID], user: User) -> None:
    if user.is_admin and not administrators - {user.id}:
        raise Refusal(_("The site needs an administrator. Make somebody else one first."))


def _sign_out(session: Session, user_id: UUID) -> None:
    session.execute(delete(SignIn).where(SignIn.user_id == user_id))
    session.execute(delete(Challenge).where(Challenge.user_id == user_id))
