"""Review: one question at a time, its verdict, and taking back."""

from __future__ import annotations

import hmac
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.interactions import Choice, Recall, TextEntry
from questions.responses import Response, load_response
from webapp import clock, widgets
from webapp.access import current_viewer, takes
from webapp.forms.answers import read_duration
from webapp.forms.reviews import scope_of
from webapp.learning.scheduling import Rating
from webapp.models import FLAGS, ReportKind, Review, ReviewKind
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.reviewing import reviews
from webapp.services.reviewing.queries import counts, queue
from webapp.services.reviewing.queries.counts import PlaceInReview
from webapp.services.reviewing.queries.queue import QuestionToReview
from webapp.services.reviewing.queries.reports import claim_about
from webapp.services.reviewing.queries.waiting import Learner
from webapp.services.reviewing.undoing import undo_latest
from webapp.services.sources.queries.citations import citations_of
from webapp.wording import day_name, interval

blueprint = Blueprint("reviews", __name__)

_LONGEST = timedelta(minutes=10)


@blueprint.get("/review")
def show() -> ResponseReturnValue:
    """Ask the next question, or say that there is none."""
    now = clock.now()
    learner = current_viewer().learner(now)
    asked = _next(learner, now)
    if asked is None:
        return _finished(learner, now)
    return _question_page(learner, asked, now)


@blueprint.get("/review/<uuid:question_id>/back")
def back(question_id: UUID) -> ResponseReturnValue:
    """Show the back of a flashcard, with what each rating leads to."""
    now = clock.now()
    learner = current_viewer().learner(now)
    asked = queue.find_question(learner, question_id)
    if not isinstance(asked.interaction, Recall):
        raise Missing(_("This question is answered before its answer is shown."))
    return render_template(
        "reviews/back.html",
        **_page(learner, asked, now),
        said=widgets.say(asked.interaction, None),
        citations=_citations(asked.version_id),
        labels=_labels(reviews.outcomes_of(learner, asked, now), now, learner),
    )


@blueprint.post("/review/<uuid:question_id>")
@takes({"text": 16 * 1024})  # the page says itself what is too long
def answer(question_id: UUID) -> ResponseReturnValue:
    """Record an answer; a flashcard goes on, everything else shows its verdict."""
    now = clock.now()
    learner = current_viewer().learner(now)
    asked = queue.find_question(learner, question_id)
    response: Response | None = None
    if "unknown" not in request.form:
        try:
            response = widgets.read(asked.interaction, _arrangement(learner, asked), request.form)
        except widgets.Unreadable as problem:
            return _question_page(learner, asked, now, str(problem)), 400
        if response is None:
            problem_text = _("Give an answer first, or choose “Show answer”.")
            return _question_page(learner, asked, now, problem_text), 400
    try:
        recorded = reviews.answer_review(
            learner,
            asked,
            response,
            now,
            seen=request.form.get("seen", -1, type=int),
            client_key=f"b:{request.form.get('client_key') or uuid4().hex}"[:66],
            duration_ms=read_duration(request.form, now, _LONGEST),
            unsure="unsure" in request.form,
        )
    except Conflict as conflict:
        flash(str(conflict.message), "warn")
        return redirect(_on())
    if isinstance(asked.interaction, Recall) or recorded.review_id is None:
        return redirect(_on())
    return redirect(_on("verdict", review_id=recorded.review_id))


@blueprint.get("/review/answers/<uuid:review_id>")
def verdict(review_id: UUID) -> ResponseReturnValue:
    """Show what an answer was worth, the passage that proves it, and when it comes back."""
    now = clock.now()
    learner = current_viewer().learner(now)
    answered = reviews.find_review(learner, review_id)
    review = answered.review
    response = load_response(review.response) if review.response else None
    memory = answered.outcomes[Rating(review.rating)]
    return render_template(
        "reviews/verdict.html",
        **_frame(counts.place_after(learner, now)),
        answered=answered,
        question_id=review.question_id,
        is_typed=isinstance(answered.interaction, TextEntry),
        claim=claim_about(learner, review_id),
        how=_how(review),
        grading=answered.grading,
        said=widgets.say(answered.interaction, response),
        citations=_citations(answered.version.id),
        recorded=Rating(review.rating),
        next_in=interval(memory, review.answered_at, review.study_day),
        labels=_labels(answered.outcomes, review.answered_at, learner),
    )


@blueprint.post("/review/answers/<uuid:review_id>/rating")
def rate(review_id: UUID) -> ResponseReturnValue:
    """Judge a right answer as harder or easier than it was recorded, and go on."""
    now = clock.now()
    learner = current_viewer().learner(now)
    rating = request.form.get("rating", type=int)
    if rating not in set(Rating):
        raise Refusal(_("Choose one of the four ratings."))
    reviews.rate_again(learner, review_id, Rating(rating), now)
    return redirect(_on())


@blueprint.post("/review/undo")
def undo() -> ResponseReturnValue:
    """Take back what was done last today, and show its question again."""
    now = clock.now()
    learner = current_viewer().learner(now)
    undone = undo_latest(learner, now)
    if undone is None:
        flash(_("There is nothing to take back today."), "warn")
        return redirect(_on())
    messages = {
        ReportKind.CLAIM: _("Took back what you claimed."),
        ReviewKind.REVIEW: _("Took back the last answer. Here it is again."),
        **dict.fromkeys(FLAGS, _("Took back the report.")),
    }
    flash(messages.get(undone.what) or _("It is back in your reviews."), "ok")
    if undone.review_id is not None:
        return redirect(_on("verdict", review_id=undone.review_id))
    return redirect(_on(again=undone.question_id))


@blueprint.post("/review/<uuid:question_id>/setting-aside")
def set_aside(question_id: UUID) -> ResponseReturnValue:
    """Ask a card no more until the learner brings it back."""
    now = clock.now()
    reviews.set_aside(current_viewer().learner(now), question_id, now)
    flash(_("Set aside. Bring it back on Today when you like."), "ok")
    return redirect(_on())


@blueprint.post("/review/<uuid:question_id>/postponement")
def postpone(question_id: UUID) -> ResponseReturnValue:
    """Ask a card no more today."""
    now = clock.now()
    reviews.leave_for_tomorrow(current_viewer().learner(now), question_id, now)
    flash(_("Left for tomorrow."), "ok")
    return redirect(_on())


@blueprint.post("/review/<uuid:question_id>/resumption")
def resume(question_id: UUID) -> ResponseReturnValue:
    """Bring back a card that was set aside."""
    now = clock.now()
    reviews.resume_card(current_viewer().learner(now), question_id, now)
    flash(_("It is back in your reviews."), "ok")
    return redirect(url_for("today.show"))


def _next(learner: Learner, now: datetime) -> QuestionToReview | None:
    again = request.args.get("again", type=UUID)
    if again is not None:
        with suppress(Missing):
            return queue.find_question(learner, again)
    attempt = request.args.get("attempt", type=UUID)
    only = queue.missed_in(learner, attempt) if attempt else None
    if only is None and _reached(learner):
        return None
    return queue.next_question(learner, now, only=only)


def _reached(learner: Learner) -> bool:
    until = request.args.get("until", type=int)
    return until is not None and counts.done_today(learner) >= until


def _question_page(
    learner: Learner, asked: QuestionToReview, now: datetime, problem: str | None = None
) -> str:
    arrangement = _arrangement(learner, asked)
    return render_template(
        "reviews/question.html",
        **_page(learner, asked, now),
        shown=widgets.show(asked.interaction, arrangement, _typed(asked, arrangement)),
        is_recall=isinstance(asked.interaction, Recall),
        space_shows=isinstance(asked.interaction, Choice),
        problem=problem,
    )


def _how(review: Review) -> str:
    """Name what became of an answer: right, partly, missed, or shown without one."""
    if review.response is None:
        return "shown"
    return "right" if review.fraction >= 1 else "partly" if review.fraction > 0 else "missed"


def _typed(asked: QuestionToReview, arrangement: list[int]) -> Response | None:
    """Return what was just sent, to show it again beside what was wrong with it."""
    with suppress(widgets.Unreadable):
        if request.method == "POST":
            return widgets.read(asked.interaction, arrangement, request.form)
    return None


def _page(learner: Learner, asked: QuestionToReview, now: datetime) -> dict[str, Any]:
    return {
        **_frame(counts.place_of(learner, now, asked.question_id)),
        "asked": asked,
        "question_id": asked.question_id,
        "client_key": uuid4().hex,
        "shown_at": clock.to_milliseconds(now),
    }


def _frame(place: PlaceInReview) -> dict[str, Any]:
    until = request.args.get("until", type=int)
    return {
        "place": place,
        "total": max(place.number, min(place.total, until or place.total)),
        "focused": "attempt" in request.args,
        "scope": scope_of(request.args),
    }


def _finished(learner: Learner, now: datetime) -> str:
    cards = counts.queue(learner, now)
    return render_template(
        "reviews/finished.html",
        counts=cards,
        scope=scope_of(request.args),
        tomorrow=counts.forecast(learner, now, 2, cards)[1],
        day=day_name(learner.today + 1, learner.today),
        attempt=request.args.get("attempt", type=UUID),
    )


def _arrangement(learner: Learner, asked: QuestionToReview) -> list[int]:
    """Settle the order by a secret: whoever knew the seed would know the key of an ordering."""
    seed = f"{learner.id}:{asked.question_id}:{asked.repetitions}".encode()
    secret = str(current_app.secret_key).encode()
    return widgets.arrange(asked.interaction, hmac.new(secret, seed, "sha256").hexdigest())


def _labels(outcomes: Any, at: datetime, learner: Learner) -> dict[int, str]:
    return {int(rating): interval(memory, at, learner.today) for rating, memory in outcomes.items()}


def _citations(version_id: UUID) -> Any:
    return citations_of([version_id]).get(version_id, ())


def _on(page: str = "show", **given: Any) -> str:
    """Return where it goes on, within the part of the reviews one goes through."""
    return url_for(f"reviews.{page}", **given, **scope_of(request.args))
