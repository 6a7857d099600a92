"""People: guests, accounts, and who proves to be whom."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.db import db, new_id, writing
from webapp.models import (
    Challenge,
    Course,
    Enrolment,
    GuestSignUp,
    LinkPurpose,
    OneTimeLink,
    SignIn,
    User,
)
from webapp.services.errors import Refusal
from webapp.services.operations.spending import count_guest, count_sign_up
from webapp.services.people.addresses import normal_email, read_email
from webapp.services.people.guessable import refuse_guessable
from webapp.services.people.joining import enrol_by_code, enrol_in_demonstration
from webapp.services.people.one_time_links import make_link, spent, use_link, void_password_links
from webapp.services.people.passwords import hash_password, is_outdated, is_password
from webapp.services.teaching.courses import CODE_ALPHABET
from webapp.services.texts import refuse_unfit


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody gives to have an account."""

    name: str
    email: str
    password: str
    time_zone: str = "UTC"


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

    They join the course of ``code`` alone, or else, where ``demonstration`` says so, that one.

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
        if code is not None:
            enrol_by_code(session, guest.id, code, at)
        elif demonstration:
            enrol_in_demonstration(session, guest.id, at)
        return guest.id


def sign_up(
    account: Account, at: datetime, *, demonstration: bool = False, network: str | None = None
) -> UUID | None:
    """Make an account; returns the id, or none where that e-mail address has an account already.

    As much is worked out and written in either case, so that the time it takes tells nothing.

    Raises:
        Refusal: the password is easily guessed, or that is no e-mail address.
        TooMany: this ``network`` has had its new accounts of the day.
    """
    email = read_email(account.email)
    refuse_unfit(account.name, field="name")
    refuse_guessable(account.password, [account.name, email])
    password_hash = hash_password(account.password)
    with writing() as session:
        count_sign_up(session, network, at)
        user = User(
            id=new_id(at),
            name=account.name,
            password_hash=password_hash,
            time_zone=account.time_zone,
            created_at=at,
        )
        session.add(user)
        session.flush()
        if demonstration:
            enrol_in_demonstration(session, user.id, at)
        if _give_address(session, user, email):
            return user.id
        session.delete(user)
        return None


def sign_up_as_guest(
    account: Account,
    guest_id: UUID,
    at: datetime,
    *,
    demonstration: bool = False,
    network: str | None = None,
) -> UUID | None:
    """Make an account like :func:`sign_up`, which gets what the guest did once it is signed in to.

    Until then nothing of the guest changes: that would tell whether the address was free.
    """
    with writing() as session:
        user_id = sign_up(account, at, demonstration=demonstration, network=network)
        if user_id is not None:
            session.add(GuestSignUp(user_id=user_id, guest_id=guest_id))
        return user_id


def bring_guest(user_id: UUID, guest_id: UUID) -> UUID:
    """Let the guest become the account that they made; returns whose account it is now.

    Everything they did stays theirs. An account that was signed in to before, or that this guest
    did not make, stays as it is, and so does the guest; so do those that an administrator has
    locked or given rights to.
    """
    with writing() as session:
        waiting = session.get(GuestSignUp, user_id, populate_existing=True, with_for_update=True)
        guest = session.get(User, guest_id, populate_existing=True, with_for_update=True)
        if waiting is None or waiting.guest_id != guest_id or guest is None or not guest.is_guest:
            return user_id
        account = session.get_one(User, user_id)
        if account.is_admin or account.locked_at is not None or guest.locked_at is not None:
            return user_id
        given = {
            name: getattr(account, name)
            for name in ("name", "email", "email_confirmed_at", "password_hash")
        }
        links = update(OneTimeLink).where(OneTimeLink.user_id == user_id)
        session.execute(links.values(user_id=guest_id))
        session.execute(delete(User).where(User.id == user_id))
        session.execute(update(User).where(User.id == guest_id).values(is_guest=False, **given))
        session.execute(delete(SignIn).where(SignIn.user_id == guest_id))
        return guest_id


def make_administrator_link(at: datetime) -> str | None:
    """Return the token of a link that makes the first administrator; none when there is one."""
    with writing() as session:
        if has_administrator(session):
            return None
        return make_link(session, LinkPurpose.ADMINISTRATOR, None, at)


def become_administrator(token: str, account: Account, at: datetime) -> UUID:
    """Use an administrator link: make the account of the first administrator; returns its id.

    Raises:
        Missing: the link was used, is too old, or never was, or there is an administrator.
        Refusal: the password is easily guessed, or the e-mail address has an account.
    """
    with writing() as session:
        use_link(session, token, LinkPurpose.ADMINISTRATOR, at)
        if has_administrator(session):
            raise spent()
        user_id = sign_up(account, at)
        if user_id is None:
            raise Refusal(_("That email has an account already. Use another."), "email")
        session.get_one(User, user_id).is_admin = True
        return user_id


def own_words(user_id: UUID) -> list[str]:
    """Return what a password of this person's must not be made of: name, address, courses."""
    user = db.session.get_one(User, user_id)
    titles = select(Course.title).join(Enrolment, Enrolment.course_id == Course.id)
    mine = titles.where(Enrolment.user_id == user_id).order_by(Enrolment.joined_at).limit(20)
    return [user.name, user.email or "", *db.session.scalars(mine)]


def store_password(session: Session, user_id: UUID, password_hash: str) -> None:
    """Keep a new password; every browser of this person is signed out, their links are void.

    So is a sign-in that has come half the way, by the password that was.
    """
    session.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))
    session.execute(delete(SignIn).where(SignIn.user_id == user_id))
    session.execute(delete(Challenge).where(Challenge.user_id == user_id))
    void_password_links(session, user_id)


def _strengthen(user_id: UUID, kept: str, stronger: str) -> None:
    """Replace a hash, unless the password was changed meanwhile."""
    with writing() as session:
        session.execute(
            update(User)
            .where(User.id == user_id, User.password_hash == kept)
            .values(password_hash=stronger)
        )


def _give_address(session: Session, user: User, email: str) -> bool:
    try:
        with session.begin_nested():
            user.email = email
            session.flush()
    except IntegrityError:
        return False
    return True


def has_administrator(session: Session) -> bool:
    """Return whether anybody is the administrator."""
    return bool(session.scalar(select(exists().where(User.is_admin))))
