"""Letting people into a course: what is put up on a wall."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.access import course_for
from webapp.models import Role
from webapp.outbox import site_address
from webapp.services.people.joining import show_code
from webapp.services.people.scannable import draw_scannable

blueprint = Blueprint("enrolling", __name__)


@blueprint.get("/teach/<course>/poster")
def poster(course: str) -> ResponseReturnValue:
    """Show how to join the course, large enough to be printed or projected."""
    taught = course_for(course, Role.INSTRUCTOR)
    link = site_address("joining.show", code=taught.join_code)
    return render_template(
        "teaching/poster.html",
        course=taught,
        code=show_code(taught.join_code),
        address=site_address("joining.show").partition("://")[2],
        link=link,
        picture=Markup(draw_scannable(link, fills=True)),  # noqa: S704 - made here
    )
