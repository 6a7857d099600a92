"""What becomes of a course: handed over, archived and brought back, deleted; and leaving it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import asks_anew, course_for, current_viewer, while_archived
from webapp.forms.teaching.courses import CourseDeletionForm
from webapp.logs import record_event
from webapp.models import Role
from webapp.services.errors import Refusal
from webapp.services.teaching.members import Actor, check_in_course
from webapp.services.teaching.ownership import (
    archive_course,
    bring_back_course,
    delete_course,
    hand_over,
    leave_course,
)
from webapp.services.teaching.queries.course_overview import contents_of

blueprint = Blueprint("ownership", __name__)


@blueprint.route("/teach/<course>/people/<uuid:user_id>/handover", methods=["GET", "POST"])
@while_archived
def transfer(course: str, user_id: UUID) -> ResponseReturnValue:
    """Ask whether to hand the course over to an instructor, then do it."""
    taught, viewer = course_for(course, Role.OWNER), current_viewer()
    name = check_in_course(taught.id, user_id)
    if request.method != "POST":
        return render_template("teaching/handover.html", course=taught, name=name)
    hand_over(taught.id, user_id, Actor(viewer.id, Role.OWNER, viewer.is_admin))
    record_event("course handed over", person=user_id, course=taught.id)
    flash(_("The course is %(name)s’s now.", name=name), "ok")
    return redirect(url_for("people.index", course=course))


@blueprint.post("/teach/<course>/archive")
@while_archived
def archive(course: str) -> ResponseReturnValue:
    """Archive the course."""
    taught = course_for(course, Role.OWNER)
    archive_course(taught.id, clock.now())
    record_event("course archived", course=taught.id)
    flash(_("The course is archived. You can bring it back whenever you like."), "ok")
    return redirect(url_for("teaching.show", course=course))


@blueprint.post("/teach/<course>/return")
@while_archived
def bring_back(course: str) -> ResponseReturnValue:
    """Let an archived course go on."""
    taught = course_for(course, Role.OWNER)
    bring_back_course(taught.id)
    record_event("course brought back", course=taught.id)
    flash(_("The course is back. Learners can join it again."), "ok")
    return redirect(url_for("teaching.show", course=course))


@blueprint.route("/teach/<course>/deletion", methods=["GET", "POST"])
@while_archived
@asks_anew
def delete(course: str) -> ResponseReturnValue:
    """Say what would be lost with the course, and delete it once that is confirmed."""
    taught, form = course_for(course, Role.OWNER), CourseDeletionForm()
    if form.validate_on_submit():
        course_id, title = taught.id, taught.title
        delete_course(course_id)
        record_event("course deleted", course=course_id)
        flash(_("“%(title)s” is deleted, with everything in it.", title=title), "ok")
        return redirect(url_for("teaching.index"))
    contents = contents_of(taught.id)
    page = render_template("teaching/deletion.html", course=taught, form=form, contents=contents)
    return page, form.status


@blueprint.route("/courses/<course>/leave", methods=["GET", "POST"])
def leave(course: str) -> ResponseReturnValue:
    """Ask whether to leave the course, then do it; the last owner is told what to do instead."""
    joined, viewer = course_for(course, Role.LEARNER), current_viewer()
    check_in_course(joined.id, viewer.id)
    if request.method != "POST":
        return render_template("people/leaving.html", course=joined, problem="")
    try:
        leave_course(joined.id, viewer.id)
    except Refusal as refusal:
        page = render_template("people/leaving.html", course=joined, problem=str(refusal.message))
        return page, refusal.status
    record_event("course left", course=joined.id)
    flash(_("You have left %(title)s.", title=joined.title), "ok")
    return redirect(url_for("library.index"))
