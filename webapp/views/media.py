"""Pictures and sounds, to those who are shown what speaks of them."""

from __future__ import annotations

import time

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wsgi import wrap_file

from webapp import clock
from webapp.access import course_for, current_viewer, takes
from webapp.forms.teaching.media import read_upload
from webapp.gateway.limits import LARGEST_REQUEST
from webapp.logs import record_event
from webapp.models import Role
from webapp.services.errors import Missing, Refusal, Unavailable
from webapp.services.media.adding import add_file
from webapp.services.media.queries.files import find_file
from webapp.services.operations.spending import computing
from webapp.stores import current_store

blueprint = Blueprint("media", __name__)
_KEPT = 365 * 24 * 60 * 60  # seconds: what has one name is always the same
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # a drawing may style itself


@blueprint.get("/media/<name>")
def show(name: str) -> ResponseReturnValue:
    """Send a file, or the part of it that a player asks for."""
    viewer = current_viewer()
    file = find_file(name, viewer.id, is_admin=viewer.is_admin)
    if file is None:
        raise _missing()
    try:
        stream = current_store().open(name)
    except FileNotFoundError as error:
        raise _missing() from error
    except OSError as error:
        raise Unavailable(_("It cannot be read just now. Try again in a moment.")) from error
    response = Response(
        wrap_file(request.environ, stream), mimetype=file.mime, direct_passthrough=True
    )
    response.content_length = file.size
    response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = _POLICY
    response.cache_control.private = True
    response.cache_control.max_age = _KEPT
    response.cache_control.immutable = True
    response.set_etag(name)
    return response.make_conditional(request, accept_ranges=True, complete_length=file.size)


@blueprint.post("/teach/<course>/media")
@takes({"media_description": 8 * 1024}, files=("media",), largest=LARGEST_REQUEST)
def add(course: str) -> ResponseReturnValue:
    """Keep a file for a course; says what stands in a text for it, or what is wrong with it."""
    taught, viewer, now = course_for(course, Role.INSTRUCTOR), current_viewer(), clock.now()
    name, content = read_upload()
    about = request.form.get("media_description", "")
    try:
        with computing(viewer.id, now, is_exempt=viewer.is_admin, spent=time.monotonic):
            reference = add_file(taught.id, viewer.id, name, content, about, now)
    except Refusal as refusal:
        return Response(str(refusal.message), refusal.status, mimetype="text/plain")
    record_event("file added", course=taught.id)
    return Response(reference, mimetype="text/plain")


def _missing() -> Missing:
    return Missing(_("There is no such picture or sound, or it is not for you."))
