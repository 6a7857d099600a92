"""Why proposals were turned down."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from webapp.access import course_for, current_viewer
from webapp.forms.teaching.questions import TYPE_NAMES
from webapp.models import Decision, Role
from webapp.services.teaching.queries.reasons import tally_decisions

blueprint = Blueprint("reasons", __name__)


@blueprint.get("/teach/<course>/curate/reasons")
def show(course: str) -> ResponseReturnValue:
    """Show what was decided, and the reasons over time and by what was asked how."""
    taught, viewer = course_for(course, Role.INSTRUCTOR), current_viewer()
    return render_template(
        "teaching/reasons.html",
        course=taught,
        found=tally_decisions(taught.id, viewer.time_zone),
        decisions=Decision,
        types=TYPE_NAMES,
        day=_day,
    )


def _day(monday: date) -> str:
    return str(format_date(monday, "d MMM y"))
