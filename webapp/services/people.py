"""People: guests, accounts, who proves to be whom, and links that stand in for a password."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.db import db, new_id, writing
from webapp.models import LinkPurpose, OneTimeLink, SignIn, User
from webapp.services.courses import CODE_ALPHABET
from webapp.services.enrolments import enrol_by_code, enrol_in_demonstration
from webapp.services.errors import Conflict, Refusal
from webapp.services.one_time_links import find_link, make_link, spent, use_link, was_made_since
from webapp.services.passwords import hash_password, is_outdated, is_password, refuse_guessable
from webapp.services.spending import count_guest, count_sign_up

_BETWEEN_MAILS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody gives to have an account."""

    name: str
    email: str
    password: str
    time_zone: str = "UTC"


def normal_email(text: str) -> str:
    """Return an e-mail address as it is kept: whatever is typed alike is one address."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def recognise(email: str, password: str) -> UUID:
    """Return whose e-mail address and password these are.

    Takes as long, and says the same, whichever of the two is wrong.

    Raises:
        Refusal: they are nobody's.
    """
    known = select(User.id, User.password_hash).where(User.email == normal_email(email))
    user_id, kept = db.session.execute(known).one_or_none() or (None, None)
    if not is_password(password, kept) or user_id is None or kept is None:
        raise Refusal(_("Email or password is wrong. Check both and try again."), "password")
    if is_outdated(kept):
        _strengthen(user_id, kept, hash_password(password))
    return user_id


def find_person(email: str) -> UUID | None:
    """Return who has that e-mail address, by id."""
    return db.session.scalar(select(User.id).where(User.email == normal_email(email)))


def make_guest(
    time_zone: str,
    at: datetime,
    *,
    code: str | None = None,
    demonstration: bool = False,
    network: str | None = None,
) -> UUID:
    """Make somebody without e-mail address or password; returns the id.

    They join the course of ``code`` and, where ``demonstration`` says so, that one.

    Raises:
        Missing: no course has that code.
        TooMany: this ``network`` has had its guests of the day.
    """
    mark = "".join(secrets.choice(CODE_ALPHABET) for _place in range(3))
    with writing() as session:
        count_guest(session, network, at)
        guest = User(
            id=new_id(at),
            name=_("Guest %(mark)s", mark=mark),
            is_guest=True,
            time_zone=time_zone,
            created_at=at,
        )
        session.add(guest)
        session.flush()
        if demonstration:
            enrol_in_demonstration(session, guest.id, at)
        if code is not None:
            enrol_by_code(session, guest.id, code, at)
        return guest.id


def sign_up(
    account: Account,
    at: datetime,
    *,
    guest_id: UUID | None = None,
    demonstration: bool = False,
    network: str | None = None,
) -> UUID:
    """Make an account, or turn the guest into one, who keeps everything; returns the id.

    Raises:
        Refusal: the password is easily guessed, or the e-mail address has an account.
        Conflict: that guest has an account already.
        TooMany: this ``network`` has had its new accounts of the day.
    """
    refuse_guessable(account.password, normal_email(account.email))
    password_hash = hash_password(account.password)
    with _one_account_an_email(), writing() as session:
        count_sign_up(session, network, at)
        user = _guest(session, guest_id) if guest_id else _newcomer(session, account, at)
        user.name, user.email = account.name, normal_email(account.email)
        user.password_hash, user.is_guest = password_hash, False
        session.execute(delete(SignIn).where(SignIn.user_id == user.id))
        session.flush()
        if demonstration:
            enrol_in_demonstration(session, user.id, at)
        return user.id


def make_password_link(user_id: UUID, at: datetime) -> str:
    """Return the token of a link that sets this person's password; earlier ones stop working.

    Raises:
        Refusal: a guest has no password to set.
    """
    with writing() as session:
        if session.get_one(User, user_id).email is None:
            raise Refusal(_("Guests have no password. They can keep their progress by signing up."))
        return make_link(session, LinkPurpose.PASSWORD, user_id, at)


def request_password_link(email: str, at: datetime) -> tuple[str, str] | None:
    """Return the address to mail and the token of a password link, or nothing to be sent.

    The address is the one that is kept: what was typed may look alike and be somebody else's.
    None is sent where nobody has that address, or one was made a few minutes ago.
    """
    user_id = find_person(email)
    if user_id is None or was_made_since(user_id, at - _BETWEEN_MAILS):
        return None
    return normal_email(email), make_password_link(user_id, at)


def make_administrator_link(at: datetime) -> str | None:
    """Return the token of a link that makes the first administrator; none when there is one."""
    with writing() as session:
        if _has_administrator(session):
            return None
        return make_link(session, LinkPurpose.ADMINISTRATOR, None, at)


def set_password(token: str, password: str, at: datetime) -> UUID:
    """Use a password link, which signs that person out everywhere; returns the person's id.

    Raises:
        Missing: the link was used, is too old, or never was.
        Refusal: the password is easily guessed.
    """
    refuse_guessable(password, find_link(token, at).email)
    password_hash = hash_password(password)
    with writing() as session:
        user_id = use_link(session, token, LinkPurpose.PASSWORD, at)
        if user_id is None:
            raise spent()
        store_password(session, user_id, password_hash)
        return user_id


def become_administrator(token: str, account: Account, at: datetime) -> UUID:
    """Use an administrator link: make the account of the first administrator; returns its id.

    Raises:
        Missing: the link was used, is too old, or never was, or there is an administrator.
        Refusal: the password is easily guessed, or the e-mail address has an account.
    """
    with writing() as session:
        use_link(session, token, LinkPurpose.ADMINISTRATOR, at)
        if _has_administrator(session):
            raise spent()
        user_id = sign_up(account, at)
        session.get_one(User, user_id).is_admin = True
        return user_id


def store_password(session: Session, user_id: UUID, password_hash: str) -> None:
    """Keep a new password; every browser of this person is signed out, their links are void."""
    session.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))
    session.execute(delete(SignIn).where(SignIn.user_id == user_id))
    session.execute(delete(OneTimeLink).where(OneTimeLink.user_id == user_id))


def _strengthen(user_id: UUID, kept: str, stronger: str) -> None:
    """Replace a hash, unless the password was changed meanwhile."""
    with writing() as session:
        session.execute(
            update(User)
            .where(User.id == user_id, User.password_hash == kept)
            .values(password_hash=stronger)
        )


def _guest(session: Session, guest_id: UUID) -> User:
    guest = session.get(User, guest_id, populate_existing=True, with_for_update=True)
    if guest is None or not guest.is_guest:
        raise Conflict(_("You have an account already. Sign in with it."))
    return guest


def _newcomer(session: Session, account: Account, at: datetime) -> User:
    user = User(id=new_id(at), name=account.name, time_zone=account.time_zone, created_at=at)
    session.add(user)
    return user


@contextmanager
def _one_account_an_email() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        message = _("That email has an account already. Sign in, or use another.")
        raise Refusal(message, "email") from error


def _has_administrator(session: Session) -> bool:
    return bool(session.scalar(select(exists().where(User.is_admin))))
