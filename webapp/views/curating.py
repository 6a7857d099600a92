"""The queue of proposals: each accepted, edited or turned down."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.question import Stance
from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.db import db
from webapp.forms.filters import as_query, read_filters
from webapp.forms.teaching.kinds import KINDS
from webapp.forms.teaching.questions import TYPE_NAMES
from webapp.logs import record_event
from webapp.models import Course, Proposal, Reason, Role
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.sources.queries.sentences import documents_to_cite
from webapp.services.teaching.curating import (
    accept_proposal,
    last_decision,
    reject_proposal,
    undo_decision,
)
from webapp.services.teaching.queries.dropped import count_dropped, why_dropped
from webapp.services.teaching.queries.manuscripts import load_manuscript
from webapp.services.teaching.queries.previews import preview_question
from webapp.services.teaching.queries.proposals import (
    Form,
    Outcome,
    Pile,
    Wanted,
    count_reasons,
    pile_proposals,
    seconds_each,
)

_NEXT = 4

blueprint = Blueprint("curating", __name__)


@blueprint.get("/teach/<course>/curate")
def queue(course: str) -> ResponseReturnValue:
    """Show one proposal with its passage, and how far the queue is done."""
    taught = course_for(course, Role.INSTRUCTOR)
    wanted = _wanted()
    pile = pile_proposals(taught.id, wanted)
    found = pile.find(request.args.get("at", type=UUID))
    viewer = current_viewer()
    return render_template(
        "teaching/queue.html",
        course=taught,
        pile=pile,
        wanted=wanted,
        filters=as_query(wanted),
        outcomes=Outcome,
        seconds=seconds_each(taught.id, viewer.id),
        can_undo=last_decision(db.session(), taught.id, viewer.id) is not None,
        reasons=list(Reason),
        turned_down=count_reasons(taught.id),
        dropped=count_dropped(taught.id, wanted.document),
        documents=documents_to_cite(taught.id),
        types=TYPE_NAMES,
        stances=list(Stance),
        **(_shown(taught, pile, *found) if found else {}),
    )


@blueprint.post("/teach/<course>/curate/<uuid:question_id>")
def decide(course: str, question_id: UUID) -> ResponseReturnValue:
    """Accept a proposal or turn it down, and go on to the next."""
    taught, actor_id = course_for(course, Role.INSTRUCTOR), current_viewer().id
    reason = request.form.get("reason", "")
    try:
        if reason in list(Reason):
            reject_proposal(taught.id, question_id, Reason(reason), actor_id, clock.now())
        else:
            accept_proposal(taught.id, question_id, actor_id, clock.now())
    except Missing:
        raise
    except Conflict as conflict:
        flash(str(conflict.message), "warn")
    except Refusal as refusal:
        flash(str(refusal.message), "bad")
        return redirect(_queue(course, question_id))
    else:
        record_event("proposal decided", course=taught.id, question=question_id, how=reason)
    return redirect(_queue(course, request.args.get("then", type=UUID)))


@blueprint.post("/teach/<course>/curate/undo")
def undo(course: str) -> ResponseReturnValue:
    """Take the last decision back, and show what it was about."""
    taught = course_for(course, Role.INSTRUCTOR)
    try:
        question_id = undo_decision(taught.id, current_viewer().id, clock.now())
    except Refusal as refusal:
        flash(str(refusal.message), "warn")
        return redirect(_queue(course, None))
    record_event("decision undone", course=taught.id, question=question_id)
    flash(_("Undone. It waits again."), "ok")
    return redirect(_queue(course, question_id))


def _shown(course: Course, pile: Pile, at: int, form: Form) -> dict[str, object]:
    """Return what the page needs of the proposal that is looked at."""
    asked = load_manuscript(course.id, form.question_id).asked
    made = db.session.get_one(Proposal, form.question_id)
    following = pile.next_waiting(at)
    before = pile.facts[at - 1].shown if at else None
    after = pile.facts[at + 1].shown if at + 1 < len(pile.facts) else None
    return {
        "at": at,
        "form": form,
        "fact": pile.facts[at],
        "asked": asked,
        "kind": KINDS[form.type],
        "made": made,
        "why": why_dropped(form.question_id) if made.failed else "",
        "preview": preview_question(course.id, asked),
        "then": following[1].question_id if following else None,
        "before": before,
        "after": after,
        "coming": [f.shown for f in pile.facts[at + 1 :] if f.outcome is Outcome.WAITING][:_NEXT],
    }


def _wanted() -> Wanted:
    return read_filters(Wanted, request.args)


def _queue(course: str, question_id: UUID | None) -> str:
    return url_for(".queue", course=course, at=question_id, **as_query(_wanted()))
