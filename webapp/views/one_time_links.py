"""Links that work once: for a password, to confirm an address, to become the administrator.

Their token stands behind the # of the address, which no browser sends: no log, proxy or other
site learns it. The page hands it in by a form, or one pastes it there.
"""

from __future__ import annotations

from contextlib import nullcontext

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock, outbox
from webapp.access import begin_session, enter, guess, limiter, public, viewer_or_none
from webapp.access.limits import LINK, MAKING, RECOVERY_CODE, may_mail
from webapp.forms.people import (
    AdministratorForm,
    ConfirmationForm,
    ForgottenForm,
    NewPasswordForm,
    OneTimeForm,
)
from webapp.logs import record_event
from webapp.models import LinkPurpose, Means
from webapp.services.people.accounts import become_administrator, find_person
from webapp.services.people.addresses import normal_email
from webapp.services.people.mail import send_password_link
from webapp.services.people.news import mail_news_of_use
from webapp.services.people.one_time_links import Link
from webapp.services.people.password_links import (
    confirm_email,
    open_link,
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
    mailer = outbox.mailer()
    if mailer is None:
        return render_template("people/forgotten.html", form=None)
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("people/forgotten.html", form=form), form.status
    email, address = normal_email(form.given("email")), outbox.link_address("")
    page = make_response(render_template("people/forgotten.html", form=form, sent=True))

    def send() -> None:
        made = request_password_link(email, clock.now())
        if made is not None:
            send_password_link(mailer, made.email, address + made.token)

    if may_mail(email):
        outbox.send_after(page, send)
    record_event("password link asked for", account=find_person(email))
    return page


@blueprint.route("/one-time", methods=["GET", "POST"])
@public
def use() -> ResponseReturnValue:
    """Take the token of a link, then do what the link is for."""
    form = OneTimeForm()
    if not form.validate_on_submit():
        return render_template("people/one_time.html", form=form), form.status
    token = form.given("token")
    with guess(LINK):
        link = open_link(token, clock.now())
    if link.purpose is LinkPurpose.PASSWORD:
        return _choose_password(token, link)
    if link.purpose is LinkPurpose.EMAIL:
        return _confirm(token, link)
    return _become_administrator(token)


def _choose_password(token: str, link: Link) -> ResponseReturnValue:
    form = NewPasswordForm()
    if not link.terms.asks_code:
        del form.code
    if "password" in request.form and form.validate():
        trying = guess(RECOVERY_CODE, link.email, "code") if form.code else nullcontext()
        code = form.given("code") if form.code else ""
        with form.refusals():
            with trying:
                used = set_password(token, form.given("password"), clock.now(), code)
            return _come_in(used)
    return render_template("people/new_password.html", form=form, link=link), form.status


def _come_in(link: Link) -> ResponseReturnValue:
    """Sign in whoever set their password, and write to them that it was set."""
    assert link.user_id is not None  # noqa: S101
    answer = enter(link.user_id, Means.LINK)
    record_event("password set by link", actor=link.user_id, maker=link.terms.made_by)
    flash(_("Your password is changed. You are signed out everywhere else."), "ok")
    mailer, forgotten = outbox.mailer(), outbox.site_address("one_time_links.forgotten")
    if mailer is not None:
        outbox.send_after(answer, lambda: mail_news_of_use(mailer, link, forgotten))
    return answer


def _confirm(token: str, link: Link) -> ResponseReturnValue:
    form = ConfirmationForm()
    if "sure" not in request.form:
        return render_template("people/confirm_email.html", form=form, link=link)
    person = confirm_email(token, clock.now())
    record_event("address confirmed", person=person)
    flash(_("Your address is confirmed."), "ok")
    viewer = viewer_or_none()
    is_in = viewer is not None and not viewer.is_guest
    return redirect(url_for("today.home") if is_in else url_for("signing_in.show"))


def _become_administrator(token: str) -> ResponseReturnValue:
    form = AdministratorForm()
    if "password" in request.form and form.validate():
        with form.refusals():
            user_id = become_administrator(token, form.account(), clock.now())
            begin_session(user_id, Means.LINK)
            record_event("administrator made", actor=user_id)
            flash(_("You are the administrator."), "ok")
            return redirect(url_for("today.home"))
    return render_template("people/administrator.html", form=form), form.status
