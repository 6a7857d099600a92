"""What a class will still know on a day that its instructor picks."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.forms.teaching.forecasts import ForecastForm
from webapp.models import Role
from webapp.services.sources.queries.citations import citations_of
from webapp.services.teaching.queries.class_memory import class_memory, past_forecasts

# A plain choice: by fewer answers nobody can say how forecasts do.
LEAST_ANSWERS = 30

blueprint = Blueprint("class_memory", __name__)


@blueprint.get("/teach/<course>/results/memory")
def show(course: str) -> ResponseReturnValue:
    """Show what the class knows today, will know on that day, and what is worth repeating."""
    taught = course_for(course, Role.INSTRUCTOR)
    today = current_viewer().study_day(clock.now())
    form = ForecastForm(request, date.fromordinal(today))
    known = class_memory(taught.id, today, form.day.toordinal())
    forecasts = past_forecasts(taught.id)
    worst = known.worth_repeating
    page = render_template(
        "teaching/class_memory.html",
        course=taught,
        form=form,
        day=format_date(form.day, "d MMMM y"),
        known=known,
        worst=worst,
        cited=citations_of([each.version_id for each in worst]),
        forecasts=forecasts,
        answers=sum(band.answers for band in forecasts),
        least=LEAST_ANSWERS,
    )
    return page, 200 if form.is_sound else 400
