"""The outbox: e-mail of the running application, sent once the answer is on its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import Flask, current_app, request, url_for
from werkzeug.wrappers import Response

from webapp.config import EVERY_ADDRESS, Config, web_address
from webapp.gateway.calling import REACHED_AT
from webapp.services.people.mail import Mailer


def mailer() -> Mailer | None:
    """Return what e-mail is sent by; nothing where none can be sent."""
    config: Config = current_app.extensions["recite"]
    if config.smtp_url is None or config.mail_from is None or config.url is None:
        return None
    return Mailer(config.smtp_url, config.mail_from, config.smtp_starttls)


def send_after(response: Response, send: Callable[[], None]) -> None:
    """Do ``send`` when the response has gone, so that its time tells nobody what was sent."""
    app = cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined]

    def sending() -> None:
        with app.app_context():
            send()

    response.call_on_close(sending)


def site_address(endpoint: str, **values: Any) -> str:
    """Return the address of a page as people outside reach it.

    It is taken from the settings: the request's Host is anybody's to make up.
    """
    return _root() + url_for(endpoint, **values)


def link_address(token: str) -> str:
    """Return the link that carries a one-time token, in the part that no server is sent."""
    return f"{site_address('one_time_links.use')}#{token}"


def _root() -> str:
    config: Config = current_app.extensions["recite"]
    reached = request.environ.get(REACHED_AT)
    if config.url or config.host not in EVERY_ADDRESS or not reached:
        return config.address
    # It listens on every address: the one that this request came in by is one that works.
    return web_address(*reached, https=config.https)
