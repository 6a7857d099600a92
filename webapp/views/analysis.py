"""How the questions of a quiz did, and answers accepted that learners typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.lengths import LINE
from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.logs import record_event
from webapp.models import Counted, Role
from webapp.services.errors import Forbidden, Missing, Refusal
from webapp.services.quizzes.queries.attempts import find_quiz
from webapp.services.teaching.accepting import accept_answer, take_back_answer
from webapp.services.teaching.queries.analysis import AMPLE, ENOUGH, analysis_of
from webapp.wording import moment

blueprint = Blueprint("analysis", __name__)
_PAGE = "/teach/<course>/quizzes/<uuid:quiz_id>/analysis"


@blueprint.get(_PAGE)
def show(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Show the figures of every question, and of the whole."""
    taught = course_for(course, Role.INSTRUCTOR)
    quiz = find_quiz(taught.id, quiz_id)
    found = analysis_of(quiz_id, _counted())
    zone, now = current_viewer().time_zone, clock.now()
    return render_template(
        "teaching/analysis.html",
        course=taught,
        quiz=quiz,
        found=found,
        choices=Counted,
        as_of=moment(found.made_at, zone, now) if found.made_at else None,
        enough=ENOUGH,
        ample=AMPLE,
        longest=LINE,
    )


@blueprint.post(f"{_PAGE}/accept")
def accept(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Take what learners typed as an answer of the question from now on."""
    said = _("“%(text)s” is accepted from now on. Those who typed it before keep their marks.")
    return _change(course, quiz_id, accept_answer, "answer accepted", said)


@blueprint.post(f"{_PAGE}/take-back")
def take_back(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Take an answer back that was accepted."""
    said = _("“%(text)s” is no longer accepted.")
    return _change(course, quiz_id, take_back_answer, "accepted answer taken back", said)


Change = Callable[[UUID, UUID, str, datetime, UUID], None]


def _change(
    course: str, quiz_id: UUID, change: Change, event: str, said: str
) -> ResponseReturnValue:
    taught = course_for(course, Role.INSTRUCTOR)
    find_quiz(taught.id, quiz_id)
    question_id = request.form.get("question", type=UUID)
    text = " ".join(request.form.get("text", "").split())
    try:
        if question_id is None or not 0 < len(text) <= LINE:
            raise Refusal(_("Choose an answer from the list."))
        change(taught.id, question_id, text, clock.now(), current_viewer().id)
    except (Missing, Forbidden):
        raise
    except Refusal as refusal:
        flash(str(refusal.message), "bad")
    else:
        record_event(event, course=taught.id, question=question_id)
        flash(said % {"text": text}, "ok")
    place = request.form.get("place", "")
    return redirect(
        url_for(
            ".show",
            course=course,
            quiz_id=quiz_id,
            attempts=_counted().value,
            _anchor=place if place.startswith("q") and place[1:].isdecimal() else None,
        )
    )


def _counted() -> Counted:
    try:
        return Counted(request.args.get("attempts", ""))
    except ValueError:
        return Counted.FIRST
