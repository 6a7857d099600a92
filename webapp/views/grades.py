"""Grades: a learner's own, in every quiz of a course."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.models import Role
from webapp.services.quizzes.queries.own_grades import own_grades
from webapp.wording import moment

blueprint = Blueprint("grades", __name__)


@blueprint.get("/courses/<course>/grades")
def show(course: str) -> ResponseReturnValue:
    """Show what one's own attempts came to, and what that is made of."""
    viewer, now = current_viewer(), clock.now()
    found = course_for(course, Role.LEARNER)
    return render_template(
        "grades/show.html",
        course=found,
        grades=own_grades(viewer.id, found.id, now),
        now=now,
        when=lambda at: moment(at, viewer.time_zone, now),
    )
