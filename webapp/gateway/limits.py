"""How much and how long: the limits of the way in. Generous, for a school has one address."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST_REQUEST = 40 * 1024 * 1024  # a file of the largest kind that is read, and some more
LARGEST_SUBMISSION = 8 * 1024 * 1024  # where no such file is asked for
LARGEST_FORM = 2 * 1024 * 1024
LONGEST_URL = 8 * 1024
MOST_FIELDS = 2000


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and counts. What is read or sent slowly, but steadily, is given more time."""

    head_seconds: float = 10
    body_seconds: float = 20
    reply_seconds: float = 30
    idle_seconds: int = 15
    stop_seconds: int = 10
    # Whatever moves at this many bytes a second, or faster, is never too slow.
    rate: int = 16 * 1024
    head_bytes: int = 32 * 1024
    header_lines: int = 100
    url_bytes: int = LONGEST_URL
    body_bytes: int = LARGEST_REQUEST
    form_bytes: int = LARGEST_FORM
    # What all requests that are under way may hold together.
    held_bytes: int = 512 * 1024 * 1024
    # Requests that are not there whole, and answers that are not read, from one address.
    share: int = 192
    connections: int = 2000
    # Whole requests that wait for a thread, in all and from one address.
    queue: int = 400
    queue_share: int = 300
