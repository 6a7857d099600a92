"""An app that shows six digits, new every half minute (RFC 6238); each works once."""

from __future__ import annotations

import hmac
from datetime import datetime
from uuid import UUID

import pyotp
from flask_babel import gettext as _
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from webapp.db import db, writing
from webapp.models import Authenticator, User
from webapp.services.errors import Refusal
from webapp.services.people.sign_ins import end_others

_SECONDS = 30
_DIGITS = 6


def draw_key() -> str:
    """Return a new key, as it is typed into an app."""
    return pyotp.random_base32()


def address_of(key: str, user_id: UUID) -> str:
    """Return what a picture tells an app: the key, and whose it is."""
    email = db.session.get_one(User, user_id).email
    return pyotp.TOTP(key).provisioning_uri(name=email or "", issuer_name="Recite")


def set_up(user_id: UUID, key: str, code: str, this: str | None, at: datetime) -> None:
    """Keep the key of an app that shows the right code; signs out everywhere but ``this``.

    Raises:
        Refusal: the code is not the one the app shows now.
    """
    step = _find_step(key, code, at)
    if step is None:
        raise Refusal(_("That is not what the app shows now. Wait for the next code."), "code")
    with writing() as session:
        session.execute(delete(Authenticator).where(Authenticator.user_id == user_id))
        session.add(Authenticator(user_id=user_id, key=key, last_step=step, created_at=at))
        end_others(session, user_id, this)


def use_code(session: Session, user_id: UUID, code: str, at: datetime) -> bool:
    """Spend what the app shows; neither it nor an earlier one works again."""
    kept = session.get(Authenticator, user_id, populate_existing=True)
    step = _find_step(kept.key, code, at) if kept else None
    if step is None:
        return False
    spent = session.execute(
        update(Authenticator)
        .where(Authenticator.user_id == user_id, Authenticator.last_step < step)
        .values(last_step=step)
        .returning(Authenticator.user_id)
    )
    return spent.one_or_none() is not None


def remove_authenticator(user_id: UUID, this: str | None) -> None:
    """Let the app stop working; signs out everywhere but ``this``."""
    with writing() as session:
        session.execute(delete(Authenticator).where(Authenticator.user_id == user_id))
        end_others(session, user_id, this)


def _find_step(key: str, code: str, at: datetime) -> int | None:
    """Return the half minute whose code it is: this one, or one before or after it."""
    digits = "".join(code[: 4 * _DIGITS].split())
    if len(digits) != _DIGITS or not digits.isascii() or not digits.isdigit():
        return None
    now, app = int(at.timestamp()) // _SECONDS, pyotp.TOTP(key)
    steps = (step for step in (now, now - 1, now + 1))
    return next(
        (step for step in steps if hmac.compare_digest(app.generate_otp(step), digits)), None
    )
