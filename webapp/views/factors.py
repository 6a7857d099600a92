"""Ways to sign in: what one has set up, and recovery codes for when it is lost."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp import clock
from webapp.access import asks_anew, current_viewer, must_set_up, ungated
from webapp.logs import record_event
from webapp.services.people.factors import ways_in
from webapp.services.people.recovery_codes import count_recovery_codes, make_recovery_codes
from webapp.wording import moment

blueprint = Blueprint("factors", __name__)


@blueprint.get("/settings/factors")
@ungated
def show() -> ResponseReturnValue:
    """Show what is set up."""
    viewer, now = current_viewer(), clock.now()
    return render_template(
        "settings/factors.html",
        ways=ways_in(viewer.id),
        codes=count_recovery_codes(viewer.id),
        is_held=must_set_up(viewer),
        when=lambda at: moment(at, viewer.time_zone, now),
    )


@blueprint.post("/settings/recovery-codes")
@ungated
@asks_anew
def make_codes() -> ResponseReturnValue:
    """Make recovery codes in place of those there were, and show them, once."""
    viewer = current_viewer()
    codes = make_recovery_codes(viewer.id, clock.now())
    record_event("recovery codes made", actor=viewer.id)
    return render_template("settings/recovery_codes.html", codes=codes)
