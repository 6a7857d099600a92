"""The one place where errors become pages."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, current_app, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from webapp.db import db
from webapp.logs import logged_path
from webapp.services.errors import Refusal


def register(app: Flask) -> None:
    """Show a friendly page for whatever goes wrong."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(Exception, _unexpected)


def _refused(error: Refusal) -> ResponseReturnValue:
    return _page(error.status, str(error.message))


def _stale_form(error: CSRFError) -> ResponseReturnValue:
    return _page(
        400, _("This form was open for too long or in another session. Go back and send it again.")
    )


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    return _page(error.code, None)


def _busy(error: OperationalError) -> ResponseReturnValue:
    db.session.rollback()
    current_app.logger.warning("database", extra={"fields": {"error": str(error.orig)}})
    return _page(503, None)


def _unexpected(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    current_app.logger.exception("unexpected", extra={"fields": {"path": logged_path()}})
    return _page(500, None)


def _page(code: int, message: str | None) -> ResponseReturnValue:
    titles = {
        400: _("That did not work"),
        403: _("Not yours to open"),
        404: _("Nothing here"),
        405: _("That cannot be done here"),
        409: _("Something changed meanwhile"),
        413: _("Too large"),
        429: _("One moment"),
        415: _("That cannot be read"),
        500: _("Something went wrong on our side"),
        503: _("One moment"),
    }
    messages = {
        400: _("The request could not be understood. Nothing is lost. Go back and try again."),
        403: _("This page belongs to somebody else, or needs another role."),
        404: _("There is no page at this address. It may have moved, or the link is incomplete."),
        405: _("This address does not take such a request. Go back and use the button."),
        409: _("Go back, reload the page and try again."),
        413: _("What was sent is over the limit. Send less at once; nothing was changed."),
        415: _("Use the forms on the page; other formats are not read."),
        503: _("The database is busy or away. Nothing is lost. Try again in a moment."),
        429: _("Too many tries in a short time. Wait a minute, then try again."),
        500: _(
            "Nothing you have done is lost. Try again. If it stays so, tell the "
            "administrator this number: %(id)s.",
            id=g.get("request_id", "")[:8],
        ),
    }
    page = render_template(
        "errors/error.html",
        code=code,
        title=titles.get(code, titles[400]),
        message=message or messages.get(code, messages[400]),
        action_url=url_for("today.show"),
        action_label=_("Go to Today"),
    )
    return page, code
