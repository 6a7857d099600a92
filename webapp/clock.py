"""The only place that reads the time."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment in UTC, to the millisecond, as the database keeps it."""
    at = datetime.now(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
