"""Moments as they are typed: in the instructor's own zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from wtforms import Field, Form, ValidationError

MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
_YEARS = range(2000, 2101)  # far from where a moment in another zone overflows


def in_reach(_form: Form, field: Field) -> None:
    """Refuse a year in which nobody gives a quiz."""
    if field.data and field.data.year not in _YEARS:
        raise ValidationError(_("Use a year from 2000 to 2100."))


def from_local(moment: datetime | None, zone: str, before: datetime | None) -> datetime | None:
    """Return the moment meant; what was not changed stays, for clocks show some hours twice."""
    if moment is None:
        return None
    shown = to_local(before, zone)
    if shown is not None and shown.replace(second=0, microsecond=0) == moment:
        return before
    return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def to_local(moment: datetime | None, zone: str) -> datetime | None:
    """Return a moment as clocks in that zone show it."""
    return None if moment is None else moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
