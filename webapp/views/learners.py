"""One learner of a course: their attempts, and every answer of each."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.models import Role
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.queries.attempt_results import verdicts
from webapp.services.quizzes.queries.corrections import corrections_of, versions_shown
from webapp.services.sources.queries.citations import citations_of
from webapp.services.teaching.queries.taken_attempts import find_participant, load_taken
from webapp.wording import moment

blueprint = Blueprint("learners", __name__)


@blueprint.get("/teach/<course>/learners/<uuid:learner_id>")
def show(course: str, learner_id: UUID) -> ResponseReturnValue:
    """Show all attempts of a learner at the quizzes of the course."""
    viewer, now = current_viewer(), clock.now()
    taught = course_for(course, Role.INSTRUCTOR)
    close_overdue(now, course_ids=[taught.id])
    return render_template(
        "teaching/learner.html",
        course=taught,
        person=find_participant(taught.id, learner_id),
        when=lambda at: moment(at, viewer.time_zone, now),
    )


@blueprint.get("/teach/<course>/attempts/<uuid:learner_id>/<uuid:attempt_id>")
def attempt(course: str, learner_id: UUID, attempt_id: UUID) -> ResponseReturnValue:
    """Show every answer of an attempt, with its verdict, its key and its passage."""
    viewer, now = current_viewer(), clock.now()
    taught = course_for(course, Role.INSTRUCTOR)
    full = load_taken(taught.id, learner_id, attempt_id)
    corrections = corrections_of(full)
    found = verdicts(full, citations_of(versions_shown(full, corrections)), (), corrections)
    return render_template(
        "teaching/attempt.html",
        course=taught,
        person=find_participant(taught.id, learner_id),
        full=full,
        answers=sorted(found, key=lambda verdict: verdict.number),
        when=lambda at: moment(at, viewer.time_zone, now),
    )
