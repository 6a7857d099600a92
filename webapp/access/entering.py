"""Coming in: in one step, or in two where somebody has a second factor."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, flash, redirect, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import clock
from webapp.access.sessions import begin_session
from webapp.config import Config
from webapp.logs import record_event
from webapp.models import ChallengePurpose, Means
from webapp.requirements import SecondFactor
from webapp.services.errors import Missing
from webapp.services.people import challenges
from webapp.services.people.challenges import Begun
from webapp.services.people.factors import WaysIn, ways_in
from webapp.services.people.joining import code_of, course_of_code, join, quiz_of
from webapp.services.teaching.courses import slug_of

_WAITING = "second_step"


def enter(user_id: UUID, means: Means, then: str | None = None) -> Response:
    """Go on after a first proof: to the second step where there is one, or in.

    A provider answers for those it signs in; they are asked for a factor of ours only where the
    site requires one of them.
    """
    ways = ways_in(user_id)
    if ways.has_factor and (means is not Means.PROVIDER or is_required(ways.teaches)):
        session[_WAITING] = challenges.begin(
            ChallengePurpose.SECOND_STEP, clock.now(), user_id, then=then or ""
        )
        return redirect(url_for("second_step.show"))
    return arrive(user_id, means, then)


def arrive(user_id: UUID, means: Means, then: str | None = None) -> Response:
    """Sign this browser in, and lead to where one was going."""
    begin_session(user_id, means)
    record_event("signed in", actor=user_id, means=means)
    return redirect(_join(user_id, then) or then or url_for("today.home"))


def _join(user_id: UUID, then: str | None) -> str | None:
    """Join the course whose link somebody came in by, who has said so; lead into it."""
    code = code_of(then)
    if code is None:
        return None
    try:
        title = join(user_id, code, clock.now())
    except Missing:
        return None
    record_event("course joined", actor=user_id, course=course_of_code(code))
    flash(_("You are in %(title)s.", title=title), "ok")
    return led_to(code, quiz_of(then))


def led_to(code: str, quiz_id: UUID | None) -> str:
    """Return where a course's link leads those who are in it: to its quiz, or to the library."""
    if quiz_id is None:
        return url_for("library.index")
    return url_for("quizzes.show", course=slug_of(course_of_code(code)), quiz_id=quiz_id)


def is_required(teaches: bool) -> bool:
    """Return whether the site requires a second factor of those who teach, or do not."""
    config: Config = current_app.extensions["recite"]
    if config.demonstration:
        return False
    asked_of_teachers = config.second_factor is SecondFactor.TEACHERS and teaches
    return asked_of_teachers or config.second_factor is SecondFactor.EVERYBODY


def waiting() -> tuple[UUID, WaysIn] | None:
    """Return who has given their password here and waits for the second step, if anybody."""
    begun = challenges.look_up(session.get(_WAITING), ChallengePurpose.SECOND_STEP, clock.now())
    return (begun.user_id, ways_in(begun.user_id)) if begun and begun.user_id else None


def finish(means: Means) -> Response:
    """Sign in whoever was waiting for the second step, which can be taken once."""
    token = session.get(_WAITING)
    begun = challenges.take(token, ChallengePurpose.SECOND_STEP, clock.now()) or Begun(None, {})
    if begun.user_id is None:
        return redirect(url_for("signing_in.show"))
    return arrive(begun.user_id, means, begun.content["then"])
