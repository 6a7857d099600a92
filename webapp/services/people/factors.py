"""With what somebody can show who they are, and whether what they show is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from webapp.db import db, writing
from webapp.models import (
    Authenticator,
    Challenge,
    Enrolment,
    Identity,
    Means,
    Passkey,
    RecoveryCode,
    Role,
    SignIn,
    User,
)
from webapp.services.errors import Refusal
from webapp.services.people.authenticators import use_code
from webapp.services.people.passwords import is_password
from webapp.services.people.recovery_codes import is_recovery_code, use_recovery_code


@dataclass(frozen=True, slots=True)
class WaysIn:
    """What somebody has set up; ``teaches`` holds for administrators as well."""

    account: str
    teaches: bool
    has_password: bool
    has_app: bool
    passkeys: Sequence[Passkey]
    identity: Identity | None

    @property
    def has_factor(self) -> bool:
        """Whether there is a second factor."""
        return self.has_app or bool(self.passkeys)


def ways_in(user_id: UUID) -> WaysIn:
    """Return what this person has set up."""
    user = db.session.get_one(User, user_id)
    return WaysIn(
        account=user.email or str(user.id),
        teaches=user.is_admin or _teaches(user_id),
        has_password=user.password_hash is not None,
        has_app=db.session.get(Authenticator, user_id) is not None,
        passkeys=db.session.scalars(
            select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)
        ).all(),
        identity=db.session.scalars(select(Identity).where(Identity.user_id == user_id)).first(),
    )


def prove_by_code(user_id: UUID, code: str, at: datetime) -> Means:
    """Spend a code of the app, or of the recovery list; returns which it was.

    Raises:
        Refusal: it is neither, or was used already.
    """
    with writing() as session:
        if is_recovery_code(code):
            means, is_right = Means.RECOVERY_CODE, use_recovery_code(session, user_id, code, at)
        else:
            means, is_right = Means.CODE, use_code(session, user_id, code, at)
    if not is_right:
        message = _("That code is wrong, or was used already. Wait for the next one.")
        raise Refusal(message, "code")
    return means


def prove_by_password(user_id: UUID, password: str) -> None:
    """Raise Refusal unless it is this person's password."""
    if not is_password(password, db.session.get_one(User, user_id).password_hash):
        raise Refusal(_("That is not your password."), "password")


def reset_factors(session: Session, user_id: UUID) -> None:
    """Take away every way in but the password, and sign this person out everywhere."""
    for table in (Authenticator, Passkey, RecoveryCode, Identity, SignIn, Challenge):
        session.execute(delete(table).where(table.user_id == user_id))


def _teaches(user_id: UUID) -> bool:
    role = Enrolment.role.in_([Role.INSTRUCTOR, Role.OWNER])
    return bool(db.session.scalar(select(exists().where(Enrolment.user_id == user_id, role))))
