"""Recovery codes: ten on a list to print, each standing in for what was lost, once.

A code is random enough (118 bits) for a plain hash to keep it from whoever reads the database.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from webapp.db import db, writing
from webapp.models import RecoveryCode, User
from webapp.services.errors import Refusal
from webapp.services.teaching.courses import CODE_ALPHABET

HOW_MANY = 10
LONGEST = 64
_LENGTH, _GROUP = 24, 4


@dataclass(frozen=True, slots=True)
class CodesLeft:
    """How many codes are left, of how many, and when they were made."""

    left: int
    made: int
    made_at: datetime | None


def make_recovery_codes(user_id: UUID, at: datetime) -> list[str]:
    """Return new codes, to be shown once; those made before stop working.

    Raises:
        Refusal: a guest has no account to come back to.
    """
    codes = [_draw() for _number in range(HOW_MANY)]
    with writing() as session:
        if session.get_one(User, user_id).is_guest:
            raise Refusal(_("Guests have no account to come back to. Sign up first."))
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
        session.add_all(
            RecoveryCode(user_id=user_id, code_hash=_hash(code), created_at=at) for code in codes
        )
    return codes


def use_recovery_code(session: Session, user_id: UUID, code: str, at: datetime) -> bool:
    """Spend a code of this person's, however it is spaced; of two at once, one succeeds."""
    spent = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hash == _hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
        .returning(RecoveryCode.code_hash)
    )
    return spent.one_or_none() is not None


def count_recovery_codes(user_id: UUID) -> CodesLeft:
    """Return how many codes this person has."""
    made, used, made_at = db.session.execute(
        select(
            func.count(), func.count(RecoveryCode.used_at), func.max(RecoveryCode.created_at)
        ).where(RecoveryCode.user_id == user_id)
    ).one()
    return CodesLeft(made - used, made, made_at)


def is_recovery_code(text: str) -> bool:
    """Return whether something typed is as long as a recovery code."""
    return len(_letters(text)) == _LENGTH


def _draw() -> str:
    letters = "".join(secrets.choice(CODE_ALPHABET) for _place in range(_LENGTH))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def _hash(code: str) -> str:
    return hashlib.sha256(_letters(code).encode()).hexdigest()


def _letters(text: str) -> str:
    return "".join(letter for letter in text[:LONGEST].upper() if letter in CODE_ALPHABET)
