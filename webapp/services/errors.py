"""What a service refuses to do, in words for the person who asked."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818
    """A request that cannot be carried out; the message says why and what to do.

    ``field`` names the form field it belongs beside, where there is one.
    """

    status = 400

    def __init__(self, message: object, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Missing(Refusal):
    """There is no such thing, or none this person may know of."""

    status = 404


class Forbidden(Refusal):
    """This person may know of it, but not do this."""

    status = 403


class Conflict(Refusal):
    """Something changed meanwhile."""

    status = 409


class Unavailable(Refusal):
    """What it takes does not answer at the moment."""

    status = 503


class TooMany(Refusal):
    """It was tried too often in a short time."""

    status = 429
