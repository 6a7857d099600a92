"""Signing up, or coming in as a guest."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock, outbox
from webapp.access import Viewer, begin_session, limiter, public, viewer_or_none
from webapp.access.limits import MAKING, may_mail
from webapp.access.networks import current_network
from webapp.forms.people import GOING_TO, TYPED_EMAIL, GuestForm, SignUpForm
from webapp.logs import record_event
from webapp.models import Means
from webapp.services.people.accounts import make_guest, sign_up, sign_up_as_guest
from webapp.services.people.addresses import normal_email
from webapp.services.people.joining import code_of
from webapp.services.people.mail import Mailer, send_account_reminder, send_confirmation_link
from webapp.services.people.password_links import make_confirmation_link

blueprint = Blueprint("signing_up", __name__)


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
@limiter.limit(MAKING, methods=["POST"])
def show() -> ResponseReturnValue:
    """Make an account; a guest keeps everything.

    The answer is the same, and as quick, whether the address had an account already.
    """
    viewer = viewer_or_none()
    if viewer is not None and not viewer.is_guest:
        return redirect(url_for("today.home"))
    form = SignUpForm(next=request.args.get("next"))
    if form.validate_on_submit():
        with form.refusals():
            user_id = _make_account(form, viewer)
            record_event("signed up" if user_id else "sign-up for a known address", person=user_id)
            # Says to whom the sign-in page is shown next, without its address telling anybody.
            session[TYPED_EMAIL] = form.given("email")
            session[GOING_TO] = form.given("next")
            mailer = outbox.mailer()
            return _go_on(form) if mailer is None else _write(mailer, form, user_id)
    return render_template("people/sign_up.html", form=form), form.status


def _make_account(form: SignUpForm, guest: Viewer | None) -> UUID | None:
    account, at = form.account(), clock.now()
    where: dict[str, Any] = {
        "demonstration": current_app.extensions["recite"].demonstration
        and code_of(form.next.data) is None,
        "network": current_network(),
    }
    if guest is not None:
        return sign_up_as_guest(account, guest.id, at, **where)
    return sign_up(account, at, **where)


def _go_on(form: SignUpForm) -> ResponseReturnValue:
    flash(
        _("If that address was free, your account is made. Sign in with the password you chose."),
        "ok",
    )
    return redirect(url_for("signing_in.show", next=form.next.data))


def _write(mailer: Mailer, form: SignUpForm, user_id: UUID | None) -> ResponseReturnValue:
    """Send what confirms a new account, or tells of the old one; the page says that of neither."""
    email = normal_email(form.given("email"))
    page = make_response(render_template("people/signed_up.html", form=form))
    sign_in = outbox.site_address("signing_in.show")
    forgotten = outbox.site_address("one_time_links.forgotten")
    address = outbox.link_address("")

    def send() -> None:
        if user_id is None:
            send_account_reminder(mailer, email, sign_in, forgotten)
        else:
            token = make_confirmation_link(user_id, clock.now())
            send_confirmation_link(mailer, email, address + token)

    if may_mail(email):
        outbox.send_after(page, send)
    return page


@blueprint.post("/guest")
@public
@limiter.limit(MAKING)
def guest() -> ResponseReturnValue:
    """Come in without an e-mail address."""
    if viewer_or_none() is None:
        demonstration = current_app.extensions["recite"].demonstration
        zone, here = GuestForm().given("time_zone"), current_network()
        guest_id = make_guest(zone, clock.now(), demonstration=demonstration, network=here)
        begin_session(guest_id, Means.GUEST)
        record_event("guest came in", actor=guest_id)
    return redirect(url_for("today.home"))
