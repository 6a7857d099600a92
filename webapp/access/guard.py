"""Who may come in: nobody unsigned unless a view is public, nobody into another's course."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import current_app, redirect, request, url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp.access.viewer import current_viewer, viewer_or_none
from webapp.db import db
from webapp.models import Course, Enrolment, Role
from webapp.services.errors import Forbidden, Missing

P = ParamSpec("P")
R = TypeVar("R")


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view as open to everyone."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def default_deny() -> Response | None:
    """Send visitors to the sign-in page, unless the view is public. Runs before each request."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static" or getattr(view, "is_public", False):
        return None
    if viewer_or_none() is not None:
        return None
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("signing_in.show", next=back))


def course_for(slug: str, least: Role) -> Course:
    """Return the course, for somebody whose role in it reaches ``least``.

    Raises:
        Missing: there is no such course, or this person is not in it.
        Forbidden: this person's role does not reach that far.
    """
    viewer = current_viewer()
    query = (
        select(Course, Enrolment.role)
        .outerjoin(Enrolment, (Enrolment.course_id == Course.id) & (Enrolment.user_id == viewer.id))
        .where(Course.slug == slug)
    )
    course, role = db.session.execute(query).one_or_none() or (None, None)
    if viewer.is_admin and course is not None:
        role = Role.OWNER
    if course is None or role is None:
        raise Missing(_("There is no such course, or you have not joined it."))
    if not role.reaches(least):
        raise Forbidden(_("Only instructors of this course can do that."))
    return course
