"""Why proposals were turned down, and whether that orders those that wait."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from questions.traits import LEAST, LEAST_OF_EACH
from webapp.access import course_for, current_viewer
from webapp.forms.teaching.questions import TYPE_NAMES
from webapp.forms.teaching.ways import WAY_NAMES
from webapp.logs import record_event
from webapp.models import Decision, Role
from webapp.services.teaching.queries.ranking import RankingState, load_ranking
from webapp.services.teaching.queries.reasons import tally_decisions
from webapp.services.teaching.ranking import order_by_decisions

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
        ways=WAY_NAMES,
        order=load_ranking(taught),
        states=RankingState,
        least=(LEAST, LEAST_OF_EACH),
        day=_day,
    )


@blueprint.post("/teach/<course>/curate/reasons")
def order(course: str) -> ResponseReturnValue:
    """Have the proposals ordered by what was decided before, or by their scores alone."""
    taught, on = course_for(course, Role.INSTRUCTOR), request.form.get("by") == "decisions"
    order_by_decisions(taught.id, on=on)
    record_event("proposals ordered", course=taught.id, how="decisions" if on else "score")
    if on:
        flash(_("What waits in this course is ordered by what was decided before."), "ok")
    else:
        flash(_("What waits in this course is ordered by score alone."), "ok")
    return redirect(url_for(".show", course=course, _anchor="order"))


def _day(monday: date) -> str:
    return str(format_date(monday, "d MMM y"))
