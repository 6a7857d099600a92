"""How somebody's memory is scheduled, as they have set it."""

from __future__ import annotations

from webapp.learning.scheduling import Settings
from webapp.learning.study_days import known_zone
from webapp.models import User


def memory_settings(user: User) -> Settings:
    """Return how a person's memory is scheduled."""
    zone = known_zone(user.time_zone)
    return Settings(zone, user.rollover_hour, user.desired_retention)
