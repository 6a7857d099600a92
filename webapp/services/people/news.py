"""News of one's own account: what was done with a link to it, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from webapp.db import db
from webapp.models import NoticeKind, User
from webapp.services.people.mail import Mailer, send_news_of_link
from webapp.services.people.notices import notices_for
from webapp.services.people.one_time_links import Link


def news_for(user_id: UUID, when: Callable[[datetime], str]) -> list[str]:
    """Return what this person has not yet read of their account, in words, the latest first."""
    return [describe(told.kind, told.maker, when(told.made_at)) for told in notices_for(user_id)]


def describe(kind: NoticeKind, maker: str | None, made: str) -> str:
    """Return what happened with a link that somebody of that name made, or one's own."""
    if kind is NoticeKind.LINK_MADE:
        text = _(
            "%(maker)s, the administrator, made a link that sets a new password for you "
            "(%(made)s).",
            maker=maker,
            made=made,
        )
    elif maker is None:
        text = _(
            "Your password was set with a link that was sent to your address (%(made)s).",
            made=made,
        )
    else:
        text = _(
            "Your password was set with a link that %(maker)s made (%(made)s).",
            maker=maker,
            made=made,
        )
    return str(text)


def mail_news_of_use(mailer: Mailer, link: Link, forgotten: str) -> None:
    """Write to somebody that their password was set with a link."""
    made_by = link.terms.made_by
    maker = db.session.get(User, made_by) if made_by else None
    name = maker.name if maker else None
    what = describe(NoticeKind.LINK_USED, name, _utc(link.made_at))
    send_news_of_link(mailer, link.email, what, forgotten)


def mail_news_of_making(
    mailer: Mailer, email: str, made_by: UUID, at: datetime, forgotten: str
) -> None:
    """Write to somebody that the administrator made a link that opens their account."""
    maker = db.session.get_one(User, made_by).name
    what = describe(NoticeKind.LINK_MADE, maker, _utc(at))
    send_news_of_link(mailer, email, what, forgotten)


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
