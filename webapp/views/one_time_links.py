"""Links that work once: for a forgotten password, and to become the first administrator."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import begin_session, guess, limiter, public
from webapp.access.limits import LINK, MAKING
from webapp.config import Config
from webapp.forms.people import AccountForm, ForgottenForm, NewPasswordForm
from webapp.models import LinkPurpose
from webapp.services.mail import Mailer, send_password_link
from webapp.services.one_time_links import find_link
from webapp.services.people import (
    become_administrator,
    request_password_link,
    set_password,
)

blueprint = Blueprint("one_time_links", __name__)


@blueprint.route("/forgotten", methods=["GET", "POST"])
@public
@limiter.limit(MAKING, methods=["POST"])
def forgotten() -> ResponseReturnValue:
    """Send a link for a new password where mail can be sent; else say who makes one.

    The answer is the same, and as quick, whether anybody has that address.
    """
    send = _sender()
    if send is None:
        return render_template("people/forgotten.html", form=None)
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("people/forgotten.html", form=form), form.status
    email = form.given("email")
    page = make_response(render_template("people/forgotten.html", form=form, sent=True))
    page.call_on_close(lambda: send(email))
    return page


@blueprint.route("/one-time/<token>", methods=["GET", "POST"])
@public
def use(token: str) -> ResponseReturnValue:
    """Use a link: set a password, or become the administrator, and be signed in."""
    with guess(LINK):
        link = find_link(token, clock.now())
    if link.purpose is LinkPurpose.PASSWORD:
        return _choose_password(token, link.email)
    return _become_administrator(token)


def _choose_password(token: str, email: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            begin_session(set_password(token, form.given("password"), clock.now()))
            flash(_("Your password is changed. You are signed out everywhere else."), "ok")
            return redirect(url_for("today.show"))
    return render_template("people/new_password.html", form=form, email=email), form.status


def _become_administrator(token: str) -> ResponseReturnValue:
    form = AccountForm()
    if form.validate_on_submit():
        with form.refusals():
            begin_session(become_administrator(token, form.account(), clock.now()))
            flash(_("You are the administrator."), "ok")
            return redirect(url_for("today.show"))
    return render_template("people/administrator.html", form=form), form.status


def _sender() -> Callable[[str], None] | None:
    """Return what sends a link to whose address it is after the response; nothing without mail.

    The link's own address is never taken from the request, whose Host anybody can make up.
    """
    config: Config = current_app.extensions["recite"]
    if config.smtp_url is None or config.mail_from is None or config.url is None:
        return None
    mailer, site = Mailer(config.smtp_url, config.mail_from), config.url
    app = cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined]

    def send(email: str) -> None:
        with app.app_context():
            requested = request_password_link(email, clock.now())
            if requested is not None:
                kept, token = requested
                path = app.url_map.bind("").build("one_time_links.use", {"token": token})
                send_password_link(mailer, kept, site + path)

    return send
