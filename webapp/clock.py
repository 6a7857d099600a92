"""The only place that reads the time, and how a moment is written as a number."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def now() -> datetime:
    """Return this moment in UTC, to the millisecond, as the database keeps it."""
    at = datetime.now(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def to_milliseconds(at: datetime) -> int:
    """Return a moment as the database and the pages keep it: milliseconds since 1970."""
    return (at - _EPOCH) // _MILLISECOND


def from_milliseconds(count: int) -> datetime:
    """Return the moment that so many milliseconds since 1970 are."""
    return _EPOCH + count * _MILLISECOND
