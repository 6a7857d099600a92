"""Spending: what comes back with time, counted for an account or a network in the database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import BigInteger, case, delete, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.db import Instant, db, writing
from webapp.models import Spending
from webapp.services.errors import TooMany
from webapp.services.operations.queries.quotas import (
    DAY,
    GUESTS,
    HOUR,
    INVITATIONS,
    SECONDS,
    SIGN_UPS,
)
from webapp.wording import waiting_time, whole

_MILLISECONDS = 1000
_NOT_WORTH_COUNTING = 50


def count_guest(session: Session, network: str | None, at: datetime) -> None:
    """Count a guest from a network. Raises TooMany when it has had its guests of the day."""
    if wait := _wait_for_another(session, "guests", network, GUESTS, at):
        raise TooMany(
            _(
                "%(most)s guests came from your network within a day, the most there can be. Sign "
                "in or make an account instead, or come back in %(wait)s.",
                most=whole(GUESTS),
                wait=wait,
            )
        )


def count_sign_up(session: Session, network: str | None, at: datetime) -> None:
    """Count a new account from a network. Raises TooMany when it has had those of the day."""
    if wait := _wait_for_another(session, "sign-ups", network, SIGN_UPS, at):
        raise TooMany(
            _(
                "%(most)s accounts were made from your network within a day, the most there can "
                "be. Try from another network, or come back in %(wait)s.",
                most=whole(SIGN_UPS),
                wait=wait,
            ),
            "email",
        )


def count_invitations(session: Session, user_id: UUID, number: int, at: datetime) -> None:
    """Count what an account sends out. Raises TooMany when that is more than it may in a day."""
    amount, since = _spend(session, "invitations", str(user_id), number, DAY, at)
    if amount > INVITATIONS:
        raise TooMany(
            _(
                "An account may invite %(most)s people in a day. Nobody was invited. Take fewer "
                "lines, hand out the code of the course, or come back in %(wait)s.",
                most=whole(INVITATIONS),
                wait=waiting_time(since + DAY - at),
            ),
            "roster",
        )


def _wait_for_another(
    session: Session, quota: str, network: str | None, most: int, at: datetime
) -> str | None:
    """Count one more from a network; returns how long it must wait where that is one too many."""
    if network is None:
        return None
    amount, since = _spend(session, quota, network, 1, DAY, at)
    return waiting_time(since + DAY - at) if amount > most else None


@contextmanager
def computing(
    user_id: UUID,
    at: datetime,
    *,
    is_exempt: bool = False,
    reserve: int = 0,
    spent: Callable[[], float] = time.thread_time,
) -> Iterator[None]:
    """Count the processor's time that is taken inside for an account.

    ``reserve`` is how many seconds are set aside before it is known how many it takes, so that
    many at once are no more than one after the other. ``spent`` tells the processor's seconds
    until now: of this thread, unless more belongs to the account.

    Raises:
        TooMany: the account has used up its seconds of the hour.
    """
    if is_exempt:
        yield
        return
    whose, kept = str(user_id), reserve * _MILLISECONDS
    _check_seconds(whose, kept, at)
    begun = spent()
    try:
        yield
    finally:
        taken = round((spent() - begun) * _MILLISECONDS) - kept
        if kept or taken >= _NOT_WORTH_COUNTING:
            with writing() as session:
                _spend(session, "seconds", whose, taken, HOUR, at)


def _check_seconds(whose: str, kept: int, at: datetime) -> None:
    if kept:
        with writing() as session:
            amount, since = _spend(session, "seconds", whose, kept, HOUR, at)
            _refuse_more(amount - kept, since, at)
        return
    row = db.session.get(Spending, ("seconds", whose))
    if row is not None and row.since + HOUR > at:
        _refuse_more(row.amount, row.since, at)


def _refuse_more(amount: int, since: datetime, at: datetime) -> None:
    if amount >= SECONDS * _MILLISECONDS:
        raise TooMany(
            _(
                "Your account has used %(most)s seconds of computing within an hour, the most "
                "there can be. Nothing is lost: try again in %(wait)s.",
                most=whole(SECONDS),
                wait=waiting_time(since + HOUR - at),
            )
        )


def _spend(
    session: Session, quota: str, whose: str, amount: int, window: timedelta, at: datetime
) -> tuple[int, datetime]:
    """Add to what is spent, in one statement; returns how much it is now, and since when."""
    session.execute(delete(Spending).where(Spending.since <= at - DAY))
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    is_over = Spending.since <= at - window
    row = {"quota": quota, "whose": whose, "since": at, "amount": max(amount, 0)}
    statement = (
        insert(Spending)
        .values(row)
        .on_conflict_do_update(
            index_elements=["quota", "whose"],
            set_={
                "amount": case(
                    (is_over, literal(max(amount, 0), BigInteger())),
                    else_=Spending.amount + amount,
                ),
                "since": case((is_over, literal(at, Instant())), else_=Spending.since),
            },
        )
        .returning(Spending.amount, Spending.since)
    )
    spent = session.execute(statement).one()
    return spent.amount, spent.since
