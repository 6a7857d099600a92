"""Who may come in: nobody unsigned unless a view is public, nobody into another's course."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import current_app, flash, redirect, request, url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp import clock
from webapp.access.entering import is_required
from webapp.access.viewer import Viewer, current_viewer, viewer_or_none
from webapp.db import db
from webapp.models import Course, Enrolment, Role
from webapp.services.errors import Conflict, Forbidden, Missing
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.queries.attempts import GRACE

P = ParamSpec("P")
R = TypeVar("R")


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view as open to everyone."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def ungated(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view as open to those who must set up a second factor before anything else."""
    view.is_ungated = True  # type: ignore[attr-defined]
    return view


def asks_anew(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view as closed until this browser has shown lately whose it is."""
    view.asks_anew = True  # type: ignore[attr-defined]
    return view


def while_archived(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view by which those who teach may change something of an archived course, too."""
    view.is_open_while_archived = True  # type: ignore[attr-defined]
    return view


def default_deny() -> Response | None:
    """Send people to what must come first, unless the view is open. Runs before each request.

    Visitors sign in; whoever lacks a second factor the site requires sets one up; where it
    matters most, one shows anew who one is.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    is_public, is_ungated = (
        getattr(view, mark, False) or request.endpoint == "static"
        for mark in ("is_public", "is_ungated")
    )
    if view is None or (is_public and is_ungated):
        return None
    viewer = viewer_or_none()
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    if viewer is None:
        return None if is_public else redirect(url_for("signing_in.show", next=back))
    _close_overdue(viewer)
    if not is_ungated and must_set_up(viewer):
        return redirect(url_for("factors.show"))
    if getattr(view, "asks_anew", False) and not viewer.is_fresh(clock.now()):
        back = back or _came_from() or url_for("factors.show")
        return redirect(url_for("confirming.show", next=back))
    return None


def _came_from() -> str | None:
    """Return the page of ours whose form was sent, to go on there."""
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:  # it is no address: http://[
        return None
    return parts.path if parts.netloc == request.host else None


def _close_overdue(viewer: Viewer) -> None:
    """Hand in what this person ran out of time with, before any page looks at it."""
    now = clock.now()
    is_over = viewer.next_deadline is not None and viewer.next_deadline <= now - GRACE
    if is_over and close_overdue(now, user_id=viewer.id):
        flash(_("The time was over. What you had answered was handed in."), "warn")


def must_set_up(viewer: Viewer) -> bool:
    """Return whether somebody lacks a second factor that the site requires of them."""
    return not viewer.has_factor and not viewer.is_guest and is_required(viewer.teaches)


def administrator() -> Viewer:
    """Return who is here, an administrator of the site. Raises Forbidden for everybody else."""
    viewer = current_viewer()
    if not viewer.is_admin:
        raise Forbidden(_("Only administrators of this site can do that."))
    return viewer


def course_for(slug: str, least: Role) -> Course:
    """Return the course, for somebody whose role in it reaches ``least``.

    Raises:
        Missing: there is no such course, or this person is not in it.
        Forbidden: this person's role does not reach that far.
        Conflict: it is archived, and this would change something that is for those who teach it.
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
        raise Forbidden(_refusal(least))
    if course.archived_at is not None and least.reaches(Role.INSTRUCTOR):
        _refuse_changes()
    return course


def _refusal(least: Role) -> str:
    if least is Role.OWNER:
        return str(_("Only the owner of this course can do that."))
    return str(_("Only instructors of this course can do that."))


def _refuse_changes() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method == "POST" and not getattr(view, "is_open_while_archived", False):
        raise Conflict(
            _(
                "This course is archived, so nothing in it can be changed. Its owner can bring it "
                "back on the page of the course."
            )
        )
