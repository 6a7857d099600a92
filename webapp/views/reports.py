"""Reports: a learner makes them in reviews and quizzes; an instructor settles and answers them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.interactions import Interaction
from questions.responses import Response, load_response
from webapp import clock, widgets
from webapp.access import course_for, current_viewer
from webapp.forms.reviews import ReplyForm, ReportForm, scope_of
from webapp.logs import record_event
from webapp.models import Course, ReportKind, Role, Seen
from webapp.services.errors import Refusal
from webapp.services.quizzes.queries.attempts import FullAttempt, Slot, load_attempt
from webapp.services.quizzes.queries.secrecy import veil_over
from webapp.services.reviewing.queries.queue import find_question
from webapp.services.reviewing.queries.reports import open_flag, reports_of
from webapp.services.reviewing.queries.waiting import Learner
from webapp.services.reviewing.reports import Flagged, claim_right, flag_question, read_replies
from webapp.services.reviewing.reviews import find_review
from webapp.services.teaching.queries.kept_missed import (
    FEWEST_LEARNERS,
    KEEPS_MISSING,
    ONE_IN,
    kept_missed,
)
from webapp.services.teaching.queries.open_reports import reported_questions
from webapp.services.teaching.reports import settle_reports
from webapp.wording import moment

blueprint = Blueprint("reports", __name__)


@blueprint.route("/review/<uuid:question_id>/report", methods=["GET", "POST"])
def new(question_id: UUID) -> ResponseReturnValue:
    """Say what is wrong with a question, before or after it is answered in review."""
    learner = current_viewer().learner(clock.now())
    asked = find_question(learner, question_id)
    answered = request.args.get("answer", type=UUID)
    if answered:
        flagged = _answered(learner, answered)
        back = url_for("reviews.verdict", review_id=answered, **scope_of(request.args))
    else:
        flagged = Flagged(question_id, asked.version_id)
        back = url_for("reviews.show", again=question_id, **scope_of(request.args))
    return _flag(learner.id, flagged, asked.stem, asked.course, back)


@blueprint.route("/attempts/<uuid:attempt_id>/<int:number>/report", methods=["GET", "POST"])
def new_in_quiz(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Say what is wrong with a question of a quiz, once its answer was shown."""
    viewer = current_viewer()
    full = load_attempt(viewer.id, attempt_id)
    slot = full.slot(number)
    seen = veil_over(viewer.id).of(slot.row.question_id)
    if not _is_told(full, slot) or Seen.KEY not in seen:
        raise Refusal(_("You can report a question once its answer is shown."))
    flagged = Flagged(
        slot.row.question_id,
        slot.version.id,
        said=_in_words(slot.interaction, slot.response),
        attempt_id=attempt_id,
    )
    if full.is_open:
        back = url_for("attempts.question", attempt_id=attempt_id, number=number)
    else:
        back = url_for("attempts.show", attempt_id=attempt_id, _anchor=f"r{number}")
    return _flag(viewer.id, flagged, slot.version.stem, full.course.title, back)


@blueprint.get("/reports")
def mine() -> ResponseReturnValue:
    """List what one reported oneself, and what came of it."""
    viewer, now = current_viewer(), clock.now()
    return render_template(
        "reviews/reports.html",
        reports=reports_of(viewer.id),
        when=lambda at: moment(at, viewer.time_zone, now),
    )


@blueprint.post("/reports/read")
def read() -> ResponseReturnValue:
    """Take away what was answered; they have read it."""
    read_replies(current_viewer().id, clock.now())
    return redirect(url_for("today.show"))


@blueprint.post("/review/answers/<uuid:review_id>/claim")
def claim(review_id: UUID) -> ResponseReturnValue:
    """Say that an answer that was marked wrong was right."""
    now = clock.now()
    learner = current_viewer().learner(now)
    answered = find_review(learner, review_id)
    if answered.review.response is None:
        raise Refusal(_("Only an answer that was marked wrong can be claimed."))
    response = load_response(answered.review.response)
    said = "\n".join(widgets.recount(answered.interaction, response))
    claim_right(learner, review_id, said, now)
    record_event("answer claimed", question=answered.review.question_id)
    flash(_("Your instructor sees that you think it is right. The schedule stays."), "ok")
    return redirect(url_for("reviews.verdict", review_id=review_id, **scope_of(request.args)))


@blueprint.get("/teach/<course>/reports")
def index(course: str) -> ResponseReturnValue:
    """Show what is reported of a course's questions, and what learners keep missing."""
    return _page(course_for(course, Role.INSTRUCTOR), ReplyForm(), None)


@blueprint.post("/teach/<course>/reports/<uuid:question_id>")
def settle(course: str, question_id: UUID) -> ResponseReturnValue:
    """Answer what is reported of a question, put it away, or retire the question for it."""
    taught, form = course_for(course, Role.INSTRUCTOR), ReplyForm()
    do = request.form.get("do", "")
    if not form.validate() or (do == "answer" and not form.reply.data):
        if not form.errors:
            form.reply.errors = [_("Write what you answer, or dismiss it.")]
        return _page(taught, form, question_id), 400
    settled = settle_reports(
        taught.id,
        question_id,
        current_viewer().id,
        clock.now(),
        until=_seen_until(),
        reply="" if do == "dismiss" else form.reply.data or "",
        retire=do == "retire",
    )
    record_event("report settled", course=taught.id, question=question_id, count=settled, how=do)
    flash(_SETTLED[do]() if do in _SETTLED else _("Settled."), "ok")
    return redirect(url_for(".index", course=course))


_SETTLED = {
    "answer": lambda: _("Answered. Who reported it sees that on Today."),
    "retire": lambda: _("Retired. Learners are no longer asked this."),
}


def _page(taught: Course, form: ReplyForm, answered: UUID | None) -> str:
    """Show the reports; ``answered`` is the question whose answer could not be taken."""
    viewer, now = current_viewer(), clock.now()
    return render_template(
        "teaching/reports.html",
        course=taught,
        reported=reported_questions(taught.id),
        missed=kept_missed(taught.id),
        form=form,
        answered=answered,
        milliseconds=clock.to_milliseconds,
        bounds={"times": KEEPS_MISSING, "learners": FEWEST_LEARNERS, "share": ONE_IN},
        when=lambda at: moment(at, viewer.time_zone, now),
    )


def _flag(
    user_id: UUID, flagged: Flagged, stem: str, course: str, back: str
) -> ResponseReturnValue:
    """Ask what is wrong with a question, and tell the instructor."""
    form = ReportForm(obj=open_flag(user_id, flagged.question_id))
    if form.validate_on_submit():
        kind = ReportKind(form.kind.data)
        flag_question(user_id, flagged, kind, form.reason.data or "", clock.now())
        record_event("question reported", question=flagged.question_id, kind=kind)
        flash(_("Reported. What your instructor answers you will see on Today."), "ok")
        return redirect(back)
    page = render_template("reviews/report.html", stem=stem, course=course, form=form, back=back)
    return page, 400 if form.errors else 200


def _answered(learner: Learner, review_id: UUID) -> Flagged:
    answered = find_review(learner, review_id)
    review = answered.review
    response = load_response(review.response) if review.response else None
    said = _in_words(answered.interaction, response)
    return Flagged(review.question_id, review.version_id, said=said, review_id=review_id)


def _in_words(interaction: Interaction, response: Response | None) -> str | None:
    return "\n".join(widgets.recount(interaction, response)) if response else None


def _is_told(full: FullAttempt, slot: Slot) -> bool:
    """Return whether the answer of a question is shown, but for what is kept back."""
    answered = full.is_practice and slot.is_settled
    return full.is_enrolled and (answered or not full.is_open)


def _seen_until() -> datetime:
    """Return up to when the reports were made that the instructor has seen."""
    milliseconds = request.form.get("until", 0, type=int)
    try:
        return clock.from_milliseconds(milliseconds)
    except OverflowError as error:
        raise Refusal(_("Open the page anew, and try again.")) from error
