"""Showing anew who one is, before what matters most."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import clock
from webapp.access import current_viewer, guess, prove_session, ungated
from webapp.access.limits import PASSWORD, SECOND_FACTOR
from webapp.forms.factors import CodeForm, PasswordForm
from webapp.logs import record_event
from webapp.services.errors import Refusal
from webapp.services.people.factors import prove_by_code, prove_by_password, ways_in

blueprint = Blueprint("confirming", __name__)


@blueprint.route("/confirm", methods=["GET", "POST"])
@ungated
def show() -> ResponseReturnValue:
    """Ask for the password, or for a code of those who have none."""
    viewer = current_viewer()
    ways = ways_in(viewer.id)
    given = {"next": request.args.get("next")}
    form = PasswordForm(**given) if ways.has_password else CodeForm(**given)
    if form.validate_on_submit():
        with form.refusals():
            try:
                if isinstance(form, PasswordForm):
                    with guess(PASSWORD, viewer.account, "password"):
                        prove_by_password(viewer.id, form.given("password"))
                else:
                    with guess(SECOND_FACTOR, viewer.account, "code"):
                        prove_by_code(viewer.id, form.given("code"), clock.now())
            except Refusal:
                record_event("confirmation failed", actor=viewer.id)
                raise
            prove_session()
            return redirect(form.next.data or url_for("settings.show"))
    return render_template("people/confirm.html", form=form, ways=ways), form.status
