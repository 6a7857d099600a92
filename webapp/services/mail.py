"""Mail: plain text, by the server that is configured."""

from __future__ import annotations

import logging
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from flask_babel import gettext as _

log = logging.getLogger("recite.mail")

_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Mailer:
    """A mail server's address, smtp:// or smtps:// with user and password, and the sender."""

    server: str = field(repr=False)
    sender: str


def send_password_link(mailer: Mailer, to: str, link: str) -> None:
    """Send a link that sets a new password. What goes wrong is logged, not raised."""
    message = EmailMessage()
    message["From"], message["To"] = mailer.sender, to
    message["Subject"] = _("A new password for Recite")
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="recite")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        _(
            "Open this link to choose a new password. It works once, for 24 hours:\n\n%(link)s\n\n"
            "If you did not ask for it, do nothing: your password stays as it is.",
            link=link,
        )
    )
    try:
        _send(mailer.server, message)
    except (OSError, smtplib.SMTPException):
        log.exception("An e-mail could not be sent")


def _send(server: str, message: EmailMessage) -> None:
    parts = urlsplit(server)
    context = ssl.create_default_context()
    host = parts.hostname or ""
    if parts.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or smtplib.SMTP_SSL_PORT, timeout=_SECONDS, context=context
        )
    else:
        smtp = smtplib.SMTP(host, parts.port or smtplib.SMTP_PORT, timeout=_SECONDS)
    with smtp:
        smtp.ehlo()
        if parts.scheme == "smtp" and smtp.has_extn("starttls"):
            smtp.starttls(context=context)
        if parts.username:
            smtp.login(unquote(parts.username), unquote(parts.password or ""))
        smtp.send_message(message)
