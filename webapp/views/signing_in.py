"""Signing in and out."""

from __future__ import annotations

from uuid import UUID

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.access import (
    Viewer,
    begin_session,
    end_session,
    enter,
    guess,
    limiter,
    public,
    ungated,
    viewer_or_none,
)
from webapp.access.limits import MAKING, PASSWORD
from webapp.forms.people import GOING_TO, TYPED_EMAIL, SignInForm
from webapp.headers import forget_site
from webapp.logs import record_event
from webapp.models import Means
from webapp.services.operations.demonstration import ACCOUNTS
from webapp.services.people.accounts import bring_guest, find_person, recognise
from webapp.services.people.addresses import normal_email

blueprint = Blueprint("signing_in", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def show() -> ResponseReturnValue:
    """Sign in, and go back to where one was sent from."""
    typed = session.get(TYPED_EMAIL)
    going_to = request.args.get("next") or session.get(GOING_TO)
    form = SignInForm(next=going_to, email=typed)
    viewer = viewer_or_none()
    if viewer is not None and not viewer.is_guest and request.method != "POST":
        return redirect(form.next.data or url_for("today.home"))
    if form.validate_on_submit():
        email = normal_email(form.given("email"))
        with form.refusals():
            with guess(PASSWORD, email, "password"):
                user_id = recognise(email, form.given("password"))
            return _come_in(user_id, viewer, form.next.data)
        record_event("sign-in failed", account=find_person(email))
    page = render_template("people/sign_in.html", form=form, has_signed_up=typed is not None)
    return page, form.status


def _come_in(user_id: UUID, viewer: Viewer | None, then: str | None) -> Response:
    """Go on, as the guest who made the account if that is who is here."""
    mine = bring_guest(user_id, viewer.id) if viewer and viewer.is_guest else user_id
    led_on = enter(mine, Means.PASSWORD, then)
    if viewer is not None and mine == viewer.id:
        flash(_("Everything you did as a guest is in your account."), "ok")
    return led_on


@blueprint.post("/sign-out")
@public
@ungated
def sign_out() -> ResponseReturnValue:
    """Sign out; a guest, who could not come back, is asked first."""
    viewer = viewer_or_none()
    if viewer is not None and viewer.is_guest and "sure" not in request.form:
        return render_template("people/sign_out.html")
    record_event("signed out")
    end_session()
    forget_site()
    return redirect(url_for("welcome.show"))


@blueprint.post("/demonstration/<account>")
@public
@limiter.limit(MAKING)
def demonstrate(account: str) -> ResponseReturnValue:
    """Sign in as the demonstration's learner or instructor, without a password."""
    emails = {known.email.partition("@")[0]: known.email for known in ACCOUNTS}
    is_offered = current_app.extensions["recite"].demonstration and account in emails
    user_id = find_person(emails[account]) if is_offered else None
    if user_id is None:
        abort(404)
    begin_session(user_id)
    record_event("signed in", actor=user_id, means="demonstration")
    return redirect(url_for("today.home"))
