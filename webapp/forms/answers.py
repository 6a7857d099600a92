"""Answers, and what a page sends along with one."""

from __future__ import annotations

from datetime import datetime, timedelta

from werkzeug.datastructures import MultiDict

from questions.responses import Response
from webapp import widgets
from webapp.clock import to_milliseconds
from webapp.learning.confidence import Confidence
from webapp.services.quizzes.queries.under_way import AttemptUnderWay


def read_response(full: AttemptUnderWay, sent: MultiDict[str, str]) -> Response | None:
    """Return what was answered: in a test, items left as they were shown are no answer.

    Raises:
        widgets.Unreadable: what was sent cannot be a response.
    """
    slot = full.slot
    response = widgets.read(slot.interaction, slot.row.option_order, sent)
    if full.is_practice or slot.response is not None:
        return response
    is_left = widgets.is_left_alone(slot.interaction, slot.row.option_order, response)
    return None if is_left else response


def read_duration(sent: MultiDict[str, str], now: datetime, most: timedelta) -> int | None:
    """Return the milliseconds an answer took, from when its page was made; ``most`` at most."""
    shown = sent.get("shown_at", type=int)
    if shown is None:
        return None
    return min(max(0, to_milliseconds(now) - shown), most // timedelta(milliseconds=1))


def read_confidence(sent: MultiDict[str, str]) -> Confidence | None:
    """Return how sure the learner is of an answer, ``None`` where they did not say."""
    said = sent.get("confidence", "")
    return Confidence(said) if said in list(Confidence) else None
