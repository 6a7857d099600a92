"""Signing in by the provider that the site names: there, and back."""

from __future__ import annotations

import hmac

from flask import (
    Blueprint,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import clock, outbox
from webapp.access import (
    enter,
    guess,
    limiter,
    prove_session,
    public,
    ungated,
    viewer_or_none,
)
from webapp.access.limits import PROVIDER, STARTING
from webapp.access.networks import current_network
from webapp.config import Config
from webapp.forms.people import local_path
from webapp.logs import record_event
from webapp.models import ChallengePurpose, Means
from webapp.providers import Provider
from webapp.services.errors import Forbidden, Refusal
from webapp.services.people import challenges, single_sign_on
from webapp.services.people.challenges import Begun
from webapp.services.people.id_tokens import Claims, Distrusted
from webapp.services.people.identities import come_by_provider, find_identity
from webapp.services.people.single_sign_on import Away, Secrets

blueprint = Blueprint("oidc", __name__, url_prefix="/oidc")

_WAITING = "provider"


@blueprint.get("/start")
@public
@ungated
@limiter.limit(STARTING)
def start() -> ResponseReturnValue:
    """Lead to the provider; those who are signed in show there anew who they are."""
    provider, viewer, secrets = _provider(), viewer_or_none(), single_sign_on.draw_secrets()
    then = local_path(request.args.get("next")) or ""
    known = viewer.id if viewer and not viewer.is_guest else None
    kept = {"nonce": secrets.nonce, "verifier": secrets.verifier, "then": then}
    try:
        address = single_sign_on.find_entrance(provider, clock.now())
    except Away as away:
        return _refused(away, then)
    state = challenges.begin(ChallengePurpose.PROVIDER, clock.now(), known, **kept)
    session[_WAITING] = state
    asked = single_sign_on.ask(provider, secrets, state, _back(), anew=known is not None)
    return redirect(single_sign_on.with_query(address, asked))


@blueprint.get("/callback")
@public
@ungated
def callback() -> ResponseReturnValue:
    """Come back from the provider: in, or told why not."""
    provider, then = _provider(), ""
    try:
        with guess(PROVIDER):
            begun = _take()
            then = begun.content["then"]
            try:
                return _arrive(begun, _redeem(provider, begun), then)
            except Away as away:
                return _refused(away, then)
    except Refusal as refusal:
        return _refused(refusal, then)


def _provider() -> Provider:
    config: Config = current_app.extensions["recite"]
    if config.provider is None or config.demonstration:
        abort(404)
    return config.provider


def _back() -> str:
    return outbox.site_address("oidc.callback")


def _take() -> Begun:
    """Return what this browser began, once; what comes with another state ends nothing."""
    expected, given = str(session.get(_WAITING, "")), request.args.get("state", "")
    if not expected or not hmac.compare_digest(expected.encode(), given.encode()):
        raise Distrusted("state")
    session.pop(_WAITING)
    begun = challenges.take(given, ChallengePurpose.PROVIDER, clock.now())
    if begun is None:
        raise Distrusted("too late")
    return begun


def _redeem(provider: Provider, begun: Begun) -> Claims:
    if request.args.get("iss", provider.issuer) != provider.issuer:
        raise Distrusted("iss of the answer")
    code = request.args.get("code")
    if not code:
        message = _("%(name)s signed nobody in. Begin again if you want to.", name=provider.name)
        raise Refusal(message)
    secrets = Secrets(begun.content["nonce"], begun.content["verifier"])
    anew = begun.user_id is not None
    return single_sign_on.redeem(provider, secrets, code, _back(), clock.now(), anew=anew)


def _arrive(begun: Begun, claims: Claims, then: str) -> Response:
    viewer, at = viewer_or_none(), clock.now()
    if begun.user_id is not None:
        if viewer is None or not begun.user_id == viewer.id == find_identity(claims):
            raise Forbidden(_("The provider signed in somebody else than who is signed in here."))
        prove_session()
        record_event("confirmed by provider", actor=viewer.id)
        return redirect(then or url_for("settings.show"))
    guest_id = viewer.id if viewer and viewer.is_guest else None
    arrival = come_by_provider(claims, at, guest_id=guest_id, network=current_network())
    if arrival.news:
        record_event(arrival.news, actor=arrival.user_id, means=Means.PROVIDER)
    return enter(arrival.user_id, Means.PROVIDER, then or None)


def _refused(refusal: Refusal, then: str) -> Response:
    """Tell why nobody is signed in, and the way back."""
    why = refusal.why if isinstance(refusal, Away | Distrusted) else type(refusal).__name__
    record_event("sign-in by provider refused", why=why)
    page = render_template("people/provider.html", message=refusal.message, then=then or None)
    return make_response(page, refusal.status)
