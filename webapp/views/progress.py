"""Progress: a learner's own figures, each under what it says."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from webapp import clock
from webapp.access import current_viewer
from webapp.learning import findings
from webapp.services.quizzes.queries.own_grades import graded_courses
from webapp.services.reviewing.queries.activity import Activity
from webapp.services.reviewing.queries.progress import WEEKS_OF_DAYS, Progress, load_progress
from webapp.services.sources.queries.citations import citations_of
from webapp.wording import day_name, moment, short_day

blueprint = Blueprint("progress", __name__)

_MONTH = 30
_NO_END = 36500


@blueprint.get("/progress")
def show() -> ResponseReturnValue:
    """Show how much is recalled, what is ahead, and the attempts made."""
    now = clock.now()
    viewer = current_viewer()
    learner = viewer.learner(now)
    progress = load_progress(learner, now)
    day, forgotten = learner.today, progress.forgotten
    cited = citations_of([forgotten.version.id])[forgotten.version.id] if forgotten else ()
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
        calendar=_calendar(progress.activity, day),
        months=_months(progress.activity),
        initials=[short_day(n)[0] for n in range(1, 8)],
        minutes=_minutes(progress.activity, day),
        cited=cited[:1],
        graded=graded_courses(viewer.id),
        found=_findings(progress, round(100 * viewer.desired_retention), day),
        when=lambda at: moment(at, viewer.time_zone, now),
    )


def _findings(progress: Progress, goal: int, today: int) -> dict[str, object]:
    """Return what the figures say, for the headings over them."""
    recalled = progress.recalled / progress.reviews if progress.reviews else None
    steady = findings.steady_since(progress.activity, today)
    half = findings.half_holds(progress.stabilities)
    stances = {each.stance.value: (each.reviews, each.recalled) for each in progress.stances}
    return {
        "target": findings.against_target(_percent(recalled) or 0, goal) if recalled else None,
        "steady": _part_of_month(steady) if steady else None,
        "studied": sum(day > today - _MONTH for day in progress.activity),
        "half": _span(half) if half else None,
        "stances": findings.extremes(stances),
        "daily": sum(progress.ahead[1:]) / max(1, len(progress.ahead) - 1),
    }


def _calendar(activity: dict[int, Activity], today: int) -> list[tuple[str, list[int | None]]]:
    """Return weeks from Monday, each with the month that begins in it, the last with today."""
    first = today - date.fromordinal(today).weekday() - 7 * (WEEKS_OF_DAYS - 1)
    cards = {day: done.cards for day, done in activity.items()}
    weeks: list[tuple[str, list[int | None]]] = []
    for monday in range(first, today + 1, 7):
        days = range(monday, monday + 7)
        begins = [day for day in days if date.fromordinal(day).day == 1]
        weeks.append(
            (
                _date(begins[0], "MMM") if begins else "",
                findings.levels(cards, days, today),
            )
        )
    return weeks


def _months(activity: dict[int, Activity]) -> list[tuple[str, int, int]]:
    """Return by month the cards seen and the days on which that was."""

    def month_of(day: int) -> str:
        return _date(day, "MMMM y")

    return [
        (month, sum(activity[day].cards for day in days), len(days))
        for month, days in ((m, list(d)) for m, d in groupby(sorted(activity), month_of))
    ]


def _minutes(activity: dict[int, Activity], today: int) -> float | None:
    """Return the minutes that answers took on a day of study, over the last month."""
    lately = [done.minutes for day, done in activity.items() if day > today - _MONTH]
    return round(sum(lately) / len(lately), 1) if lately else None


def _date(day: int, form: str) -> str:
    return str(format_date(date.fromordinal(day), form))


def _part_of_month(day: int) -> str:
    """Return about when that was: "mid-July"."""
    month, number = _date(day, "MMMM"), date.fromordinal(day).day
    if number <= 10:
        return str(_("early %(month)s", month=month))
    if number <= 20:
        return str(_("mid-%(month)s", month=month))
    return str(_("late %(month)s", month=month))


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _span(days: int) -> str:
    if days >= _NO_END:
        return str(_("longer"))
    if days % 7 == 0 and days <= 21:
        return str(ngettext("%(num)s week", "%(num)s weeks", days // 7))
    if days <= 21:
        return str(ngettext("%(num)s day", "%(num)s days", days))
    return str(ngettext("%(num)s month", "%(num)s months", round(days / 30.44)))
