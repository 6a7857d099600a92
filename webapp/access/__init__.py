"""Who may do what: who is here, what their role is, how often they may try.

Every view is closed to those who are not signed in unless it is marked ``@public``; what
belongs to a course is reached only through :func:`course_for`.
"""

from webapp.access.entering import arrive, enter, finish, is_required, led_to, waiting
from webapp.access.guard import (
    administrator,
    asks_anew,
    course_for,
    default_deny,
    must_set_up,
    public,
    ungated,
    while_archived,
)
from webapp.access.limits import guess, limiter
from webapp.access.sessions import begin_session, end_session, prove_session, session_hash
from webapp.access.submissions import refuse_unreadable, takes
from webapp.access.viewer import Viewer, current_viewer, viewer_or_none

__all__ = [
    "Viewer",
    "administrator",
    "arrive",
    "asks_anew",
    "begin_session",
    "course_for",
    "current_viewer",
    "default_deny",
    "end_session",
    "enter",
    "finish",
    "guess",
    "is_required",
    "led_to",
    "limiter",
    "must_set_up",
    "prove_session",
    "public",
    "refuse_unreadable",
    "session_hash",
    "takes",
    "ungated",
    "viewer_or_none",
    "waiting",
    "while_archived",
]
