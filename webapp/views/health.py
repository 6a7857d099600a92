"""Whether the process lives, and whether it can serve."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from webapp.access import public, ungated
from webapp.db import db
from webapp.services.operations.readiness import check_writing, has_room

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
@ungated
def live() -> ResponseReturnValue:
    """Answer as long as the process does."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
@ungated
def ready() -> ResponseReturnValue:
    """Answer 200 when the database can be read and written, its tables in place, else 503."""
    try:
        check_writing()
        is_ready = has_room()
    except SQLAlchemyError:
        db.session.remove()
        is_ready = False
    return (jsonify(status="ok"), 200) if is_ready else (jsonify(status="unavailable"), 503)
