"""What goes on beside the editor of a question while somebody writes."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import course_for, current_viewer, takes
from webapp.forms.teaching.editor import Fields, open_desk, parse, settle
from webapp.forms.teaching.questions import LONG_FIELDS
from webapp.models import Role
from webapp.services.teaching.queries.examination import examine_question
from webapp.services.teaching.queries.manuscripts import load_manuscript
from webapp.services.teaching.queries.previews import preview_question

blueprint = Blueprint("editing", __name__)


@blueprint.post("/teach/<course>/questions/look")
@takes(LONG_FIELDS)
def look(course: str) -> ResponseReturnValue:
    """Say what the checks find in what is typed, and how it will be asked; nothing is saved."""
    taught = course_for(course, Role.INSTRUCTOR)
    question_id = request.args.get("question", type=UUID)
    manuscript = load_manuscript(taught.id, question_id) if question_id else None
    desk = open_desk(taught, manuscript, request.form.get("document"), current_viewer().id)
    found = desk.check(settle(parse(request.form), desk.source))
    return render_template(
        "teaching/looks.html",
        fields=found if isinstance(found, Fields) else None,
        preview=None if isinstance(found, Fields) else preview_question(taught.id, found),
        checked=() if isinstance(found, Fields) else examine_question(taught.id, found),
    )
