"""One’s own cards, taken to Anki."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.interchange.anki import write_studied
from webapp import clock
from webapp.access import current_viewer
from webapp.forms.teaching.table_files import file_of
from webapp.logs import record_event
from webapp.services.errors import Missing
from webapp.services.operations.spending import computing
from webapp.services.reviewing.queries.anki_cards import cards_for_anki, courses_with_cards

blueprint = Blueprint("anki", __name__)
_PACKAGE = "application/vnd.anki"


@blueprint.get("/settings/anki")
def show() -> ResponseReturnValue:
    """Show which cards one can take along."""
    learner = current_viewer().learner(clock.now())
    return render_template("anki/show.html", courses=courses_with_cards(learner))


@blueprint.get("/settings/anki/cards")
def take_cards() -> ResponseReturnValue:
    """Give one’s own cards, of one course or of all, as a package for Anki."""
    viewer, now = current_viewer(), clock.now()
    slug = request.args.get("course", "")
    with computing(viewer.id, now, is_exempt=viewer.is_admin):
        taken = cards_for_anki(viewer.learner(now), slug)
        if taken is None:
            raise Missing(_("You have no cards there yet. Answer a few questions first."))
        content = write_studied(taken.cards, taken.calendar)
    record_event("own cards exported", cards=len(taken.cards))
    return file_of(content, _PACKAGE, f"recite-{slug or 'cards'}.apkg")
