"""Mail: plain text to one address at a time, by the server that is configured."""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from email_validator import validate_email
from flask_babel import gettext as _

log = logging.getLogger("recite.mail")

_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Mailer:
    """A mail server's address, smtp:// or smtps:// with user and password, and the sender.

    With ``starttls`` nothing is sent by smtp:// before the line is encrypted and the server has
    shown a certificate of its name.
    """

    server: str = field(repr=False)
    sender: str
    starttls: bool = True


def send_password_link(mailer: Mailer, to: str, link: str) -> None:
    """Send a link that sets a new password. What goes wrong is logged, not raised."""
    text = _(
        "Open this link to choose a new password. It works once, for 24 hours:\n\n%(link)s\n\n"
        "If you did not ask for it, do nothing: your password stays as it is.",
        link=link,
    )
    _post(mailer, to, _("A new password for Recite"), text)


def send_confirmation_link(mailer: Mailer, to: str, link: str) -> None:
    """Send a link that confirms the address of a new account."""
    text = _(
        "Somebody, most likely you, made an account with this address. Open this link to confirm "
        "that the address is yours. It works once, for 24 hours:\n\n%(link)s\n\n"
        "If it was not you, do not open it.",
        link=link,
    )
    _post(mailer, to, _("Confirm your address for Recite"), text)


def send_account_reminder(mailer: Mailer, to: str, sign_in: str, forgotten: str) -> None:
    """Tell somebody who signed up once more that they have an account."""
    text = _(
        "Somebody, most likely you, signed up with this address, which has an account already. "
        "Nothing was changed. Sign in here:\n\n%(sign_in)s\n\n"
        "If you forgot your password, choose a new one here:\n\n%(forgotten)s\n\n"
        "If it was not you, do nothing.",
        sign_in=sign_in,
        forgotten=forgotten,
    )
    _post(mailer, to, _("You have an account at Recite"), text)


def send_invitations(mailer: Mailer, invited: Iterable[str], course: str, link: str) -> None:
    """Send to each address that it is invited to a course, over one line to the server.

    One that is refused hinders no other; where the server is away, the rest is not tried either.
    """
    text = _(
        "You are invited to the course “%(course)s”. Open this link, and sign in or make an "
        "account with this address:\n\n%(link)s\n\nIf you do not know what this is about, do "
        "nothing.",
        course=course,
        link=link,
    )
    subject = _("An invitation to a course at Recite")
    try:
        with _connected(mailer) as smtp:
            for to in invited:
                recipient = _recipient(to)
                message = _compose(mailer, recipient, subject, text)
                try:
                    smtp.send_message(message, to_addrs=[recipient.addr_spec])
                except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
                    log.warning("The mail server refused an invitation")
    except (OSError, smtplib.SMTPException):
        log.exception("Invitations could not be sent")


def send_news_of_link(mailer: Mailer, to: str, what: str, forgotten: str) -> None:
    """Tell somebody what was done with a link to their account."""
    text = _(
        "%(what)s\n\nIf you did not want this, choose a new password here and tell the "
        "administrator of the site:\n\n%(forgotten)s",
        what=what,
        forgotten=forgotten,
    )
    _post(mailer, to, _("Your account at Recite"), text)


def _post(mailer: Mailer, to: str, subject: str, text: str) -> None:
    recipient = _recipient(to)
    message = _compose(mailer, recipient, subject, text)
    try:
        with _connected(mailer) as smtp:
            smtp.send_message(message, to_addrs=[recipient.addr_spec])
    except (OSError, smtplib.SMTPException):
        log.exception("An e-mail could not be sent")


def _compose(mailer: Mailer, recipient: Address, subject: str, text: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = mailer.sender, recipient
    message["Subject"] = subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="recite")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def _recipient(to: str) -> Address:
    """Return the one address that a mail goes to, which is not read from a text of several."""
    checked = validate_email(to, check_deliverability=False)
    return Address(username=checked.local_part, domain=checked.ascii_domain)


@contextmanager
def _connected(mailer: Mailer) -> Iterator[smtplib.SMTP]:
    parts = urlsplit(mailer.server)
    context = ssl.create_default_context()
    host = parts.hostname or ""
    if parts.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or smtplib.SMTP_SSL_PORT, timeout=_SECONDS, context=context
        )
    else:
        smtp = smtplib.SMTP(host, parts.port or smtplib.SMTP_PORT, timeout=_SECONDS)
    with smtp:
        if parts.scheme == "smtp" and mailer.starttls:
            smtp.starttls(context=context)
        if parts.username:
            smtp.login(unquote(parts.username), unquote(parts.password or ""))
        yield smtp
