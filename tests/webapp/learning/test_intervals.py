"""The words of an interval: its number and unit."""

from datetime import UTC, datetime, timedelta

import pytest

from webapp.learning.intervals import describe
from webapp.learning.scheduling import Memory, Rating, Settings, State, next_memories

AT = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
DAY = AT.toordinal()


def memory_due(after: timedelta, step: int | None) -> Memory:
    return Memory(
        stability=1.0,
        difficulty=5.0,
        state=State.REVIEW if step is None else State.LEARNING,
        step=step,
        due_at=AT + after,
        due_day=DAY + after.days,
        last_day=DAY,
        last_at=AT,
        repetitions=1,
        lapses=0,
    )


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(minutes=1), (1, "minute")),
        (timedelta(seconds=1), (1, "minute")),
        (timedelta(minutes=5, seconds=30), (6, "minute")),
        (timedelta(minutes=10), (10, "minute")),
        (timedelta(minutes=59), (59, "minute")),
        (timedelta(minutes=60), (1, "hour")),
        (timedelta(minutes=100), (2, "hour")),
        (timedelta(hours=23), (23, "hour")),
        (timedelta(hours=23, minutes=29), (23, "hour")),
        (timedelta(hours=23, minutes=31), (24, "hour")),
        (timedelta(0), (0, "minute")),
        (timedelta(minutes=-5), (0, "minute")),
    ],
)
def test_a_learning_step(after: timedelta, words: tuple[float, str]) -> None:
    assert describe(memory_due(after, step=0), AT, DAY) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, (0, "day")),
        (0, (0, "day")),
        (1, (1, "day")),
        (30, (30, "day")),
        (31, (1, "month")),
        (46, (1.5, "month")),
        (61, (2, "month")),
        (364, (12, "month")),
        (365, (1, "year")),
        (548, (1.5, "year")),
        (3650, (10, "year")),
    ],
)
def test_days_and_beyond(days: int, words: tuple[float, str]) -> None:
    described = describe(memory_due(timedelta(days=days), step=None), AT, DAY)
    assert described == words
    assert isinstance(described[0], type(words[0]))


def test_the_four_labels_of_a_new_card() -> None:
    outcomes = next_memories(None, AT, DAY, Settings("Europe/London"), "learner:question")
    easy = outcomes[Rating.EASY].due_day - DAY
    assert [describe(outcomes[rating], AT, DAY) for rating in Rating] == [
        (1, "minute"),
        (6, "minute"),
        (10, "minute"),
        (easy, "day"),
    ]
