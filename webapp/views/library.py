"""The library: every course joined, with its documents and quizzes."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp import clock
from webapp.access import current_viewer
from webapp.services.sources.queries.library import load_library
from webapp.wording import moment

blueprint = Blueprint("library", __name__)


@blueprint.get("/library")
def index() -> ResponseReturnValue:
    """Show what there is to read and to answer."""
    viewer, now = current_viewer(), clock.now()
    return render_template(
        "library/index.html",
        shelves=load_library(viewer.id, now),
        now=now,
        when=lambda at: moment(at, viewer.time_zone, now),
    )
