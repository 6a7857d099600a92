"""An app that shows codes: setting it up, and taking it away."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from webapp import clock
from webapp.access import asks_anew, current_viewer, session_hash, ungated
from webapp.forms.factors import CodeForm
from webapp.logs import record_event
from webapp.models import ChallengePurpose
from webapp.services.errors import Forbidden
from webapp.services.people import challenges
from webapp.services.people.authenticators import (
    address_of,
    draw_key,
    remove_authenticator,
    set_up,
)
from webapp.services.people.scannable import draw_scannable

blueprint = Blueprint("authenticators", __name__)

_NEW = "new_authenticator"


@blueprint.post("/settings/authenticator/new")
@ungated
@asks_anew
def begin() -> ResponseReturnValue:
    """Draw a key, which is kept once an app has shown that it has it."""
    viewer = current_viewer()
    if viewer.is_guest:
        raise Forbidden(_("Guests have no account to guard. Sign up first."))
    purpose = ChallengePurpose.AUTHENTICATOR
    session[_NEW] = challenges.begin(purpose, clock.now(), viewer.id, key=draw_key())
    return redirect(url_for(".new"))


@blueprint.route("/settings/authenticator", methods=["GET", "POST"])
@ungated
@asks_anew
def new() -> ResponseReturnValue:
    """Show the key, as a picture and in letters, and take the first code."""
    viewer, now = current_viewer(), clock.now()
    begun = challenges.look_up(session.get(_NEW), ChallengePurpose.AUTHENTICATOR, now)
    if begun is None or begun.user_id != viewer.id:
        return redirect(url_for("factors.show"))
    key, form = begun.content["key"], CodeForm()
    if form.validate_on_submit():
        with form.refusals():
            set_up(viewer.id, key, form.given("code"), session_hash(), now)
            challenges.take(session.pop(_NEW), ChallengePurpose.AUTHENTICATOR, now)
            record_event("authenticator set up", actor=viewer.id)
            flash(_("The app is set up. You are signed out everywhere else."), "ok")
            return redirect(url_for("factors.show", _anchor="codes"))
    address = address_of(key, viewer.id)
    picture = Markup(draw_scannable(address))  # noqa: S704
    page = render_template(
        "settings/authenticator.html", form=form, key=key, address=address, picture=picture
    )
    return page, form.status


@blueprint.post("/settings/authenticator/removal")
@ungated
@asks_anew
def remove() -> ResponseReturnValue:
    """Take the app away."""
    viewer = current_viewer()
    remove_authenticator(viewer.id, session_hash())
    record_event("authenticator removed", actor=viewer.id)
    flash(_("The app is removed. You are signed out everywhere else."), "ok")
    return redirect(url_for("factors.show"))
