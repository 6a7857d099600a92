"""A quiz before it is begun: what it asks for, and one's attempts so far."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.models import Role
from webapp.services.quizzes.attempting import start_attempt
from webapp.services.quizzes.queries.attempts import find_quiz, outline
from webapp.wording import moment

blueprint = Blueprint("quizzes", __name__)


@blueprint.get("/courses/<course>/quizzes/<uuid:quiz_id>")
def show(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Say what the quiz is, and offer to begin or go on."""
    viewer, now = current_viewer(), clock.now()
    found = course_for(course, Role.LEARNER)
    quiz = find_quiz(found.id, quiz_id)
    return render_template(
        "quizzes/show.html",
        course=found,
        quiz=quiz,
        outline=outline(viewer.id, quiz, now),
        now=now,
        when=lambda at: moment(at, viewer.time_zone, now),
    )


@blueprint.post("/courses/<course>/quizzes/<uuid:quiz_id>/attempts")
def start(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Begin an attempt, or go on with the one under way."""
    viewer, now = current_viewer(), clock.now()
    quiz = find_quiz(course_for(course, Role.LEARNER).id, quiz_id)
    attempt_id = start_attempt(viewer.id, quiz.id, now)
    return redirect(url_for("attempts.show", attempt_id=attempt_id))
