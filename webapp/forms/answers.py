"""Answers: what a page sends along with one."""

from __future__ import annotations

from datetime import datetime, timedelta

from werkzeug.datastructures import MultiDict

from webapp.clock import to_milliseconds


def read_duration(sent: MultiDict[str, str], now: datetime, most: timedelta) -> int | None:
    """Return the milliseconds an answer took, from when its page was made; ``most`` at most."""
    shown = sent.get("shown_at", type=int)
    if shown is None:
        return None
    return min(max(0, to_milliseconds(now) - shown), most // timedelta(milliseconds=1))
