"""What the tests of exceptions share: terms drawn at random, a quiz changed, an attempt found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy import select

from tests.webapp.worlds import MORNING
from webapp.db import db, writing
from webapp.models import Attempt, Quiz

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
moments = st.one_of(st.none(), st.integers(0, 500).map(lambda n: MORNING + n * MINUTE))
counts = st.one_of(st.none(), st.integers(1, 600))


def change(quiz_id: UUID, **fields: Any) -> None:
    """Change a quiz behind everybody's back."""
    with writing() as session:
        for name, value in fields.items():
            setattr(session.get_one(Quiz, quiz_id), name, value)


def attempt_of(user_id: UUID) -> Attempt:
    """Return the last attempt of a learner, as it is in the database now."""
    db.session.rollback()
    return db.session.scalars(
        select(Attempt).where(Attempt.user_id == user_id).order_by(Attempt.number.desc()).limit(1)
    ).one()
