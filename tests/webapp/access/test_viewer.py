"""Who is here: what follows from what is known of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.webapp.worlds import START
from webapp.access import Viewer
from webapp.learning.study_days import study_day

LEA = UUID(int=7)
A_MOMENT = timedelta(milliseconds=1)


def viewer(**known: Any) -> Viewer:
    usual: dict[str, Any] = {
        "id": LEA,
        "name": "Lea Learner",
        "email": "learner@example.org",
        "is_admin": False,
        "is_guest": False,
        "teaches": False,
        "time_zone": "Asia/Baku",
        "rollover_hour": 3,
        "desired_retention": 0.85,
        "new_per_day": 12,
        "theme": "system",
        "single_keys": True,
        "has_factor": False,
        "last_seen_at": START,
        "proved_at": START,
        "next_deadline": None,
    }
    return Viewer(**(usual | known))


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ada", "A"),
        ("Ada Byron", "AB"),
        ("ada augusta king byron", "AB"),
        ("  Ada   Byron ", "AB"),
        ("", ""),
    ],
)
def test_the_account_button_wears_the_first_and_the_last_initial(name: str, initials: str) -> None:
    assert viewer(name=name).initials == initials


def test_tries_of_a_password_are_counted_by_address_or_else_by_id() -> None:
    assert viewer().account == "learner@example.org"
    assert viewer(email=None).account == str(LEA)


def test_a_proof_holds_for_ten_minutes() -> None:
    over = START + timedelta(minutes=10)
    assert viewer().is_fresh(START)
    assert viewer().is_fresh(over - A_MOMENT)
    assert not viewer().is_fresh(over)


def test_a_queue_is_of_this_study_day_and_of_the_last_24_hours() -> None:
    # It is 02:59 in Baku, a minute before the day begins there.
    late = START.replace(hour=22, minute=59)
    learner, next_one = (viewer().learner(at) for at in (late, late + timedelta(minutes=1)))
    assert (learner.id, learner.new_per_day) == (LEA, 12)
    assert (learner.since, next_one.today - learner.today) == (late - timedelta(days=1), 1)
    assert learner.today == study_day(late, "Asia/Baku", 3)
    assert (learner.settings.time_zone, learner.settings.rollover_hour) == ("Asia/Baku", 3)
    assert learner.settings.desired_retention == 0.85
