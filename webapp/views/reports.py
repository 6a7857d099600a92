"""Reports: a learner makes them in review, an instructor settles them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.responses import load_response
from webapp import clock, widgets
from webapp.access import course_for, current_viewer
from webapp.forms.reviews import ReportForm, scope_of
from webapp.logs import record_event
from webapp.models import Role
from webapp.services.errors import Refusal
from webapp.services.reviewing.queries.queue import find_question
from webapp.services.reviewing.reports import claim_right, report_question
from webapp.services.reviewing.reviews import find_review
from webapp.services.teaching.reports import settle_report

blueprint = Blueprint("reports", __name__)


@blueprint.route("/review/<uuid:question_id>/report", methods=["GET", "POST"])
def new(question_id: UUID) -> ResponseReturnValue:
    """Say what is wrong with a question."""
    now = clock.now()
    learner, form = current_viewer().learner(now), ReportForm()
    asked = find_question(learner, question_id)
    answered = request.args.get("answer", type=UUID)
    if answered:
        back = url_for("reviews.verdict", review_id=answered, **scope_of(request.args))
    else:
        back = url_for("reviews.show", again=question_id, **scope_of(request.args))
    if form.validate_on_submit():
        report_question(learner, question_id, form.reason.data or "", now)
        record_event("question reported", question=question_id)
        flash(_("Reported. Your instructor sees it on the page of the course."), "ok")
        return redirect(back)
    page = render_template("reviews/report.html", asked=asked, form=form, back=back)
    return page, 400 if form.errors else 200


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


@blueprint.post("/teach/<course>/reports/<uuid:user_id>/<uuid:report_id>/settlement")
def settle(course: str, user_id: UUID, report_id: UUID) -> ResponseReturnValue:
    """Put a report away, as an instructor who has looked at it."""
    taught = course_for(course, Role.INSTRUCTOR)
    settle_report(taught.id, user_id, report_id, current_viewer().id, clock.now())
    record_event("report settled", person=user_id, course=taught.id)
    flash(_("Settled."), "ok")
    return redirect(url_for("teaching.show", course=course, _anchor="reports"))
