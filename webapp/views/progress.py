"""Progress: a learner's own figures."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_date, ngettext

from webapp import clock
from webapp.access import current_viewer
from webapp.services.reviewing.queries.progress import load_progress
from webapp.wording import day_name, moment

blueprint = Blueprint("progress", __name__)


@blueprint.get("/progress")
def show() -> ResponseReturnValue:
    """Show how much is recalled, what is ahead, and the attempts made."""
    now = clock.now()
    viewer = current_viewer()
    learner = viewer.learner(now)
    progress = load_progress(learner, now)
    day = learner.today
    return render_template(
        "progress/show.html",
        progress=progress,
        target=viewer.desired_retention,
        weeks=[
            (
                _date(week.monday, "d MMM"),
                _date(week.monday, "d MMMM"),
                _percent(week.share),
            )
            for week in progress.weeks
        ],
        ahead=[
            (_date(day + n, "d MMM") if n % 7 == 0 else "", day_name(day + n, day), count, n == 0)
            for n, count in enumerate(progress.ahead)
        ],
        spans=[(_span(days), count) for days, count in progress.stabilities],
        when=lambda at: moment(at, viewer.time_zone, now),
    )


def _date(day: int, form: str) -> str:
    return str(format_date(date.fromordinal(day), form))


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _span(days: int) -> str:
    if days <= 21:
        return str(ngettext("%(num)s day", "%(num)s days", days))
    months = round(days / 30.44)
    if months > 12:
        return str(ngettext("longer", "longer", 1))
    return str(ngettext("%(num)s month", "%(num)s months", months))
