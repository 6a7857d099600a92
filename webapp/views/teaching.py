"""Teaching: the courses one teaches, and what is in each."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import course_for, current_viewer, takes
from webapp.forms.teaching.courses import LONG, CourseForm
from webapp.logs import record_event
from webapp.models import Course, Role
from webapp.outbox import site_address
from webapp.services.errors import Forbidden
from webapp.services.operations.queries.quotas import OverQuota
from webapp.services.people.joining import show_code
from webapp.services.people.news import news_for
from webapp.services.quizzes.closing import close_overdue
from webapp.services.teaching.courses import create_course, regenerate_code, slug_of, update_course
from webapp.services.teaching.inviting import invitations_for
from webapp.services.teaching.members import role_in
from webapp.services.teaching.queries.course_overview import courses_taught, overview_of
from webapp.services.teaching.queries.job_list import proposing_in
from webapp.services.teaching.queries.needs import needs_of, taught_by
from webapp.services.teaching.queries.open_reports import count_reported
from webapp.wording import moment

blueprint = Blueprint("teaching", __name__)


@blueprint.route("/teach", methods=["GET", "POST"])
@takes({"description": LONG})
def index() -> ResponseReturnValue:
    """Show what the courses somebody teaches need of them, list these, and make another."""
    viewer, form = current_viewer(), CourseForm()
    if form.is_submitted():
        if viewer.is_guest:
            raise Forbidden(_("A guest cannot teach. Make an account first."))
        if form.validate():
            description = (form.description.data or "").strip()
            try:
                course_id = create_course(
                    form.title.data or "", clock.now(), owner_id=viewer.id, description=description
                )
            except OverQuota as refusal:
                form.title.errors = [str(refusal.message)]
            else:
                record_event("course made", course=course_id)
                flash(_("The course is there. Add a document to begin."), "ok")
                return redirect(url_for(".show", course=slug_of(course_id)))
    now = clock.now()
    courses = courses_taught(viewer.id, is_admin=viewer.is_admin)
    close_overdue(now, course_ids=taught_by(viewer.id))
    page = render_template(
        "teaching/index.html",
        courses=courses,
        form=form,
        needs=needs_of(viewer.id, now),
        invitations=invitations_for(viewer.id),
        news=news_for(viewer.id, lambda at: moment(at, viewer.time_zone, now)),
        when=lambda at: moment(at, viewer.time_zone, now),
    )
    return page, 400 if form.errors else 200


@blueprint.route("/teach/<course>", methods=["GET", "POST"])
@takes({"description": LONG})
def show(course: str) -> ResponseReturnValue:
    """Show what is in a course; rename or describe it anew."""
    taught = course_for(course, Role.INSTRUCTOR)
    form = CourseForm(obj=taught)
    if form.validate_on_submit():
        update_course(taught.id, form.title.data or "", (form.description.data or "").strip())
        record_event("course changed", course=taught.id)
        flash(_("Saved."), "ok")
        return redirect(url_for(".show", course=course))
    viewer, now = current_viewer(), clock.now()
    close_overdue(now, course_ids=[taught.id])
    page = render_template(
        "teaching/show.html",
        course=taught,
        form=form,
        overview=overview_of(taught.id),
        reported=count_reported(taught.id),
        proposing=proposing_in(taught.id),
        code=show_code(taught.join_code),
        link=_join_link(taught),
        is_owner=role_in(taught.id, viewer.id, is_admin=viewer.is_admin) is Role.OWNER,
        now=now,
        when=lambda at: moment(at, viewer.time_zone, now),
    )
    return page, 400 if form.errors else 200


@blueprint.post("/teach/<course>/code")
def change_code(course: str) -> ResponseReturnValue:
    """Give the course another join code."""
    taught = course_for(course, Role.INSTRUCTOR)
    regenerate_code(taught.id)
    record_event("join code changed", course=taught.id)
    flash(_("There is a new code. The old one no longer works."), "ok")
    return redirect(url_for(".show", course=course))


def _join_link(course: Course) -> str:
    return site_address("joining.show", code=course.join_code)
