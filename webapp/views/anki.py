"""One’s own cards, taken to Anki and back."""

from __future__ import annotations

import time
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from questions.interchange.anki import write_studied
from questions.receiving.histories import LARGEST
from webapp import clock
from webapp.access import current_viewer, takes
from webapp.forms.anki import AnkiForm, read_history
from webapp.forms.teaching.table_files import file_of
from webapp.gateway.limits import LARGEST_REQUEST
from webapp.logs import record_event
from webapp.models import HistoryImport
from webapp.services.errors import Missing, Refusal
from webapp.services.media.queries.files import contents_of
from webapp.services.operations.spending import computing
from webapp.services.reviewing.histories import (
    discard_history,
    find_history,
    look_over,
    past_histories,
    stage_history,
    take_history_back,
    take_history_in,
)
from webapp.services.reviewing.queries.anki_cards import (
    cards_for_anki,
    courses_with_cards,
    courses_with_questions,
)
from webapp.wording import moment

blueprint = Blueprint("anki", __name__)
_PACKAGE = "application/vnd.anki"


@blueprint.get("/settings/anki")
def show() -> ResponseReturnValue:
    """Show which cards one can take along, and where what was answered in Anki comes back."""
    return _page(AnkiForm(courses_with_questions(current_viewer().id)))


@blueprint.get("/settings/anki/cards")
def take_cards() -> ResponseReturnValue:
    """Give one’s own cards, of one course or of all, as a package for Anki."""
    viewer, now = current_viewer(), clock.now()
    slug = request.args.get("course", "")
    with computing(viewer.id, now, is_exempt=viewer.is_admin):
        taken = cards_for_anki(viewer.learner(now), slug)
        if taken is None:
            raise Missing(_("You have no cards there yet. Answer a few questions first."))
        files = contents_of(taken.course_ids, (asked for asked, _study in taken.cards))
        content = write_studied(taken.cards, taken.calendar, files)
    record_event("own cards exported", cards=len(taken.cards))
    return file_of(content, _PACKAGE, f"recite-{slug or 'cards'}.apkg")


@blueprint.post("/settings/anki")
@takes(files=("file",), any_character=True, largest=LARGEST_REQUEST)
def give() -> ResponseReturnValue:
    """Take a package to be looked over."""
    viewer, now = current_viewer(), clock.now()
    form = AnkiForm(courses_with_questions(viewer.id))
    if not form.validate_on_submit():
        return _page(form)
    try:
        with computing(viewer.id, now, is_exempt=viewer.is_admin, spent=time.monotonic):
            cards = read_history(form.name, form.content)
    except ValueError as error:
        form.refuse(error)
        return _page(form)
    course_id = form.chosen.id if form.chosen else None
    import_id = stage_history(viewer.id, form.name, cards, course_id, now)
    record_event("own answers looked over", cards=len(cards))
    return redirect(url_for(".look", import_id=import_id))


@blueprint.get("/settings/anki/<uuid:import_id>")
def look(import_id: UUID) -> ResponseReturnValue:
    """Show what would come in, or what came in."""
    return _look(find_history(current_viewer().id, import_id, clock.now()))


@blueprint.post("/settings/anki/<uuid:import_id>")
def decide(import_id: UUID) -> ResponseReturnValue:
    """Take all of it in, let go of it, or take it back."""
    viewer, now, do = current_viewer(), clock.now(), request.form.get("do", "")
    learner = viewer.learner(now)
    row = find_history(viewer.id, import_id, now)
    if do == "discard":
        discard_history(viewer.id, import_id)
        flash(_("Nothing was taken in, and the file is let go of."), "ok")
        return redirect(url_for(".show"))
    with computing(viewer.id, now, is_exempt=viewer.is_admin):
        if do == "undo":
            if take_history_back(learner, import_id, now):
                record_event("own answers taken back", import_id=import_id)
        elif do == "import":
            try:
                count = take_history_in(learner, import_id, now)
            except Missing:
                raise
            except Refusal as refusal:
                return _look(row, str(refusal.message))
            if count:
                record_event("own answers imported", answers=count)
    return redirect(url_for(".look", import_id=import_id))


def _page(form: AnkiForm) -> ResponseReturnValue:
    viewer, now = current_viewer(), clock.now()
    page = render_template(
        "anki/show.html",
        courses=courses_with_cards(viewer.learner(now)),
        form=form,
        past=past_histories(viewer.id),
        largest=LARGEST >> 20,
        told=_told,
        when=lambda at: moment(at, viewer.time_zone, now),
    )
    return page, 400 if form.errors else 200


def _look(row: HistoryImport, refused: str = "") -> ResponseReturnValue:
    viewer, now = current_viewer(), clock.now()
    known = {"row": row, "told": _told, "when": lambda at: moment(at, viewer.time_zone, now)}
    if row.taken_at is not None:
        return render_template("anki/done.html", **known)
    found = look_over(viewer.learner(now), row, now)
    page = render_template("anki/preview.html", look=found, refused=refused, **known)
    return page, 400 if refused else 200


def _told(answers: int, cards: int) -> str:
    """Return how much that is, in words."""
    of = ngettext("one card", "%(num)s cards", cards)
    return str(ngettext("One answer of %(of)s", "%(num)s answers of %(of)s", answers, of=of))
