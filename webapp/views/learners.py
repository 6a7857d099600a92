"""One learner of a course: their attempts, every answer of each, and what is marked by hand."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.responses import load_response
from webapp import clock, widgets
from webapp.access import course_for, current_viewer, takes
from webapp.forms.teaching.hand_marks import TypedMark, read_mark
from webapp.logs import record_event
from webapp.models import Course, Role
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.hand_marks import Place, mark_by_hand, take_back
from webapp.services.quizzes.queries.attempt_results import verdicts
from webapp.services.quizzes.queries.attempts import Slot
from webapp.services.quizzes.queries.corrections import corrections_of, versions_shown
from webapp.services.quizzes.queries.mark_history import mark_histories
from webapp.services.quizzes.queries.secrecy import Veil
from webapp.services.quizzes.queries.sections import sections_shown
from webapp.services.sources.queries.citations import citations_of
from webapp.services.teaching.queries.taken_attempts import find_participant, load_taken
from webapp.wording import moment

blueprint = Blueprint("learners", __name__)


@blueprint.get("/teach/<course>/learners/<uuid:learner_id>")
def show(course: str, learner_id: UUID) -> ResponseReturnValue:
    """Show all attempts of a learner at the quizzes of the course."""
    viewer, now = current_viewer(), clock.now()
    taught = course_for(course, Role.INSTRUCTOR)
    close_overdue(now, course_ids=[taught.id])
    return render_template(
        "teaching/learner.html",
        course=taught,
        person=find_participant(taught.id, learner_id),
        when=lambda at: moment(at, viewer.time_zone, now),
    )


@blueprint.get("/teach/<course>/attempts/<uuid:learner_id>/<uuid:attempt_id>")
def attempt(course: str, learner_id: UUID, attempt_id: UUID) -> ResponseReturnValue:
    """Show every answer of an attempt, with its verdict, its key and its passage."""
    return _page(course_for(course, Role.INSTRUCTOR), learner_id, attempt_id)


@blueprint.post("/teach/<course>/attempts/<uuid:learner_id>/<uuid:attempt_id>/<int:number>/mark")
@takes({"comment": 16 * 1024})
def mark(course: str, learner_id: UUID, attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Mark an answer by hand, with a comment for the learner."""
    taught = course_for(course, Role.INSTRUCTOR)
    typed, value = read_mark(request.form, number)
    if value is None:
        return _page(taught, learner_id, attempt_id, typed), 400
    place = Place(taught.id, learner_id, attempt_id, number)
    try:
        mark_by_hand(place, value, typed.comment, current_viewer().id, clock.now())
    except (Missing, Conflict):
        raise
    except Refusal as refusal:
        wrong = replace(typed, problem=str(refusal.message), field=refusal.field or "mark")
        return _page(taught, learner_id, attempt_id, wrong), 400
    record_event("answer marked", course=taught.id, person=learner_id, attempt=attempt_id)
    flash(_("The mark of question %(n)s is saved.", n=number), "ok")
    return redirect(_address(taught, place))


@blueprint.post("/teach/<course>/attempts/<uuid:learner_id>/<uuid:attempt_id>/<int:number>/undoing")
def undo(course: str, learner_id: UUID, attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Take back what was marked by hand last."""
    taught = course_for(course, Role.INSTRUCTOR)
    place = Place(taught.id, learner_id, attempt_id, number)
    take_back(place, current_viewer().id, clock.now())
    record_event("mark taken back", course=taught.id, person=learner_id, attempt=attempt_id)
    flash(_("The mark of question %(n)s is as it was before.", n=number), "ok")
    return redirect(_address(taught, place))


def _address(course: Course, place: Place) -> str:
    return url_for(
        ".attempt",
        course=course.slug,
        learner_id=place.user_id,
        attempt_id=place.attempt_id,
        _anchor=f"a{place.slot}",
    )


def _earlier_tries(slot: Slot) -> list[list[str]]:
    """Return in words what was tried before the last try."""
    return [
        widgets.recount(slot.interaction, load_response(step.response))
        for step in slot.counted_steps[:-1]
    ]


def _page(
    course: Course, learner_id: UUID, attempt_id: UUID, typed: TypedMark | None = None
) -> str:
    viewer, now = current_viewer(), clock.now()
    full = load_taken(course.id, learner_id, attempt_id)
    corrections = corrections_of(full)
    cited = citations_of(versions_shown(full, corrections))
    found = verdicts(full, cited, Veil(), corrections)
    return render_template(
        "teaching/attempt.html",
        course=course,
        person=find_participant(course.id, learner_id),
        full=full,
        answers=sorted(found, key=lambda verdict: verdict.number),
        headings={
            each.first: each.heading for each in sections_shown(full.attempt, len(full.slots))
        },
        histories=mark_histories(full),
        typed=typed,
        earlier_tries=_earlier_tries,
        when=lambda at: moment(at, viewer.time_zone, now),
    )
