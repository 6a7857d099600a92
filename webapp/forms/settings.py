"""The form of the settings."""

from __future__ import annotations

from datetime import time
from typing import Any

from flask_babel import format_time
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange

from webapp.forms.people import PeopleForm, known_zones, name_field
from webapp.services.people.settings import Preferences

RETENTION = (70, 97)
MOST_NEW = 200
_HOURS = 24
_PERCENT = 100


def _from_to(least: int, most: int) -> Any:
    return _l("Type a number from %(least)s to %(most)s.", least=least, most=most)


class SettingsForm(PeopleForm):
    """What a person can set; ``retention`` in per cent."""

    name = name_field()
    time_zone = SelectField(_l("Time zone"))
    rollover_hour = SelectField(_l("A day begins at"), coerce=int)
    retention = IntegerField(
        _l("Aim to remember"),
        validators=[
            InputRequired(_from_to(*RETENTION)),
            NumberRange(*RETENTION, message=_from_to(*RETENTION)),
        ],
        render_kw={"inputmode": "numeric"},
    )
    new_per_day = IntegerField(
        _l("New cards a day"),
        validators=[
            InputRequired(_from_to(0, MOST_NEW)),
            NumberRange(0, MOST_NEW, message=_from_to(0, MOST_NEW)),
        ],
        render_kw={"inputmode": "numeric"},
    )
    theme = RadioField(_l("Light or dark"))
    single_keys = BooleanField(_l("Act on single keys, like Space and 1–4"))

    @classmethod
    def showing(cls, preferences: Preferences, **options: object) -> SettingsForm:
        """Return the form as submitted, or with what is set now; ``options`` as for any form."""
        now = preferences
        form = cls(
            name=now.name,
            time_zone=now.time_zone,
            rollover_hour=now.rollover_hour,
            retention=round(now.desired_retention * _PERCENT),
            new_per_day=now.new_per_day,
            theme=now.theme,
            single_keys=now.single_keys,
            **options,
        )
        form.theme.choices = {"auto": _("As the device"), "light": _("Light"), "dark": _("Dark")}
        form.time_zone.choices = zones_by_region(now.time_zone)
        form.rollover_hour.choices = {
            str(hour): format_time(time(hour), "short", rebase=False) for hour in range(_HOURS)
        }
        return form

    def preferences(self) -> Preferences:
        """Return what was filled in; only once it is valid."""
        return Preferences(
            name=self.name.data or "",
            time_zone=self.time_zone.data,
            rollover_hour=self.rollover_hour.data,
            desired_retention=(self.retention.data or 0) / _PERCENT,
            new_per_day=self.new_per_day.data or 0,
            theme=self.theme.data,
            single_keys=self.single_keys.data,
        )


def zones_by_region(chosen: str) -> dict[str, dict[str, str]]:
    """Return the time zones, each with its label, by region; the chosen one always among them."""
    placed = sorted(zone for zone in known_zones() | {chosen} if _is_placed(zone))
    regions: dict[str, dict[str, str]] = {
        _("Anywhere"): {zone: zone for zone in sorted({"UTC", chosen} - set(placed))}
    }
    for zone in placed:
        region, _slash, place = zone.partition("/")
        regions.setdefault(region, {})[zone] = place.replace("_", " ").replace("/", ", ")
    return regions


def _is_placed(zone: str) -> bool:
    return "/" in zone and not zone.startswith("Etc/")
