"""How a class did: the gradebook."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.forms.teaching.table_files import XLSX, csv_of, file_of
from webapp.forms.teaching.weights import TypedWeights, read_weights
from webapp.logs import record_event
from webapp.models import Course, Role
from webapp.services.operations.spending import computing
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.weights import set_weights
from webapp.services.spreadsheets import Separator, as_xlsx
from webapp.services.teaching.grouping import group_names
from webapp.services.teaching.queries.results import (
    Results,
    ordered,
    results_of,
    results_table,
)

blueprint = Blueprint("results", __name__)


@blueprint.get("/teach/<course>/results")
def show(course: str) -> ResponseReturnValue:
    """Show everybody's grade in every quiz, ordered as wanted."""
    taught = course_for(course, Role.INSTRUCTOR)
    return _page(taught, _results(taught, clock.now()), TypedWeights())


@blueprint.post("/teach/<course>/results/weights")
def weigh(course: str) -> ResponseReturnValue:
    """Set what each quiz counts in the total."""
    taught = course_for(course, Role.INSTRUCTOR)
    results = _results(taught, clock.now())
    read = read_weights(request.form, [column.id for column in results.columns])
    if read.problems:
        return _page(taught, results, read), 400
    set_weights(taught.id, read.weights)
    record_event("weights set", course=taught.id)
    flash(_("The weights are saved."), "ok")
    return redirect(url_for(".show", course=course, group=request.args.get("group") or None))


@blueprint.get("/teach/<course>/results.csv")
def csv(course: str) -> ResponseReturnValue:
    """Give the same table as a file for any spreadsheet."""
    taught = course_for(course, Role.INSTRUCTOR)
    viewer, now = current_viewer(), clock.now()
    with computing(viewer.id, now, is_exempt=viewer.is_admin):
        given = csv_of(results_table(_results(taught, now)), f"{taught.slug}-results")
    record_event("results exported", course=taught.id)
    return given


@blueprint.get("/teach/<course>/results.xlsx")
def xlsx(course: str) -> ResponseReturnValue:
    """Give the same table as a workbook."""
    taught = course_for(course, Role.INSTRUCTOR)
    viewer, now = current_viewer(), clock.now()
    with computing(viewer.id, now, is_exempt=viewer.is_admin):
        content = as_xlsx(results_table(_results(taught, now)), taught.title)
    record_event("results exported", course=taught.id)
    return file_of(content, XLSX, f"{taught.slug}-results.xlsx")


def _results(course: Course, at: datetime) -> Results:
    close_overdue(at, course_ids=[course.id])
    return results_of(course.id, at, request.args.get("group") or None)


def _page(course: Course, results: Results, read: TypedWeights) -> str:
    by, down = request.args.get("sort", ""), request.args.get("order") == "down"
    return render_template(
        "teaching/results.html",
        course=course,
        results=ordered(results, by, down=down),
        read=read,
        by=by,
        down=down,
        separators=list(Separator),
        groups=group_names(course.id),
        group=request.args.get("group", ""),
    )
