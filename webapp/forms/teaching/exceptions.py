"""What is set for a learner or a group in a quiz, and more time for attempts under way."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, Field, IntegerField, SelectField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from webapp.forms.teaching.moments import MOMENT, from_local, in_reach, to_local
from webapp.forms.teaching.offers import offer
from webapp.forms.teaching.quizzes import read_id
from webapp.forms.teaching.spoken import Spoken
from webapp.models import OtherTerms
from webapp.services.quizzes.overriding import MOST_EXTRA, OwnTerms
from webapp.services.teaching.queries.exceptions import Exempted, ExemptedGroup

GROUP = "group:"  # no id of a learner begins so


class ExceptionForm(Spoken, FlaskForm):  # type: ignore[misc]
    """What holds for a learner or a group instead of what holds for everybody.

    Whom it is for is a learner's id, or the name of a group after ``GROUP``.
    """

    whom = SelectField(_l("Learner or group"), validate_choice=False)
    opens_at = DateTimeLocalField(_l("Opens for them"), [Optional(), in_reach], format=MOMENT)
    closes_at = DateTimeLocalField(_l("Closes for them"), [Optional(), in_reach], format=MOMENT)
    time_limit_minutes = IntegerField(
        _l("Their time limit in minutes"),
        [Optional(), NumberRange(1, 600, message=_l("Use 1 to 600."))],
    )
    attempts_allowed = IntegerField(
        _l("Attempts they have"), [Optional(), NumberRange(1, 100, message=_l("Use 1 to 100."))]
    )

    def offer(self, learners: list[Exempted], groups: list[ExemptedGroup]) -> None:
        """Offer the learners of the course, and its groups."""
        names = [
            (
                str(learner.id),
                f"{learner.name} ({learner.email})" if learner.email else learner.name,
            )
            for learner in learners
        ]
        pairs = [
            ("", _("Choose…")),
            *((GROUP + group.name, group.name) for group in groups),
            *names,
        ]
        self.whom.choices = offer(pairs)

    @property
    def group_name(self) -> str | None:
        """The group it is for, if it is for one."""
        chosen = str(self.whom.data or "")
        return chosen.removeprefix(GROUP) if chosen.startswith(GROUP) else None

    def validate_whom(self, field: Field) -> None:
        """Somebody is chosen."""
        if not self.group_name and read_id(field.data) is None:
            raise ValidationError(_("Choose a learner or a group."))

    def wanted(self, zone: str, before: OtherTerms | None) -> OwnTerms:
        """Return what the valid fields say is to hold, ``before`` being as it was shown."""
        return OwnTerms(
            opens_at=from_local(self.opens_at.data, zone, before.opens_at if before else None),
            closes_at=from_local(self.closes_at.data, zone, before.closes_at if before else None),
            time_limit_minutes=self.time_limit_minutes.data,
            attempts_allowed=self.attempts_allowed.data,
        )

    def refuse(self, message: object, field: str | None) -> None:
        """Put a message beside its field, or beside whom it is for."""
        where = self[field if field and field in self else "whom"]
        where.errors = [*where.errors, str(message)]


class MoreTimeForm(Spoken, FlaskForm):  # type: ignore[misc]
    """How many more minutes attempts under way get."""

    minutes = IntegerField(
        _l("More minutes"),
        [
            InputRequired(_l("Say how many minutes.")),
            NumberRange(1, MOST_EXTRA, message=_l("Use 1 to 600.")),
        ],
        default=10,
    )


def value_of(chosen: Exempted | ExemptedGroup) -> str:
    """Return the value of the field of whom it is for."""
    return str(chosen.id) if isinstance(chosen, Exempted) else GROUP + chosen.name


def fields_of(chosen: Exempted | ExemptedGroup, zone: str) -> dict[str, Any]:
    """Return the fields' values for what is set for a learner or a group."""
    whom = value_of(chosen)
    override = chosen.override
    if override is None:
        return {"whom": whom}
    return {
        "whom": whom,
        "opens_at": to_local(override.opens_at, zone),
        "closes_at": to_local(override.closes_at, zone),
        "time_limit_minutes": override.time_limit_minutes,
        "attempts_allowed": override.attempts_allowed,
    }
