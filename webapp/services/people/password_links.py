"""Links that stand in for a password: asked for oneself, or made for somebody by who may help.

No instructor ever holds what opens an account. Their link goes to the person's own address; where
no e-mail can be sent, it is shown in person and asks for one of the person's recovery codes. Only
the site administrator can show one that opens by itself, for anybody but an administrator.

Whether whoever made a link may still make it is judged anew when it is opened and when it is
used. What was done is told to the person at their next visit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import update
from sqlalchemy.orm import Session

from webapp.db import db, writing
from webapp.models import Enrolment, LinkPurpose, NoticeKind, Role, User
from webapp.services.errors import Missing, Refusal
from webapp.services.people.accounts import (
    find_person,
    has_administrator,
    own_words,
    store_password,
)
from webapp.services.people.guessable import refuse_guessable
from webapp.services.people.notices import add_notice
from webapp.services.people.one_time_links import (
    Link,
    Terms,
    find_link,
    make_link,
    spent,
    use_link,
    was_mailed_since,
)
from webapp.services.people.passwords import hash_password
from webapp.services.people.recovery_codes import count_recovery_codes, use_recovery_code
from webapp.services.teaching.members import Actor, check_may_reset

_BETWEEN_MAILS = timedelta(minutes=5)


class NotHelped(Refusal):
    """No link is made now; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """A new link's token, and the address it is for."""

    name: str
    email: str
    token: str


def request_password_link(email: str, at: datetime) -> Addressed | None:
    """Return a link to be mailed to whoever has that address, or nothing to be sent.

    The address to mail is the one that is kept: what was typed may look alike and be somebody
    else's. None is sent where nobody has that address, or one was mailed a few minutes ago.
    """
    user_id = find_person(email)
    if user_id is None or was_mailed_since(db.session(), user_id, at - _BETWEEN_MAILS):
        return None
    return _make(user_id, at, Terms(is_mailed=True))


def mail_password_link(course_id: UUID, user_id: UUID, actor: Actor, at: datetime) -> Addressed:
    """Return a link that an instructor has sent to somebody's own address.

    Raises:
        Missing, Forbidden: ``actor`` may not; see :func:`check_may_reset`.
        Refusal: they have no password to set.
        NotHelped: a link was mailed a few minutes ago.
    """
    name = check_may_reset(course_id, user_id, actor)
    if was_mailed_since(db.session(), user_id, at - _BETWEEN_MAILS):
        raise NotHelped(
            _("%(name)s was sent a link a few minutes ago. Wait five minutes.", name=name)
        )
    return _make(user_id, at, _by(actor, course_id, is_mailed=True))


def show_password_link(course_id: UUID, user_id: UUID, actor: Actor, at: datetime) -> Addressed:
    """Return a link to be shown in person; the person is told of one that opens by itself.

    Raises:
        Missing, Forbidden: ``actor`` may not; see :func:`check_may_reset`.
        Refusal: they have no password to set.
        NotHelped: they have no recovery code to show that it is them.
    """
    name = check_may_reset(course_id, user_id, actor)
    if actor.is_admin:
        with writing() as session:
            maker = session.get_one(User, actor.id).name
            add_notice(session, user_id, NoticeKind.LINK_MADE, maker, at, at)
            return _make(user_id, at, _by(actor, course_id))
    if not count_recovery_codes(user_id).left:
        raise NotHelped(
            _(
                "%(name)s has no recovery codes, so a link would open to anybody. Only the site "
                "administrator can help.",
                name=name,
            )
        )
    return _make(user_id, at, _by(actor, course_id, asks_code=True))


def open_link(token: str, at: datetime) -> Link:
    """Return what a link is good for, as things are now.

    Raises:
        Missing: it was used, is too old, never was, or whoever made it no longer may.
    """
    return _judged(db.session(), token, at)


def set_password(token: str, password: str, at: datetime, code: str = "") -> Link:
    """Use a password link, which signs that person out everywhere; returns what it was.

    Raises:
        Missing: see :func:`open_link`.
        Refusal: the password is easily guessed, or the recovery code that it asks for is wrong.
    """
    found = open_link(token, at)
    refuse_guessable(password, own_words(found.user_id) if found.user_id else ())
    password_hash = hash_password(password)
    with writing() as session:
        link = _judged(session, token, at)
        user_id = use_link(session, token, LinkPurpose.PASSWORD, at)
        if user_id is None:
            raise spent()
        if link.terms.asks_code and not use_recovery_code(session, user_id, code, at):
            raise Refusal(_("That is none of your recovery codes, or it was used before."), "code")
        store_password(session, user_id, password_hash)
        if link.terms.is_mailed:
            _confirm(session, user_id, at)
        maker = session.get(User, link.terms.made_by) if link.terms.made_by else None
        name = maker.name if maker else None
        add_notice(session, user_id, NoticeKind.LINK_USED, name, link.made_at, at)
        return link


def make_confirmation_link(user_id: UUID, at: datetime) -> str:
    """Return the token of a link that shows that a new account's address is its owner's."""
    with writing() as session:
        return make_link(session, LinkPurpose.EMAIL, user_id, at, Terms(is_mailed=True))


def confirm_email(token: str, at: datetime) -> UUID:
    """Use a confirmation link; returns whose address is confirmed.

    Raises:
        Missing: see :func:`open_link`.
    """
    with writing() as session:
        user_id = use_link(session, token, LinkPurpose.EMAIL, at)
        if user_id is None:
            raise spent()
        _confirm(session, user_id, at)
        return user_id


def _make(user_id: UUID, at: datetime, terms: Terms) -> Addressed:
    with writing() as session:
        user = session.get_one(User, user_id)
        token = make_link(session, LinkPurpose.PASSWORD, user_id, at, terms)
        return Addressed(user.name, user.email or "", token)


def _by(actor: Actor, course_id: UUID, **how: bool) -> Terms:
    """Return the terms of who makes a link: the administrator's right hangs on no course."""
    return Terms(actor.id, None if actor.is_admin else course_id, **how)


def _confirm(session: Session, user_id: UUID, at: datetime) -> None:
    session.execute(
        update(User)
        .where(User.id == user_id, User.email_confirmed_at.is_(None))
        .values(email_confirmed_at=at)
    )


def _judged(session: Session, token: str, at: datetime) -> Link:
    link = find_link(session, token, at)
    if link.purpose is LinkPurpose.ADMINISTRATOR:
        holds = not has_administrator(session)
    elif not link.email:
        holds = False
    else:
        holds = link.terms.made_by is None or _may_still(session, link, link.terms.made_by)
    if not holds:
        raise spent()
    return link


def _may_still(session: Session, link: Link, made_by: UUID) -> bool:
    """Return whether whoever made the link may make it now, for the person as they are now."""
    maker = session.get_one(User, made_by, populate_existing=True)
    person = session.get_one(User, link.user_id, populate_existing=True)
    if link.terms.course_id is None:
        return maker.is_admin and not person.is_admin
    part = session.get(Enrolment, (made_by, link.terms.course_id), populate_existing=True)
    if part is None or not part.role.reaches(Role.INSTRUCTOR):
        return False
    try:
        actor = Actor(made_by, part.role, is_admin=False)
        check_may_reset(link.terms.course_id, person.id, actor)
    except (Missing, Refusal):
        return False
    return True
