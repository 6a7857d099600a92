"""Documents: read like a script, with what was asked of them in the margin."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.models import Role
from webapp.services.errors import Forbidden
from webapp.services.sources.queries.reader import read_as_instructor, read_as_learner

blueprint = Blueprint("documents", __name__)


@blueprint.get("/courses/<course>/documents/<document>")
def show(course: str, document: str) -> ResponseReturnValue:
    """Show a document, and of its questions what this reader may see."""
    joined = course_for(course, Role.LEARNER)
    if _teaches(course):
        only_unasked = request.args.get("show") == "unasked"
        reading = read_as_instructor(joined.id, document, only_unasked=only_unasked)
    else:
        viewer = current_viewer()
        today = viewer.study_day(clock.now())
        reading = read_as_learner(joined.id, document, viewer.id, today)
    return render_template("documents/show.html", course=joined, reading=reading)


def _teaches(course: str) -> bool:
    try:
        course_for(course, Role.INSTRUCTOR)
    except Forbidden:
        return False
    return True
