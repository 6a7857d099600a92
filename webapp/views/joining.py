"""Joining a course by its code, typed or in a link."""

from __future__ import annotations

from contextlib import AbstractContextManager
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import begin_session, guess, led_to, public, viewer_or_none
from webapp.access.limits import JOIN_CODE
from webapp.access.networks import current_network
from webapp.forms.people import GuestForm, JoinForm
from webapp.logs import record_event
from webapp.services.people.accounts import make_guest
from webapp.services.people.joining import course_of_code, find_joinable, join

blueprint = Blueprint("joining", __name__)


@blueprint.route("/join", methods=["GET", "POST"], defaults={"code": None})
@blueprint.route("/join/<code>", methods=["GET", "POST"])
@blueprint.route("/join/<code>/quizzes/<uuid:quiz_id>", methods=["GET", "POST"])
@public
def show(code: str | None, quiz_id: UUID | None = None) -> ResponseReturnValue:
    """Join the course of a code; visitors are shown it first, with the ways in.

    The link of a quiz leads on to it, and those who are in the course straight there.
    """
    if code is None:
        return _ask_for_code()
    if request.method == "POST":
        return _accept(code, quiz_id)
    viewer = viewer_or_none()
    with _guess():
        course = find_joinable(code, viewer.id if viewer else None)
    if quiz_id and course.is_joined:
        return redirect(led_to(code, quiz_id))
    return render_template(
        "people/join_course.html", course=course, quiz_id=quiz_id, form=GuestForm()
    )


def _guess() -> AbstractContextManager[None]:
    """Count a code that is tried: only wrong ones, so that a whole class may join at once."""
    viewer = viewer_or_none()
    return guess(JOIN_CODE, viewer.account if viewer else None, "code")


def _ask_for_code() -> ResponseReturnValue:
    form = JoinForm()
    if form.validate_on_submit():
        with form.refusals():
            if viewer_or_none() is not None:
                return _accept(form.given("code"), None)
            with _guess():
                found = find_joinable(form.given("code"), None)
            return redirect(url_for("joining.show", code=found.code))
    return render_template("people/join.html", form=form), form.status


def _accept(code: str, quiz_id: UUID | None) -> ResponseReturnValue:
    """Join; a visitor who says so, as a guest."""
    viewer, at = viewer_or_none(), clock.now()
    if viewer is not None:
        with _guess():
            title = join(viewer.id, code, at)
    elif "guest" in request.form:
        with _guess():
            title = find_joinable(code, None).title
        demonstration = current_app.extensions["recite"].demonstration
        zone = GuestForm().given("time_zone")
        guest_id = make_guest(
            zone, at, code=code, demonstration=demonstration, network=current_network()
        )
        begin_session(guest_id)
        record_event("guest came in", actor=guest_id)
    else:
        return redirect(url_for("joining.show", code=code, quiz_id=quiz_id))
    record_event("course joined", course=course_of_code(code))
    flash(_("You are in %(title)s.", title=title), "ok")
    return redirect(led_to(code, quiz_id))
