"""A quiz before it is begun: what it asks for, and one's attempts so far."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp import clock
from webapp.access import course_for, current_viewer, guess
from webapp.access.limits import QUIZ_CODE
from webapp.forms.quizzes import BeginningForm
from webapp.learning.confidence import SCHEME
from webapp.models import Course, Quiz, Role
from webapp.services.quizzes.attempting import start_attempt
from webapp.services.quizzes.queries.attempts import find_quiz
from webapp.services.quizzes.queries.outlines import outline
from webapp.services.quizzes.rules import check_access_code, told_of_tries, told_when
from webapp.wording import moment, waiting_time

blueprint = Blueprint("quizzes", __name__)


@blueprint.get("/courses/<course>/quizzes/<uuid:quiz_id>")
def show(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Say what the quiz is, and offer to begin or go on."""
    found = course_for(course, Role.LEARNER)
    return _page(found, find_quiz(found.id, quiz_id), BeginningForm())


@blueprint.post("/courses/<course>/quizzes/<uuid:quiz_id>/attempts")
def start(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Begin an attempt, or go on with the one under way."""
    viewer, now, form = current_viewer(), clock.now(), BeginningForm()
    found = course_for(course, Role.LEARNER)
    quiz, code = find_quiz(found.id, quiz_id), form.given("code")
    with form.refusals():
        if quiz.access_code is not None:
            with guess(QUIZ_CODE, viewer.account, "code"):
                check_access_code(quiz, code)
        attempt_id = start_attempt(viewer.id, quiz.id, now, code)
        return redirect(url_for("attempts.show", attempt_id=attempt_id))
    return _page(found, quiz, form), form.status


def _page(course: Course, quiz: Quiz, form: BeginningForm) -> str:
    viewer, now, wait = current_viewer(), clock.now(), quiz.waiting_minutes
    return render_template(
        "quizzes/show.html",
        course=course,
        quiz=quiz,
        outline=outline(viewer.id, quiz, now),
        asks_code=quiz.access_code is not None,
        told=told_when(quiz),
        told_tries=told_of_tries(quiz),
        scheme=SCHEME,
        form=form,
        now=now,
        waiting=waiting_time(timedelta(minutes=wait)) if wait else None,
        when=lambda at: moment(at, viewer.time_zone, now),
    )
