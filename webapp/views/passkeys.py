"""Passkeys: made, removed, and used to sign in with."""

from __future__ import annotations

from uuid import UUID

from flask import (
    Blueprint,
    Response,
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

from webapp import clock
from webapp.access import (
    Viewer,
    arrive,
    asks_anew,
    current_viewer,
    guess,
    limiter,
    public,
    session_hash,
    takes,
    ungated,
)
from webapp.access.limits import SECOND_FACTOR
from webapp.config import Config
from webapp.forms.factors import LONGEST_CREDENTIAL, NewPasskeyForm, PasskeyForm
from webapp.logs import record_event
from webapp.models import ChallengePurpose, Means
from webapp.services.errors import Forbidden, Missing, Refusal
from webapp.services.people import challenges
from webapp.services.people.passkeys import (
    Site,
    add_passkey,
    offer_registration,
    offer_sign_in,
    recognise_passkey,
    remove_passkey,
    site_at,
)

blueprint = Blueprint("passkeys", __name__)

_NEW, _USED = "new_passkey", "passkey"
_LONGEST = {"credential": LONGEST_CREDENTIAL}
# Each keeps a challenge for some minutes; a whole school may begin at once.
_BEGINNING = "300 per minute"


@blueprint.route("/settings/passkeys/new", methods=["GET", "POST"])
@ungated
@asks_anew
@takes(_LONGEST)
def new() -> ResponseReturnValue:
    """Name a passkey, and keep what the device made."""
    viewer, site = _member(), _site()
    form, purpose = NewPasskeyForm(), ChallengePurpose.REGISTRATION
    if form.validate_on_submit():
        begun = challenges.take(session.pop(_NEW, None), purpose, clock.now())
        with form.refusals():
            if begun is None or begun.user_id != viewer.id:
                raise Refusal(_("That took too long. Try again."), "credential")
            add_passkey(
                site,
                viewer.id,
                form.given("name"),
                form.given("credential"),
                begun.content["challenge"],
                session_hash(),
                clock.now(),
            )
            record_event("passkey added", actor=viewer.id)
            flash(_("The passkey is set up. You are signed out everywhere else."), "ok")
            return redirect(url_for("factors.show"))
    return render_template("settings/passkey.html", form=form, site=site), form.status


@blueprint.post("/settings/passkeys/options")
@ungated
@asks_anew
@limiter.limit(_BEGINNING)
def options() -> ResponseReturnValue:
    """Give the script what it asks the device for."""
    viewer = _member()
    asked, challenge = offer_registration(_site(), viewer.id)
    purpose = ChallengePurpose.REGISTRATION
    session[_NEW] = challenges.begin(purpose, clock.now(), viewer.id, challenge=challenge)
    return Response(asked, mimetype="application/json")


@blueprint.post("/settings/passkeys/<uuid:passkey_id>/removal")
@ungated
@asks_anew
def remove(passkey_id: UUID) -> ResponseReturnValue:
    """Take a passkey away."""
    viewer = current_viewer()
    remove_passkey(viewer.id, passkey_id, session_hash())
    record_event("passkey removed", actor=viewer.id)
    flash(_("The passkey is removed. You are signed out everywhere else."), "ok")
    return redirect(url_for("factors.show"))


@blueprint.post("/sign-in/passkey/options")
@public
@ungated
@limiter.limit(_BEGINNING)
def sign_in_options() -> ResponseReturnValue:
    """Give the script what it asks the device for, whoever it is."""
    asked, challenge = offer_sign_in(_site())
    purpose = ChallengePurpose.PASSKEY
    session[_USED] = challenges.begin(purpose, clock.now(), challenge=challenge)
    return Response(asked, mimetype="application/json")


@blueprint.route("/sign-in/passkey", methods=["GET", "POST"])
@public
@ungated
@takes(_LONGEST)
def sign_in() -> ResponseReturnValue:
    """Sign in with a passkey, which stands for both factors."""
    site, form = _site(), PasskeyForm(next=request.args.get("next"))
    if form.validate_on_submit():
        begun = challenges.take(session.pop(_USED, None), ChallengePurpose.PASSKEY, clock.now())
        with form.refusals(), guess(SECOND_FACTOR, field="credential"):
            if begun is None:
                raise Refusal(_("That took too long. Try again."), "credential")
            challenge = begun.content["challenge"]
            user_id = recognise_passkey(site, form.given("credential"), challenge, clock.now())
            return arrive(user_id, Means.PASSKEY, form.next.data)
        record_event("passkey failed")
    return render_template("people/passkey.html", form=form, site=site), form.status


def _member() -> Viewer:
    viewer = current_viewer()
    if viewer.is_guest:
        raise Forbidden(_("Guests have no account to guard. Sign up first."))
    return viewer


def _site() -> Site:
    config: Config = current_app.extensions["recite"]
    site = site_at(config.address)
    if site is None:
        raise Missing(_("This site has no passkeys: they need https and a name."))
    return site
