"""The people of a course, for those who teach it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from webapp import clock, outbox
from webapp.access import course_for, current_viewer, while_archived
from webapp.logs import record_event
from webapp.models import Course, Role
from webapp.services.errors import Missing
from webapp.services.people.mail import Mailer, send_password_link
from webapp.services.people.news import mail_news_of_making
from webapp.services.people.password_links import (
    Addressed,
    NotHelped,
    mail_password_link,
    show_password_link,
)
from webapp.services.quizzes.overriding import FACTORS, set_time_factor
from webapp.services.teaching import members
from webapp.services.teaching.inviting import list_invitations
from webapp.services.teaching.members import (
    Actor,
    Removed,
    actor_in,
    change_role,
    list_people,
    remove_person,
)
from webapp.wording import moment

blueprint = Blueprint("people", __name__)

_REMOVED = "removed"
_KEPT_OF_REMOVED = 6  # what the cookie keeps of it; an older one keeps less
_TO_UNDO = timedelta(minutes=10)


@blueprint.get("/teach/<course>/people")
def index(course: str) -> ResponseReturnValue:
    """List who takes part in a course."""
    return _page(course_for(course, Role.INSTRUCTOR))


@blueprint.post("/teach/<course>/people/<uuid:user_id>/link")
@while_archived
def link(course: str, user_id: UUID) -> ResponseReturnValue:
    """Help somebody to a new password: by mail to their own address, or by a link shown once."""
    taught = course_for(course, Role.INSTRUCTOR)
    mailer = outbox.mailer()
    try:
        if mailer is not None and "in_person" not in request.form:
            return _mail_link(taught, user_id, mailer)
        return _show_link(taught, user_id, mailer)
    except NotHelped as refusal:
        return _page(taught, problem=str(refusal.message)), refusal.status


def _mail_link(course: Course, user_id: UUID, mailer: Mailer) -> ResponseReturnValue:
    made = mail_password_link(course.id, user_id, _actor(course), clock.now())
    record_event("password link mailed", person=user_id, course=course.id)
    flash(
        _("A link for a new password is on its way to %(name)s’s own address.", name=made.name),
        "ok",
    )
    address = outbox.link_address(made.token)
    answer = redirect(url_for(".index", course=course.slug))
    outbox.send_after(answer, lambda: send_password_link(mailer, made.email, address))
    return answer


def _show_link(course: Course, user_id: UUID, mailer: Mailer | None) -> ResponseReturnValue:
    actor, at = _actor(course), clock.now()
    made = show_password_link(course.id, user_id, actor, at)
    record_event("password link shown", person=user_id, course=course.id)
    page = make_response(_page(course, made))
    if actor.is_admin and mailer is not None:
        forgotten = outbox.site_address("one_time_links.forgotten")
        outbox.send_after(
            page, lambda: mail_news_of_making(mailer, made.email, actor.id, at, forgotten)
        )
    return page


@blueprint.route("/teach/<course>/people/<uuid:user_id>/removal", methods=["GET", "POST"])
@while_archived
def remove(course: str, user_id: UUID) -> ResponseReturnValue:
    """Ask whether to take somebody out of the course, then do it."""
    taught = course_for(course, Role.INSTRUCTOR)
    person = next((p for p in list_people(taught.id) if p.id == user_id), None)
    if request.method == "POST" or person is None:
        _remember(remove_person(taught.id, user_id, _actor(taught)))
        record_event("person removed", actor=current_viewer().id, person=user_id, course=taught.id)
        flash(_("They are no longer in the course."), "ok")
        return redirect(url_for(".index", course=course))
    return render_template("teaching/removal.html", course=taught, person=person)


@blueprint.post("/teach/<course>/people/removal/undoing")
@while_archived
def put_back(course: str) -> ResponseReturnValue:
    """Take back the removal that was done last in this browser."""
    taught = course_for(course, Role.INSTRUCTOR)
    removed = _removed_from(taught)
    if removed is None:
        raise Missing(_("There is nothing to take back here any more."))
    members.put_back(removed, _actor(taught))
    del session[_REMOVED]
    record_event("person put back", person=removed.user_id, course=taught.id)
    flash(_("They are in the course again, as they were."), "ok")
    return redirect(url_for(".index", course=course))


def _remember(removed: Removed) -> None:
    """Keep in the signed cookie what could be taken back."""
    session[_REMOVED] = [
        str(removed.course_id),
        str(removed.user_id),
        removed.role.value,
        clock.to_milliseconds(removed.joined_at),
        removed.group_name,
        clock.to_milliseconds(clock.now()),
    ]


def _removed_from(course: Course) -> Removed | None:
    """Return what was removed from the course lately in this browser, if anybody was."""
    kept: list[Any] = session.get(_REMOVED) or []
    if len(kept) != _KEPT_OF_REMOVED:
        return None
    course_id, user_id, role, joined_at, group_name, at = kept
    since = clock.to_milliseconds(clock.now() - _TO_UNDO)
    if course_id != str(course.id) or at < since:
        return None
    return Removed(
        course.id, UUID(user_id), Role(role), clock.from_milliseconds(joined_at), group_name
    )


@blueprint.post("/teach/<course>/people/<uuid:user_id>/role")
@while_archived
def set_role(course: str, user_id: UUID) -> ResponseReturnValue:
    """Give somebody another role."""
    taught = course_for(course, Role.INSTRUCTOR)
    wanted = request.form.get("role", "")
    if wanted not in list(Role):
        raise BadRequest
    change_role(taught.id, user_id, Role(wanted), _actor(taught))
    record_event(
        "role changed",
        actor=current_viewer().id,
        person=user_id,
        course=taught.id,
        role=wanted,
    )
    flash(_("The role is changed."), "ok")
    return redirect(url_for(".index", course=course))


@blueprint.post("/teach/<course>/people/<uuid:user_id>/time")
def set_time(course: str, user_id: UUID) -> ResponseReturnValue:
    """Give a learner so many times as long as others in every quiz of the course."""
    taught = course_for(course, Role.INSTRUCTOR)
    wanted = next((each for each in FACTORS if f"{each:g}" == request.form.get("factor")), None)
    if wanted is None:
        raise BadRequest
    set_time_factor(taught.id, user_id, wanted)
    record_event("time factor set", person=user_id, course=taught.id)
    flash(_("Their time in quizzes is changed, also in attempts under way."), "ok")
    return redirect(url_for(".index", course=course))


def _actor(course: Course) -> Actor:
    viewer = current_viewer()
    return actor_in(course.id, viewer.id, is_admin=viewer.is_admin)


def _page(course: Course, made: Addressed | None = None, problem: str = "") -> str:
    viewer, now = current_viewer(), clock.now()
    return render_template(
        "teaching/people.html",
        course=course,
        people=list_people(course.id),
        factors=FACTORS,
        invitations=list_invitations(course.id),
        actor=_actor(course),
        removed=_removed_from(course),
        link=outbox.link_address(made.token) if made else None,
        name=made.name if made else "",
        problem=problem,
        can_mail=outbox.mailer() is not None,
        when=lambda at: moment(at, viewer.time_zone, now),
    )
