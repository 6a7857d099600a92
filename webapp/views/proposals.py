"""The proposals that wait, as a list: several accepted or turned down at once."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from questions.question import Stance
from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.db import db
from webapp.forms.filters import as_query, read_filters
from webapp.forms.teaching.places import read_place
from webapp.forms.teaching.questions import TYPE_NAMES
from webapp.logs import record_event
from webapp.models import Reason, Role
from webapp.services.sources.queries.sentences import documents_to_cite
from webapp.services.teaching.deciding import Decided, decide_several
from webapp.services.teaching.queries.accepted import accepted_to_ask
from webapp.services.teaching.queries.proposals import SCORES, Wanted
from webapp.services.teaching.queries.ranking import is_ranked
from webapp.services.teaching.queries.waiting import list_waiting
from webapp.services.teaching.undoing import can_undo

blueprint = Blueprint("proposals", __name__)


@blueprint.get("/teach/<course>/curate/list")
def index(course: str) -> ResponseReturnValue:
    """List what waits, to be chosen from."""
    taught, wanted = course_for(course, Role.INSTRUCTOR), _wanted()
    return render_template(
        "teaching/waiting.html",
        course=taught,
        found=list_waiting(taught.id, wanted, request.args.get("page", 1, type=int)),
        wanted=wanted,
        is_ranked=is_ranked(taught),
        filters=as_query(wanted),
        chosen=request.args.get("chosen") == "all",
        reasons=list(Reason),
        scores=SCORES,
        documents=documents_to_cite(taught.id),
        types=TYPE_NAMES,
        stances=list(Stance),
        can_undo=can_undo(db.session(), taught.id, current_viewer().id),
        to_ask=len(accepted_to_ask(taught.id, wanted)),
    )


@blueprint.post("/teach/<course>/curate/list")
def decide(course: str) -> ResponseReturnValue:
    """Accept what was chosen, or turn it down for one reason."""
    taught, actor_id = course_for(course, Role.INSTRUCTOR), current_viewer().id
    given, chosen = request.form.get("reason", ""), list(_chosen())
    reason = Reason(given) if given in list(Reason) else None
    if not chosen:
        flash(_("Nothing was chosen, and nothing was changed. Tick questions first."), "warn")
        return redirect(_back(course))
    done = decide_several(taught.id, chosen, reason, actor_id, clock.now())
    record_event("proposals decided", course=taught.id, count=done.count, how=given or None)
    _tell(done, reason)
    return redirect(_back(course))


def _tell(done: Decided, reason: Reason | None) -> None:
    if done.count and reason:
        flash(ngettext("One rejected.", "%(num)s rejected.", done.count), "ok")
    elif done.count:
        flash(ngettext("One accepted.", "%(num)s accepted.", done.count), "ok")
    for message, count in done.refused:
        left = ngettext("One was left:", "%(num)s were left:", count)
        flash(f"{left} {message}", "warn")


def _chosen() -> Iterator[tuple[UUID, int | None]]:
    """Yield the questions that were ticked, each with the version that was seen."""
    for text in dict.fromkeys(request.form.getlist("chosen")):
        question_id, _colon, number = text.partition(":")
        try:
            yield UUID(question_id), read_place(number)
        except ValueError:
            continue


def _wanted() -> Wanted:
    return read_filters(Wanted, request.args)


def _back(course: str) -> str:
    return url_for(".index", course=course, **as_query(_wanted()))
