"""What is set for one learner in a quiz, and more time for attempts under way."""

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
from webapp.models import QuizOverride
from webapp.services.quizzes.overriding import MOST_EXTRA, OwnTerms
from webapp.services.teaching.queries.exceptions import Exempted


class ExceptionForm(Spoken, FlaskForm):  # type: ignore[misc]
    """What holds for one learner instead of what holds for everybody."""

    learner = SelectField(_l("Learner"), validate_choice=False)
    opens_at = DateTimeLocalField(_l("Opens for them"), [Optional(), in_reach], format=MOMENT)
    closes_at = DateTimeLocalField(_l("Closes for them"), [Optional(), in_reach], format=MOMENT)
    time_limit_minutes = IntegerField(
        _l("Their time limit in minutes"),
        [Optional(), NumberRange(1, 600, message=_l("Use 1 to 600."))],
    )
    attempts_allowed = IntegerField(
        _l("Attempts they have"), [Optional(), NumberRange(1, 100, message=_l("Use 1 to 100."))]
    )

    def offer_learners(self, learners: list[Exempted]) -> None:
        """Offer the learners of the course."""
        names = [
            (
                str(learner.id),
                f"{learner.name} ({learner.email})" if learner.email else learner.name,
            )
            for learner in learners
        ]
        self.learner.choices = offer([("", _("Choose…")), *names])

    def validate_learner(self, field: Field) -> None:
        """Somebody is chosen."""
        if read_id(field.data) is None:
            raise ValidationError(_("Choose a learner."))

    def wanted(self, zone: str, before: QuizOverride | None) -> OwnTerms:
        """Return what the valid fields say is to hold, ``before`` being as it was shown."""
        return OwnTerms(
            opens_at=from_local(self.opens_at.data, zone, before.opens_at if before else None),
            closes_at=from_local(self.closes_at.data, zone, before.closes_at if before else None),
            time_limit_minutes=self.time_limit_minutes.data,
            attempts_allowed=self.attempts_allowed.data,
        )

    def refuse(self, message: object, field: str | None) -> None:
        """Put a message beside its field, or beside the learner."""
        where = self[field if field and field in self else "learner"]
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


def fields_of(learner: Exempted, zone: str) -> dict[str, Any]:
    """Return the fields' values for what is set for a learner."""
    override = learner.override
    if override is None:
        return {"learner": str(learner.id)}
    return {
        "learner": str(learner.id),
        "opens_at": to_local(override.opens_at, zone),
        "closes_at": to_local(override.closes_at, zone),
        "time_limit_minutes": override.time_limit_minutes,
        "attempts_allowed": override.attempts_allowed,
    }
