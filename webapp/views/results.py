"""How a class did."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.logs import record_event
from webapp.models import Role
from webapp.services.operations.spending import computing
from webapp.services.quizzes.closing import close_overdue
from webapp.services.teaching.queries.results import results_csv, results_of

blueprint = Blueprint("results", __name__)


@blueprint.get("/teach/<course>/results")
def show(course: str) -> ResponseReturnValue:
    """Show everybody's grade in every quiz."""
    taught = course_for(course, Role.INSTRUCTOR)
    close_overdue(clock.now(), course_ids=[taught.id])
    return render_template("teaching/results.html", course=taught, results=results_of(taught.id))


@blueprint.get("/teach/<course>/results.csv")
def csv(course: str) -> ResponseReturnValue:
    """Give the same table as a file for a spreadsheet."""
    taught = course_for(course, Role.INSTRUCTOR)
    viewer = current_viewer()
    close_overdue(clock.now(), course_ids=[taught.id])
    with computing(viewer.id, clock.now(), is_exempt=viewer.is_admin):
        table = results_csv(results_of(taught.id))
    record_event("results exported", course=taught.id)
    return Response(
        "\ufeff" + table,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{taught.slug}-results.csv"'},
    )
