"""Settings: how a person is addressed, reminded and shown things, and their password."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.db import db, writing
from webapp.learning.scheduling import State
from webapp.learning.study_days import day_start
from webapp.models import Card, User
from webapp.services.errors import Refusal
from webapp.services.people.accounts import own_words, store_password
from webapp.services.people.guessable import refuse_guessable
from webapp.services.people.passwords import hash_password, is_password
from webapp.services.texts import refuse_unfit


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person can set. ``desired_retention`` is a share; ``theme`` auto, light or dark."""

    name: str
    time_zone: str
    rollover_hour: int
    desired_retention: float
    new_per_day: int
    theme: str
    single_keys: bool


def change_settings(user_id: UUID, preferences: Preferences) -> None:
    """Keep the settings; cards stay due on their days, which may now begin at another time."""
    refuse_unfit(preferences.name, field="name")
    with writing() as session:
        user = session.get_one(User, user_id, populate_existing=True)
        day_began = (user.time_zone, user.rollover_hour)
        for name, value in asdict(preferences).items():
            setattr(user, name, value)
        if day_began != (preferences.time_zone, preferences.rollover_hour):
            _move_due(session, user_id, preferences)


def replace_password(user_id: UUID, old: str, new: str) -> None:
    """Replace the password, which signs this person out in every browser.

    Raises:
        Refusal: the old one is wrong, the new one is easily guessed, or this is a guest.
    """
    user = db.session.get_one(User, user_id)
    if not is_password(old, user.password_hash):
        raise Refusal(_("That is not your password."), "old")
    refuse_guessable(new, own_words(user_id), "new")
    password_hash = hash_password(new)
    with writing() as session:
        store_password(session, user_id, password_hash)


def _move_due(session: Session, user_id: UUID, preferences: Preferences) -> None:
    """Move every card that is due on a day, not in minutes, to that day's new beginning."""
    in_review = (Card.user_id == user_id, Card.state == State.REVIEW)
    for day in session.scalars(select(Card.due_day).where(*in_review).distinct()).all():
        due_at = day_start(day, preferences.time_zone, preferences.rollover_hour)
        session.execute(update(Card).where(*in_review, Card.due_day == day).values(due_at=due_at))
