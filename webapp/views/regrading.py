"""Regrading: what a correct key would make of every mark, done, and undone."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.forms.teaching.regrading import POLICIES, RegradeForm, read_id, read_policy
from webapp.logs import record_event
from webapp.models import Course, Role
from webapp.services.errors import Refusal
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.queries.dry_runs import dry_run
from webapp.services.quizzes.queries.regrade_runs import find_run, list_runs
from webapp.services.quizzes.regrading import read_news_of_marks, regrade, undo_regrading
from webapp.services.teaching.queries.manuscripts import load_manuscript
from webapp.wording import moment

blueprint = Blueprint("regrading", __name__)


@blueprint.route("/teach/<course>/questions/<uuid:question_id>/regrading", methods=["GET", "POST"])
def show(course: str, question_id: UUID) -> ResponseReturnValue:
    """Show what regrading a question would do by one rule, and do it."""
    taught = course_for(course, Role.INSTRUCTOR)
    close_overdue(clock.now(), course_ids=[taught.id])
    if request.method != "POST":
        policy = read_policy(request.args.get("policy"))
        return _page(taught, question_id, RegradeForm(data={"policy": policy.value, "reviews": 1}))
    form = RegradeForm()
    version = read_id(form.version.data)
    if not form.validate() or version is None:
        return _page(taught, question_id, form), 400
    if request.form.get("do") != "apply":
        return _page(taught, question_id, form)
    wanted = form.wanted(version, read_id(form.after.data))
    try:
        run_id = regrade(taught.id, question_id, wanted, current_viewer().id, clock.now())
    except Refusal as refusal:
        form.policy.errors = [str(refusal.message)]
        return _page(taught, question_id, form), refusal.status
    record_event("question regraded", course=taught.id, question=question_id, how=wanted.policy)
    flash(_("Regraded. Learners whose mark changed see it on Today."), "ok")
    return redirect(url_for(".run", course=course, run_id=run_id))


@blueprint.get("/teach/<course>/regradings")
def index(course: str) -> ResponseReturnValue:
    """List the regradings of a course, the latest first."""
    taught, viewer, now = course_for(course, Role.INSTRUCTOR), current_viewer(), clock.now()
    return render_template(
        "teaching/regradings.html",
        course=taught,
        runs=list_runs(taught.id),
        policies=POLICIES,
        when=lambda at: moment(at, viewer.time_zone, now),
    )


@blueprint.get("/teach/<course>/regradings/<uuid:run_id>")
def run(course: str, run_id: UUID) -> ResponseReturnValue:
    """Show one regrading, and what it made of each mark."""
    taught, viewer, now = course_for(course, Role.INSTRUCTOR), current_viewer(), clock.now()
    return render_template(
        "teaching/regrade_run.html",
        course=taught,
        done=find_run(taught.id, run_id),
        policies=POLICIES,
        when=lambda at: moment(at, viewer.time_zone, now),
    )


@blueprint.post("/teach/<course>/regradings/<uuid:run_id>/undo")
def undo(course: str, run_id: UUID) -> ResponseReturnValue:
    """Take a regrading back."""
    taught = course_for(course, Role.INSTRUCTOR)
    undo_regrading(taught.id, run_id, current_viewer().id, clock.now())
    record_event("regrading undone", course=taught.id, run=run_id)
    flash(_("Undone. Every mark is what it was before this regrading."), "ok")
    return redirect(url_for(".run", course=course, run_id=run_id))


@blueprint.post("/marks/read")
def read() -> ResponseReturnValue:
    """Take away what was told of one's own marks; they have read it."""
    read_news_of_marks(current_viewer().id, clock.now())
    return redirect(url_for("today.show"))


def _page(taught: Course, question_id: UUID, form: RegradeForm) -> str:
    policy, now = read_policy(form.policy.data), clock.now()
    manuscript = load_manuscript(taught.id, question_id)
    found = dry_run(question_id, policy, now)
    if found is not None:  # what is sent is about what is shown
        form.version.data = str(found.version.id)
        form.after.data = str(found.after_run or "")
    return render_template(
        "teaching/regrading.html",
        course=taught,
        manuscript=manuscript,
        found=found,
        form=form,
        policy=policy,
        policies=POLICIES,
    )
