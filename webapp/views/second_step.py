"""The second step of signing in: a code."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import finish, guess, public, ungated, waiting
from webapp.access.limits import SECOND_FACTOR
from webapp.forms.factors import CodeForm
from webapp.logs import record_event
from webapp.models import Means
from webapp.services.errors import Refusal
from webapp.services.people.factors import prove_by_code

blueprint = Blueprint("second_step", __name__)


@blueprint.route("/sign-in/second-step", methods=["GET", "POST"])
@public
@ungated
def show() -> ResponseReturnValue:
    """Ask for a code of the app, or of the recovery list."""
    known = waiting()
    if known is None:
        flash(_("That took too long. Sign in again."), "warn")
        return redirect(url_for("signing_in.show"))
    user_id, ways = known
    form = CodeForm()
    if form.validate_on_submit():
        with form.refusals():
            try:
                with guess(SECOND_FACTOR, ways.account, "code"):
                    means = prove_by_code(user_id, form.given("code"), clock.now())
            except Refusal:
                record_event("second factor failed", person=user_id)
                raise
            if means is Means.RECOVERY_CODE:
                flash(
                    _("That recovery code is used up. See in Settings how many are left."), "warn"
                )
            return finish(means)
    return render_template("people/second_step.html", form=form, ways=ways), form.status
