"""The people of a course, for those who teach it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.models import Course, Role
from webapp.services.people import make_password_link
from webapp.services.rosters import (
    Actor,
    change_role,
    check_may_reset,
    list_people,
    remove_person,
    role_in,
)
from webapp.wording import moment

blueprint = Blueprint("people", __name__)


@blueprint.get("/teach/<course>/people")
def index(course: str) -> ResponseReturnValue:
    """List who takes part in a course."""
    return _page(course_for(course, Role.INSTRUCTOR))


@blueprint.post("/teach/<course>/people/<uuid:user_id>/link")
def link(course: str, user_id: UUID) -> ResponseReturnValue:
    """Make a one-time link with which somebody sets a new password; it is shown once."""
    taught = course_for(course, Role.INSTRUCTOR)
    name = check_may_reset(taught.id, user_id, _actor(taught))
    token = make_password_link(user_id, clock.now())
    root = current_app.extensions["recite"].url or request.url_root
    address = root.rstrip("/") + url_for("one_time_links.use", token=token)
    return _page(taught, link=address, name=name)


@blueprint.route("/teach/<course>/people/<uuid:user_id>/removal", methods=["GET", "POST"])
def remove(course: str, user_id: UUID) -> ResponseReturnValue:
    """Ask whether to take somebody out of the course, then do it."""
    taught = course_for(course, Role.INSTRUCTOR)
    person = next((p for p in list_people(taught.id) if p.id == user_id), None)
    if request.method == "POST" or person is None:
        remove_person(taught.id, user_id, _actor(taught))
        flash(_("They are no longer in the course."), "ok")
        return redirect(url_for(".index", course=course))
    return render_template("teaching/removal.html", course=taught, person=person)


@blueprint.post("/teach/<course>/people/<uuid:user_id>/role")
def set_role(course: str, user_id: UUID) -> ResponseReturnValue:
    """Give somebody another role."""
    taught = course_for(course, Role.INSTRUCTOR)
    wanted = request.form.get("role", "")
    if wanted not in list(Role):
        raise BadRequest
    change_role(taught.id, user_id, Role(wanted), _actor(taught))
    flash(_("The role is changed."), "ok")
    return redirect(url_for(".index", course=course))


def _actor(course: Course) -> Actor:
    viewer = current_viewer()
    role = role_in(course.id, viewer.id, is_admin=viewer.is_admin)
    return Actor(viewer.id, role, viewer.is_admin)


def _page(course: Course, link: str | None = None, name: str = "") -> str:
    viewer, now = current_viewer(), clock.now()
    return render_template(
        "teaching/people.html",
        course=course,
        people=list_people(course.id),
        actor=_actor(course),
        link=link,
        name=name,
        when=lambda at: moment(at, viewer.time_zone, now),
    )
