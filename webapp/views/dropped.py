"""What was dropped and why, and taking it in all the same."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.forms.teaching.questions import TYPE_NAMES
from webapp.logs import record_event
from webapp.models import Role
from webapp.services.errors import Missing, Refusal
from webapp.services.sources.queries.sentences import documents_to_cite
from webapp.services.teaching.dropping import KEPT, take_dropped
from webapp.services.teaching.queries.dropped import list_dropped
from webapp.wording import whole

blueprint = Blueprint("dropped", __name__)


@blueprint.get("/teach/<course>/curate/dropped")
def index(course: str) -> ResponseReturnValue:
    """List what was turned away by a check, and which facts were left alone."""
    taught = course_for(course, Role.INSTRUCTOR)
    document, failed = request.args.get("document", ""), request.args.get("failed")
    return render_template(
        "teaching/dropped.html",
        course=taught,
        found=list_dropped(taught.id, document, failed, request.args.get("page", 1, type=int)),
        document=document,
        failed=failed,
        documents=documents_to_cite(taught.id),
        types=TYPE_NAMES,
        most=whole(KEPT),
    )


@blueprint.post("/teach/<course>/curate/dropped/<uuid:dropped_id>")
def take(course: str, dropped_id: UUID) -> ResponseReturnValue:
    """Take a question in that was turned away, to be edited."""
    taught = course_for(course, Role.INSTRUCTOR)
    try:
        question_id = take_dropped(taught.id, dropped_id, current_viewer().id, clock.now())
    except Missing:
        raise
    except Refusal as refusal:
        flash(str(refusal.message), "warn")
        return redirect(url_for(".index", course=course, document=request.args.get("document")))
    record_event("dropped taken in", course=taught.id, question=question_id)
    flash(_("Taken in. Nobody sees it before you publish it: mend it here, or in the queue."), "ok")
    return redirect(
        url_for("questions.edit", course=course, question_id=question_id, then=question_id)
    )
