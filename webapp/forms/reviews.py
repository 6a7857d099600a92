"""Review: which part of it one goes through, and what one reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from webapp.forms.lengths import at_most
from webapp.forms.teaching.spoken import Spoken
from webapp.models.lengths import NOTE

_SCOPE = ("attempt", "until")


class ReportForm(Spoken, FlaskForm):  # type: ignore[misc]
    """What is wrong with a question, in the learner's words."""

    reason = TextAreaField(
        _l("What is wrong with it?"),
        [
            DataRequired(_l("Say in a few words what is wrong.")),
            at_most(NOTE),
        ],
        filters=[lambda text: (text or "").strip()],
    )


def scope_of(query: Mapping[str, str]) -> dict[str, Any]:
    """Return what of an address says which part of the reviews one goes through."""
    return {name: query[name] for name in _SCOPE if name in query}
