"""A quiz or a whole course once more, without anything of a learner's."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import course_for, current_viewer, takes, while_archived
from webapp.forms.teaching.courses import LONG
from webapp.logs import record_event
from webapp.models import Role
from webapp.services.quizzes.duplicating import duplicate_quiz
from webapp.services.teaching.courses import slug_of
from webapp.services.teaching.duplicating import duplicate_course

blueprint = Blueprint("duplicates", __name__)


@blueprint.post("/teach/<course>/quizzes/<uuid:quiz_id>/copy")
@takes({"description": LONG})
def quiz(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Duplicate a quiz, and go on with the copy."""
    taught = course_for(course, Role.INSTRUCTOR)
    copy_id = duplicate_quiz(taught.id, quiz_id, clock.now(), current_viewer().id)
    record_event("quiz duplicated", course=taught.id, quiz=quiz_id, copy=copy_id)
    flash(_("This is the copy, as the quiz was saved. It has no dates: set when it opens."), "ok")
    return redirect(url_for("course_quizzes.edit", course=course, quiz_id=copy_id))


@blueprint.post("/teach/<course>/copy")
@while_archived
def whole_course(course: str) -> ResponseReturnValue:
    """Duplicate a course for whoever asks, who owns the copy."""
    taught = course_for(course, Role.INSTRUCTOR)
    copy_id = duplicate_course(taught.id, clock.now(), current_viewer().id)
    record_event("course duplicated", course=taught.id, copy=copy_id)
    flash(_("This is the copy. Nobody is in it but you, and its quizzes have no dates."), "ok")
    return redirect(url_for("teaching.show", course=slug_of(copy_id)))
