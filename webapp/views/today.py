"""Where everybody begins: learners with what is due today."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp import clock
from webapp.access import current_viewer, public, viewer_or_none
from webapp.services.people.news import news_for
from webapp.services.people.notices import dismiss_notices
from webapp.services.quizzes.queries.corrections import news_of_marks
from webapp.services.reviewing.queries.reports import replies_for
from webapp.services.reviewing.queries.today import assigned_quizzes, load_today
from webapp.services.sources.queries.citations import citations_of
from webapp.services.teaching.inviting import invitations_for
from webapp.wording import day_name, long_day, moment, short_day

blueprint = Blueprint("today", __name__)

_FEW = 10


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """Lead everybody to their first page: whoever teaches to their courses, others to Today."""
    viewer = viewer_or_none()
    if viewer is None:
        return redirect(url_for("welcome.show"))
    if viewer.teaches:
        return redirect(url_for("teaching.index"))
    return show()


@blueprint.get("/today")
def show() -> ResponseReturnValue:
    """Show a learner what to do today."""
    viewer, now = current_viewer(), clock.now()
    learner = viewer.learner(now)
    today = load_today(learner, now)
    slipping = today.slipping
    day = learner.today
    return render_template(
        "today/show.html",
        today=today,
        heading=long_day(day),
        assigned=assigned_quizzes(viewer.id),
        few=today.queue.done + _FEW if today.queue.left > _FEW else None,
        cited=citations_of([slipping.version.id])[slipping.version.id] if slipping else (),
        week=[
            (short_day(day + n), day_name(day + n, day), count)
            for n, count in enumerate(today.ahead)
        ],
        invitations=invitations_for(viewer.id),
        replies=replies_for(viewer.id),
        regraded=news_of_marks(viewer.id),
        news=news_for(viewer.id, lambda at: moment(at, viewer.time_zone, now)),
        rhythm=[(short_day(d), day_name(d, day), d in today.days) for d in range(day - 6, day + 1)],
        now=now,
        when=lambda at: moment(at, viewer.time_zone, now),
    )


@blueprint.post("/notices")
def dismiss() -> ResponseReturnValue:
    """Take away what was told; they have read it."""
    dismiss_notices(current_viewer().id)
    return redirect(url_for("today.home"))
