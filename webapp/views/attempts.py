"""Attempts: question after question, handed in, and the result."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from questions.responses import Response
from webapp import clock, widgets
from webapp.access import Viewer, current_viewer, takes
from webapp.forms.answers import read_confidence, read_duration, read_response
from webapp.forms.teaching.places import read_place
from webapp.learning.confidence import SCHEME, Confidence
from webapp.learning.findings import known
from webapp.services.errors import Conflict
from webapp.services.quizzes.attempting import (
    answer_slot,
    flag_slot,
    give_up,
    submit_attempt,
)
from webapp.services.quizzes.deadlines import seconds_left
from webapp.services.quizzes.queries.attempt_findings import (
    class_median,
    slowest_question,
    weakest_passages,
)
from webapp.services.quizzes.queries.attempt_results import (
    by_confidence,
    by_voice,
    verdict_of,
    verdicts,
)
from webapp.services.quizzes.queries.attempts import FullAttempt, Slot, load_attempt
from webapp.services.quizzes.queries.corrections import corrections_of, versions_shown
from webapp.services.quizzes.queries.hints import hints_so_far, place_to_look
from webapp.services.quizzes.queries.mark_history import comments_on
from webapp.services.quizzes.queries.outlines import shown_from
from webapp.services.quizzes.queries.secrecy import unmarked, veil_over
from webapp.services.quizzes.queries.sections import ShownSection, sections_shown
from webapp.services.quizzes.queries.under_way import AttemptUnderWay, load_under_way
from webapp.services.sources.queries.citations import citations_of
from webapp.wording import clock_time, moment

blueprint = Blueprint("attempts", __name__)

_LONGEST = timedelta(minutes=30)
_FEW_DIGITS = 6
_SECTION = "section-"


@blueprint.get("/attempts/<uuid:attempt_id>")
def show(attempt_id: UUID) -> ResponseReturnValue:
    """Go on where the attempt stopped, or show its result."""
    viewer, now = current_viewer(), clock.now()
    full = load_attempt(viewer.id, attempt_id)
    if full.is_open:
        number = next(iter(full.unanswered), len(full.slots))
        return redirect(_way_to(full, number))
    veil = veil_over(viewer.id)
    corrections = corrections_of(full)
    cited = citations_of(versions_shown(full, corrections) if full.is_enrolled else [])
    reveals_at = shown_from(viewer.id, full.quiz, now)
    told = verdicts(full, cited, veil, corrections) if full.is_enrolled else []
    return render_template(
        "attempts/result.html",
        full=full,
        waiting=sum(slot.row.question_id in veil.under_way for slot in full.slots),
        reveals=moment(reveals_at, viewer.time_zone, now) if reveals_at else None,
        verdicts=told,
        weak=weakest_passages(full, told),
        slowest=slowest_question(full.attempt),
        **_mark_of(full),
        voices=by_voice(full, cited, veil),
        sections=sections_shown(full.attempt, len(full.slots)),
        sure=by_confidence(told),
        comments=comments_on(viewer.id, attempt_id),
        when=moment(full.attempt.submitted_at or now, viewer.time_zone, now),
    )


def _mark_of(full: FullAttempt) -> dict[str, object]:
    """Return what the mark says: how much is known, and how the class did; once it may be seen."""
    attempt = full.attempt
    if attempt.id in unmarked(attempt.user_id):
        return {"is_marked": False, "known": None, "median": None}
    share = (attempt.mark or 0.0) / attempt.max_mark if attempt.max_mark else None
    middle = class_median(full.quiz, attempt.user_id) if full.is_enrolled else None
    return {
        "is_marked": True,
        "known": None if share is None else known(share),
        "median": None if middle is None else middle * attempt.max_mark,
    }


@blueprint.get("/attempts/<uuid:attempt_id>/<int:number>")
def question(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Show one question, answered or not."""
    viewer, now = current_viewer(), clock.now()
    full = load_under_way(viewer.id, attempt_id, number)
    if not full.is_open:
        return redirect(url_for("attempts.show", attempt_id=attempt_id))
    return _question_page(viewer, full, full.slot.response, now)


@blueprint.post("/attempts/<uuid:attempt_id>/<int:number>")
@takes({"text": 16 * 1024})  # the page says itself what is too long
def answer(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Store an answer as it is given, then go where the learner wants to."""
    viewer, now = current_viewer(), clock.now()
    full = load_under_way(viewer.id, attempt_id, number)
    slot, is_practice = full.slot, full.is_practice
    # Before it is stored: what was loaded is let go of then, to be asked for anew.
    standing = _standing(full, now) if _wants_json() else {}
    next_page = "" if _wants_json() else _where_next(full)
    try:
        response = read_response(full, request.form)
    except widgets.Unreadable as problem:
        return _unreadable(viewer, full, str(problem), now)
    try:
        confidence = read_confidence(request.form) if full.attempt.asks_confidence else None
        if response is not None and _is_new(slot, response, confidence):
            answer_slot(
                viewer.id,
                attempt_id,
                number,
                response,
                now,
                viewer.settings,
                client_key=_client_key(response, confidence),
                duration_ms=read_duration(request.form, now, _LONGEST),
                confidence=confidence,
            )
    except Conflict as conflict:
        flash(str(conflict.message), "warn")
        if _wants_json():
            return jsonify(saved=False, message=str(conflict.message)), 409
        return redirect(url_for("attempts.show", attempt_id=attempt_id))
    if _wants_json():
        return jsonify(
            saved=response is not None,
            message=None if response else _("There is no answer to save yet."),
            client_key=uuid4().hex,
            **standing,
        )
    if response is None and is_practice and "go" not in request.form:
        return _unreadable(viewer, full, _("Give an answer first."), now)
    return redirect(next_page)


@blueprint.post("/attempts/<uuid:attempt_id>/<int:number>/flag")
def flag(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Mark a question to come back to, or take the mark away."""
    flagged = request.form.get("flagged") == "1"
    flag_slot(current_viewer().id, attempt_id, number, flagged)
    if _wants_json():
        return jsonify(flagged=flagged)
    return redirect(url_for("attempts.question", attempt_id=attempt_id, number=number))


@blueprint.post("/attempts/<uuid:attempt_id>/<int:number>/giving-up")
def reveal(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Show what is right of a question that is being tried again; no other try is taken."""
    give_up(current_viewer().id, attempt_id, number, clock.now())
    return redirect(url_for("attempts.question", attempt_id=attempt_id, number=number))


@blueprint.get("/attempts/<uuid:attempt_id>/submission")
def confirm(attempt_id: UUID) -> ResponseReturnValue:
    """Ask before handing in with questions unanswered."""
    viewer = current_viewer()
    full = load_attempt(viewer.id, attempt_id)
    if not full.is_open:
        return redirect(url_for("attempts.show", attempt_id=attempt_id))
    return render_template("attempts/confirm.html", full=full)


@blueprint.post("/attempts/<uuid:attempt_id>/submission")
def submit(attempt_id: UUID) -> ResponseReturnValue:
    """Hand in."""
    viewer = current_viewer()
    submit_attempt(viewer.id, attempt_id, clock.now(), viewer.settings)
    return redirect(url_for("attempts.show", attempt_id=attempt_id))


def _question_page(
    viewer: Viewer,
    full: AttemptUnderWay,
    response: Response | None,
    now: datetime,
    problem: str | None = None,
) -> str:
    slot = full.slot
    settled, is_retried = full.is_practice and slot.is_settled, slot.row.retried
    cited = citations_of([slot.version.id]) if settled else {}
    told = verdict_of(slot, cited, veil_over(viewer.id)) if settled else None
    sections = sections_shown(full.attempt, len(full.slots))
    said = slot.step.confidence if slot.step else None
    return render_template(
        "attempts/question.html",
        full=full,
        slot=slot,
        sections=sections,
        section=next((each for each in sections if each.holds(slot.number)), None),
        way_to=lambda to: _way_to(full, to, sections),
        shown=widgets.show(slot.interaction, slot.row.option_order, response),
        settled=settled,
        told=told,
        hints=hints_so_far(slot) if is_retried else (),
        place=place_to_look(slot) if is_retried and not slot.version.hints else None,
        scheme=SCHEME,
        confidence=said if problem is None else read_confidence(request.form),
        problem=problem,
        client_key=uuid4().hex,
        shown_at=clock.to_milliseconds(now),
        seconds_left=seconds_left(full.attempt, now),
        saved_at=clock_time(slot.step.answered_at, viewer.time_zone) if slot.step else None,
    )


def _unreadable(
    viewer: Viewer, full: AttemptUnderWay, problem: str, now: datetime
) -> ResponseReturnValue:
    if _wants_json():
        return jsonify(saved=False, message=problem), 400
    slot = full.slot
    typed = slot.response
    with suppress(widgets.Unreadable):
        typed = widgets.read(slot.interaction, slot.row.option_order, request.form)
    return _question_page(viewer, full, typed, now, problem), 400


def _standing(full: AttemptUnderWay, now: datetime) -> dict[str, object]:
    """Say how far the attempt is with an answer to this question, for the page to show."""
    left = len(set(full.unanswered) - {full.slot.number})
    count = len(full.slots)
    hand_in = ngettext("Hand in · one unanswered", "Hand in · %(num)s unanswered", left)
    return {
        "seconds": seconds_left(full.attempt, now),
        "answered": count - left,
        "heading": _("%(n)s of %(total)s answered", n=count - left, total=count),
        "hand_in": hand_in if left else _("Hand in"),
    }


def _where_next(full: AttemptUnderWay) -> str:
    """Follow the button pressed; without one stay in practice and go on in a test."""
    attempt_id, number, go = full.attempt.id, full.slot.number, request.form.get("go", "")
    if go == "submission":
        return url_for("attempts.confirm", attempt_id=attempt_id)
    if section := _section_meant(go):
        return url_for("attempt_sections.show", attempt_id=attempt_id, number=section)
    if go.isdecimal() and len(go) < _FEW_DIGITS:
        number = min(max(1, int(go)), len(full.slots))
    elif not full.is_practice and number < len(full.slots):
        return _way_to(full, number + 1)
    return url_for("attempts.question", attempt_id=attempt_id, number=number)


def _section_meant(go: str) -> int | None:
    """Return the number of the section that a button leads to, if it leads to one."""
    return read_place(go.removeprefix(_SECTION)) if go.startswith(_SECTION) else None


def _way_to(
    full: FullAttempt | AttemptUnderWay,
    number: int,
    sections: Sequence[ShownSection] | None = None,
) -> str:
    """Return where to go for a question: first to what its section opens with, if it begins one."""
    if sections is None:
        sections = sections_shown(full.attempt, len(full.slots))
    begun = next((each for each in sections if each.first == number and each.opens), None)
    if begun is None:
        return url_for("attempts.question", attempt_id=full.attempt.id, number=number)
    return url_for("attempt_sections.show", attempt_id=full.attempt.id, number=begun.number)


def _is_new(slot: Slot, response: Response, confidence: Confidence | None) -> bool:
    before = slot.step.confidence if slot.step else None
    return (response, confidence) != (slot.response, before)


def _client_key(response: Response, confidence: Confidence | None) -> str:
    """Return the page's key for this very answer: a retry has one effect, a change its own."""
    answered = f"{response.model_dump_json()}{confidence or ''}"
    digest = hashlib.sha256(answered.encode()).hexdigest()
    return f"b:{(request.form.get('client_key') or uuid4().hex)[:40]}:{digest[:16]}"


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
