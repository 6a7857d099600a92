"""The form of a regrading: by which rule, and what learners are told."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from webapp.forms.lengths import at_most
from webapp.forms.teaching.offers import offer
from webapp.forms.teaching.spoken import Spoken
from webapp.learning.marks import RegradePolicy
from webapp.models.lengths import NOTE
from webapp.services.quizzes.regrading import Regrading

POLICIES = {
    RegradePolicy.NEVER_LOWER: _l("Grade by the new key, but lower no mark"),
    RegradePolicy.EXACT: _l("Grade by the new key"),
    RegradePolicy.FULL: _l("Give everybody full marks"),
    RegradePolicy.DROP: _l("Leave the question out"),
}


class RegradeForm(Spoken, FlaskForm):  # type: ignore[misc]
    """By which rule, whether memory is put right too, and why.

    ``version`` and ``after`` say what was looked at: the correct version, and the last regrading.
    """

    policy = RadioField(
        _l("Which rule"),
        [InputRequired(_l("Choose a rule."))],
        choices=offer([(policy.value, label) for policy, label in POLICIES.items()]),
        validate_choice=False,
    )
    reason = TextAreaField(
        _l("A reason, for the learners"),
        [at_most(NOTE)],
        filters=[lambda text: (text or "").strip()],
    )
    reviews = BooleanField(_l("Put reviews right too"))
    version = HiddenField()
    after = HiddenField()

    def validate_policy(self, field: Field) -> None:
        """Refuse what is none of the rules."""
        if field.data not in list(RegradePolicy):
            raise ValidationError(str(_l("Choose a rule.")))

    def wanted(self, version: UUID, after: UUID | None) -> Regrading:
        """Return what is wanted, by the version and after the regrading that were looked at."""
        return Regrading(
            policy=RegradePolicy(self.policy.data),
            version_id=version,
            after_run=after,
            reason=self.reason.data or "",
            corrects_reviews=bool(self.reviews.data),
        )


def read_policy(text: str | None) -> RegradePolicy:
    """Return the rule that is named, else the one that takes nothing from anybody."""
    known = {policy.value: policy for policy in RegradePolicy}
    return known.get(text or "", RegradePolicy.NEVER_LOWER)


def read_id(text: str | None) -> UUID | None:
    """Return the id that a hidden field says, if it does."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
