"""How a class did in one quiz: its learners, its questions, and what was answered."""

from __future__ import annotations

from datetime import timedelta
from statistics import mean, median
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.logs import record_event
from webapp.models import Role
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.queries.attempts import find_quiz
from webapp.services.quizzes.queries.sections import headings_of
from webapp.services.quizzes.releasing import hold_marks
from webapp.services.teaching.queries.asked_questions import asked_questions
from webapp.services.teaching.queries.taken_attempts import quiz_participants
from webapp.wording import moment

blueprint = Blueprint("quiz_results", __name__)


@blueprint.get("/teach/<course>/quizzes/<uuid:quiz_id>/results")
def show(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Show every learner's attempts at a quiz, and how each question was answered."""
    viewer, now = current_viewer(), clock.now()
    taught = course_for(course, Role.INSTRUCTOR)
    quiz = find_quiz(taught.id, quiz_id)
    close_overdue(now, course_ids=[taught.id])
    everybody = quiz_participants(taught.id, quiz.id)
    people = [person for person in everybody if not person.left]
    handed_in = [attempt for person in people for attempt in person.handed_in]
    seconds = [attempt.taken.total_seconds() for attempt in handed_in if attempt.taken is not None]
    return render_template(
        "teaching/quiz_results.html",
        headings=headings_of(quiz.id),
        course=taught,
        quiz=quiz,
        people=people,
        everybody=everybody,
        handed_in=handed_in,
        mean=mean([attempt.share or 0.0 for attempt in handed_in]) if handed_in else None,
        time=timedelta(seconds=median(seconds or [0])),
        questions=asked_questions(quiz),
        when=lambda at: moment(at, viewer.time_zone, now),
    )


@blueprint.post("/teach/<course>/quizzes/<uuid:quiz_id>/release")
def release(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Hold the marks of a quiz back from learners, or release them."""
    taught = course_for(course, Role.INSTRUCTOR)
    held = request.form.get("hold") == "1"
    hold_marks(taught.id, quiz_id, held=held)
    record_event("marks held" if held else "marks released", course=taught.id, quiz=quiz_id)
    flash(
        _("Learners see no marks of this quiz until you release them.")
        if held
        else _("The marks are released: learners see them now."),
        "ok",
    )
    return redirect(url_for(".show", course=course, quiz_id=quiz_id))
