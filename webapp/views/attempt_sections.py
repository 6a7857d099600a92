"""What a section opens with while a quiz is taken: to be read, and not counted as a question."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import current_viewer
from webapp.services.errors import Missing
from webapp.services.quizzes.deadlines import seconds_left
from webapp.services.quizzes.queries.attempts import load_attempt
from webapp.services.quizzes.queries.sections import sections_shown

blueprint = Blueprint("attempt_sections", __name__)


@blueprint.get("/attempts/<uuid:attempt_id>/sections/<int:number>")
def show(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Show what is to be read before the questions of a section."""
    full, now = load_attempt(current_viewer().id, attempt_id), clock.now()
    if not full.is_open:
        return redirect(url_for("attempts.show", attempt_id=attempt_id))
    sections = sections_shown(full.attempt, len(full.slots))
    section = next((each for each in sections if each.number == number and each.opens), None)
    if section is None:
        raise Missing(_("This quiz has no such section."))
    return render_template(
        "attempts/section.html",
        full=full,
        section=section,
        sections=sections,
        seconds_left=seconds_left(full.attempt, now),
    )
