"""Signing up, or coming in as a guest."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import begin_session, limiter, public, viewer_or_none
from webapp.access.limits import MAKING
from webapp.access.networks import current_network
from webapp.forms.people import GuestForm, SignUpForm
from webapp.services.people import make_guest, sign_up

blueprint = Blueprint("signing_up", __name__)


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
@limiter.limit(MAKING, methods=["POST"])
def show() -> ResponseReturnValue:
    """Make an account; a guest keeps everything."""
    viewer = viewer_or_none()
    if viewer is not None and not viewer.is_guest:
        return redirect(url_for("today.show"))
    form = SignUpForm(next=request.args.get("next"))
    if form.validate_on_submit():
        with form.refusals():
            user_id = sign_up(
                form.account(),
                clock.now(),
                guest_id=viewer.id if viewer else None,
                demonstration=current_app.extensions["recite"].demonstration,
                network=current_network(),
            )
            begin_session(user_id)
            if viewer is not None:
                flash(_("Everything you did as a guest is in your account."), "ok")
            return redirect(form.next.data or url_for("today.show"))
    return render_template("people/sign_up.html", form=form), form.status


@blueprint.post("/guest")
@public
@limiter.limit(MAKING)
def guest() -> ResponseReturnValue:
    """Come in without an e-mail address."""
    if viewer_or_none() is None:
        demonstration = current_app.extensions["recite"].demonstration
        zone = GuestForm().given("time_zone")
        begin_session(
            make_guest(zone, clock.now(), demonstration=demonstration, network=current_network())
        )
    return redirect(url_for("today.show"))
