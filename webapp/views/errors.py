"""The one place where errors become pages."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus

from flask import Flask, current_app, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from limits.errors import StorageError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from webapp.access import viewer_or_none
from webapp.db import db
from webapp.logs import logged_path, record_event
from webapp.services.errors import Refusal

_RETRY_SECONDS = 5
_EVENTS = {403: "access refused", 429: "tried too often"}
_READ_ONLY = _l(
    "The database can only be read just now, so nothing was stored. What you sent is not lost: "
    "wait a few minutes, then reload this page to send it again."
)
_FULL = _l(
    "The database has no room left, so nothing was stored. What was stored before is safe. Tell "
    "the administrator, then reload this page to send it again."
)
# By what SQLite and PostgreSQL say.
_WHY = {
    "read-only transaction": _READ_ONLY,
    "readonly database": _READ_ONLY,
    "is full": _FULL,
    "No space left": _FULL,
}


def register(app: Flask) -> None:
    """Show a friendly page for whatever goes wrong."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(PoolTimeout, _busy)
    app.register_error_handler(StorageError, _busy)
    app.register_error_handler(DataError, _unfit)
    app.register_error_handler(Exception, _unexpected)


def _refused(error: Refusal) -> ResponseReturnValue:
    if event := _EVENTS.get(error.status):
        record_event(event, path=logged_path())
    return _page(error.status, str(error.message))


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    record_event("form refused", path=logged_path())
    return _page(
        400, _("This form was open for too long or in another session. Go back and send it again.")
    )


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    if event := _EVENTS.get(error.code):
        record_event(event, path=logged_path())
    return _page(error.code, None)


def _database_error(error: DBAPIError) -> ResponseReturnValue:
    """Tell a database that cannot do its work from a statement that makes no sense to it."""
    if isinstance(error, DataError | IntegrityError | ProgrammingError):
        return _unexpected(error)
    return _busy(error)


def _busy(error: DBAPIError | PoolTimeout | StorageError) -> ResponseReturnValue:
    reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    current_app.logger.warning(
        "database", extra={"fields": {"error": reason, "path": logged_path()}}
    )
    _let_go()
    page, code = _page(503, _WHY.get(next((part for part in _WHY if part in reason), "")))
    return page, code, {"Retry-After": str(_RETRY_SECONDS)}


def _let_go() -> None:
    """Leave the database alone for the rest of this request, which shows a page without it."""
    g.setdefault("viewer", None)
    with suppress(SQLAlchemyError):
        db.session.rollback()


def _unfit(error: DataError) -> ResponseReturnValue:
    """What the database has no room for was sent, and nothing before it has noticed."""
    db.session.rollback()
    current_app.logger.warning("value", extra={"fields": {"error": type(error.orig).__name__}})
    return _page(400, None)


def _unexpected(_error: Exception) -> ResponseReturnValue:
    with suppress(SQLAlchemyError):
        db.session.rollback()
    current_app.logger.exception("unexpected", extra={"fields": {"path": logged_path()}})
    return _page(500, None)


def _page(code: int, message: str | None) -> tuple[str, int]:
    try:
        viewer_or_none()
    except SQLAlchemyError:
        _let_go()
    titles = {
        400: _("That did not work"),
        403: _("Not yours to open"),
        404: _("Nothing here"),
        405: _("That cannot be done here"),
        409: _("Something changed meanwhile"),
        413: _("Too large"),
        414: _("Too long"),
        429: _("One moment"),
        415: _("That cannot be read"),
        500: _("Something went wrong on our side"),
        503: _("One moment"),
    }
    messages = {
        400: _("The request could not be understood. Nothing is lost. Go back and try again."),
        403: _("This page belongs to somebody else, or needs another role."),
        404: _("There is no page at this address. It may have moved, or the link is incomplete."),
        405: _(
            "Nothing can be opened at this address, as it is where a form is sent. "
            "Nothing was changed."
        ),
        409: _("Go back, reload the page and try again."),
        413: _("What was sent is over the limit. Send less at once; nothing was changed."),
        414: _("This address is too long. Go back and use the forms on the page."),
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
        action_url=url_for("today.home"),
        action_label=_("Go to your first page"),
    )
    return page, code
