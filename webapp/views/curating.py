"""The queue of proposals: each accepted, edited or turned down."""

from __future__ import annotations

from typing import Any
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
from webapp.forms.teaching.kinds import KINDS
from webapp.forms.teaching.places import read_place
from webapp.forms.teaching.questions import TYPE_NAMES
from webapp.logs import record_event
from webapp.models import Course, Proposal, Reason, Role
from webapp.services.errors import Missing, Refusal
from webapp.services.sources.queries.sentences import documents_to_cite
from webapp.services.teaching.curating import accept_proposal, reject_proposal
from webapp.services.teaching.queries.accepted import accepted_to_ask
from webapp.services.teaching.queries.dropped import count_dropped, why_dropped
from webapp.services.teaching.queries.job_list import is_under_way
from webapp.services.teaching.queries.manuscripts import load_manuscript
from webapp.services.teaching.queries.pace import last_decision, seconds_each
from webapp.services.teaching.queries.previews import preview_question
from webapp.services.teaching.queries.proposals import (
    SCORES,
    Form,
    Outcome,
    Pile,
    Wanted,
    best_of,
    find_place,
    load_forms,
    pile_proposals,
)
from webapp.services.teaching.queries.ranking import is_ranked
from webapp.services.teaching.queries.waiting import next_form
from webapp.services.teaching.swapping import further_options, swap_option
from webapp.services.teaching.undoing import can_undo, undo_decision
from webapp.wording import moment

_NEXT = 4

blueprint = Blueprint("curating", __name__)


@blueprint.get("/teach/<course>/curate")
def queue(course: str) -> ResponseReturnValue:
    """Show one proposal with its passage, and how far the queue is done."""
    taught, wanted, viewer = course_for(course, Role.INSTRUCTOR), _wanted(), current_viewer()
    pile = pile_proposals(taught.id, wanted)
    asked_for = request.args.get("at", type=UUID)
    at = find_place(pile, asked_for)
    return render_template(
        "teaching/queue.html",
        course=taught,
        pile=pile,
        under_way=not pile.facts and is_under_way(taught.id),
        at=at,
        wanted=wanted,
        filters=as_query(wanted),
        outcomes=Outcome,
        scores=SCORES,
        seconds=seconds_each(taught.id, viewer.id),
        can_undo=can_undo(db.session(), taught.id, viewer.id),
        to_ask=len(accepted_to_ask(taught.id, wanted)),
        reasons=list(Reason),
        dropped=count_dropped(taught.id, wanted.document),
        is_ranked=is_ranked(taught),
        documents=documents_to_cite(taught.id),
        types=TYPE_NAMES,
        stances=list(Stance),
        **({} if at is None else _shown(taught, wanted, pile, at, asked_for)),
    )


@blueprint.post("/teach/<course>/curate/<uuid:question_id>")
def decide(course: str, question_id: UUID) -> ResponseReturnValue:
    """Accept a proposal or turn it down, and go on to the next, or to another form of it."""
    taught, actor_id = course_for(course, Role.INSTRUCTOR), current_viewer().id
    reason, seen = request.form.get("reason", ""), read_place(request.form.get("seen"))
    try:
        if reason in list(Reason):
            why = Reason(reason)
            reject_proposal(taught.id, question_id, why, actor_id, clock.now(), seen=seen)
        else:
            accept_proposal(taught.id, question_id, actor_id, clock.now(), seen=seen)
    except Missing:
        raise
    except Refusal as refusal:
        flash(str(refusal.message), "bad" if refusal.status == Refusal.status else "warn")
        return redirect(_queue(course, question_id))
    record_event("proposal decided", course=taught.id, question=question_id, how=reason)
    other = next_form(question_id) if reason else None
    if other is not None:
        flash(_("Rejected. This is another form of it."), "ok")
    return redirect(_queue(course, other or request.args.get("then", type=UUID)))


@blueprint.post("/teach/<course>/curate/<uuid:question_id>/options")
def swap(course: str, question_id: UUID) -> ResponseReturnValue:
    """Put a further wrong option in the place of one."""
    taught, actor_id = course_for(course, Role.INSTRUCTOR), current_viewer().id
    old, seen = request.form.get("option", ""), read_place(request.form.get("seen"))
    try:
        new = swap_option(taught.id, question_id, old, actor_id, clock.now(), seen=seen)
    except Missing:
        raise
    except Refusal as refusal:
        flash(str(refusal.message), "warn")
    else:
        record_event("option replaced", course=taught.id, question=question_id)
        flash(_("“%(new)s” is in the place of “%(old)s”.", new=new, old=old), "ok")
    return redirect(_queue(course, question_id, options="open", _anchor="options"))


@blueprint.post("/teach/<course>/curate/undo")
def undo(course: str) -> ResponseReturnValue:
    """Take the last decision back, and show what it was about."""
    taught, in_list = course_for(course, Role.INSTRUCTOR), request.form.get("back") == "list"
    try:
        undone = undo_decision(taught.id, current_viewer().id, clock.now())
    except Refusal as refusal:
        flash(str(refusal.message), "warn")
        return redirect(_list(course) if in_list else _queue(course, None))
    record_event("decision undone", course=taught.id, question=undone.question_id)
    flash(ngettext("Undone. It waits again.", "Undone. %(num)s wait again.", undone.count), "ok")
    if undone.left:
        flash(_("What you decided after it was changed since, and stands."), "warn")
    return redirect(_list(course) if in_list else _queue(course, undone.question_id))


def _shown(
    course: Course, wanted: Wanted, pile: Pile, at: int, asked_for: UUID | None
) -> dict[str, object]:
    """Return what the page needs of the proposal that is looked at."""
    then = pile.next_waiting(at)
    beside = [place for place in (at - 1, at + 1) if 0 <= place < len(pile.facts)]
    coming = pile.coming(at, _NEXT)
    places = {at, *beside, *coming, *([] if then is None else [then])}
    forms = load_forms(course.id, wanted, pile, places)
    first = {place: best_of(forms[place], pile.facts[place].outcome) for place in places}
    form = next((each for each in forms[at] if each.question_id == asked_for), first[at])
    return {
        "form": form,
        "forms": forms[at],
        "then": None if then is None else first[then].question_id,
        "before": first.get(at - 1),
        "after": first.get(at + 1),
        "coming": [first[place] for place in coming],
        **_asked(course, form),
    }


def _asked(course: Course, form: Form) -> dict[str, object]:
    """Return the question of a form, how it was made, and what was decided about it."""
    asked = load_manuscript(course.id, form.question_id).asked
    made = db.session.get_one(Proposal, form.question_id)
    viewer, now = current_viewer(), clock.now()
    return {
        "asked": asked,
        "kind": KINDS[form.type],
        "made": made,
        "why": why_dropped(form.question_id) if made.failed else "",
        "further": further_options(db.session(), form.question_id, asked),
        "swapping": "options" in request.args,
        "verdict": last_decision(form.question_id, form.number),
        "when": lambda at: moment(at, viewer.time_zone, now),
        "preview": preview_question(course.id, asked),
    }


def _wanted() -> Wanted:
    return read_filters(Wanted, request.args)


def _queue(course: str, question_id: UUID | None, **more: Any) -> str:
    return url_for(".queue", course=course, at=question_id, **as_query(_wanted()), **more)


def _list(course: str) -> str:
    return url_for("proposals.index", course=course, **as_query(_wanted()))
