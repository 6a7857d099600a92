"""Where one is signed in, and ending that."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import current_viewer, session_hash
from webapp.db import writing
from webapp.logs import record_event
from webapp.services.people.sign_ins import end_others as sign_out_elsewhere
from webapp.services.people.sign_ins import end_place, list_places
from webapp.wording import moment

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/settings/sessions")
def index() -> ResponseReturnValue:
    """List where one is signed in."""
    viewer, now = current_viewer(), clock.now()
    return render_template(
        "settings/sessions.html",
        places=list_places(viewer.id, session_hash(), now),
        when=lambda at: moment(at, viewer.time_zone, now),
    )


@blueprint.post("/settings/sessions/<place>/end")
def end(place: str) -> ResponseReturnValue:
    """Sign out in one browser."""
    viewer = current_viewer()
    end_place(viewer.id, place)
    record_event("session ended", actor=viewer.id)
    flash(_("You are signed out there."), "ok")
    return redirect(url_for(".index"))


@blueprint.post("/settings/sessions/end-others")
def end_others() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    viewer = current_viewer()
    with writing() as session:
        sign_out_elsewhere(session, viewer.id, session_hash())
    record_event("other sessions ended", actor=viewer.id)
    flash(_("You are signed out everywhere else."), "ok")
    return redirect(url_for(".index"))
