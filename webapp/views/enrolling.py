"""Letting people into a course: what is put up on a wall, and invitations from a list."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from webapp import clock, outbox
from webapp.access import course_for, current_viewer, takes, while_archived
from webapp.access.limits import may_mail
from webapp.forms.teaching.rosters import RosterForm
from webapp.logs import record_event
from webapp.models import Course, Role
from webapp.outbox import site_address
from webapp.services.people.joining import show_code
from webapp.services.people.mail import send_invitations
from webapp.services.people.scannable import draw_scannable
from webapp.services.teaching.inviting import (
    Prospect,
    RosterRow,
    answer_invitation,
    invite,
    look_over,
    withdraw,
)
from webapp.services.teaching.members import Actor, actor_in
from webapp.services.teaching.roster import LARGEST

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


@blueprint.route("/teach/<course>/people/roster", methods=["GET", "POST"])
@takes({"roster": 2 * LARGEST}, files=("file",))
def roster(course: str) -> ResponseReturnValue:
    """Show what each line of a list would do; invite those who are new once that was seen."""
    taught, form = course_for(course, Role.INSTRUCTOR), RosterForm()
    rows: list[RosterRow] = []
    if form.validate_on_submit():
        with form.refusals():
            if "confirm" in request.form and form.was_seen:
                return _invite(taught, form)
            rows = look_over(taught.id, form.text, _actor(taught.id))
            form.show_again()
    return _page(taught, form, rows), form.status


def _invite(course: Course, form: RosterForm) -> ResponseReturnValue:
    """Invite; what was wrong with other lines stays to be put right."""
    rows = invite(course.id, form.text, _actor(course.id), clock.now())
    new = [row.line.email for row in rows if row.prospect is Prospect.NEW]
    record_event("people invited", course=course.id, number=len(new))
    grouped = sum(row.prospect is Prospect.GROUPED for row in rows)
    for said in _said(len(new), grouped):
        flash(said, "ok")
    wrong = [row for row in rows if row.prospect is Prospect.WRONG]
    if wrong:
        form.show_again("\n".join(row.line.text for row in wrong))
        answer = make_response(_page(course, form, wrong, was_sent=True))
    else:
        answer = make_response(redirect(url_for("people.index", course=course.slug)))
    mailer = outbox.mailer()
    if mailer is not None and new:
        link = site_address("joining.show", code=course.join_code)
        to, title = [email for email in new if may_mail(email)], course.title
        outbox.send_after(answer, lambda: send_invitations(mailer, to, title, link))
    return answer


def _said(new: int, grouped: int) -> list[str]:
    invited = ngettext("%(num)s person is invited.", "%(num)s people are invited.", new)
    moved = ngettext(
        "The group of %(num)s person is changed.",
        "The groups of %(num)s people are changed.",
        grouped,
    )
    if not grouped:
        return [invited]
    return [invited, moved] if new else [moved]


def _page(
    course: Course, form: RosterForm, rows: Sequence[RosterRow], *, was_sent: bool = False
) -> str:
    return render_template(
        "teaching/roster.html",
        course=course,
        form=form,
        rows=rows,
        was_sent=was_sent,
        new=sum(row.prospect is Prospect.NEW for row in rows),
        grouped=sum(row.prospect is Prospect.GROUPED for row in rows),
        can_mail=outbox.mailer() is not None,
    )


@blueprint.post("/teach/<course>/people/invitations/withdrawal")
@while_archived
def take_back(course: str) -> ResponseReturnValue:
    """Take an invitation back."""
    taught = course_for(course, Role.INSTRUCTOR)
    withdraw(taught.id, request.form.get("email", ""), _actor(taught.id))
    record_event("invitation taken back", course=taught.id)
    flash(_("The invitation is taken back."), "ok")
    return redirect(url_for("people.index", course=course))


@blueprint.post("/courses/<course>/invitation")
def answer(course: str) -> ResponseReturnValue:
    """Join the course that one is invited to, or say no."""
    viewer, accepts = current_viewer(), "accept" in request.form
    title = answer_invitation(viewer.id, course, clock.now(), accepts=accepts)
    record_event("course joined" if accepts else "invitation declined", course=course)
    if accepts:
        flash(_("You are in %(title)s.", title=title), "ok")
        return redirect(url_for("library.index"))
    flash(_("You said no. Whoever invited you is not told."), "ok")
    return redirect(url_for("today.home"))


def _actor(course_id: UUID) -> Actor:
    viewer = current_viewer()
    return actor_in(course_id, viewer.id, is_admin=viewer.is_admin)
