"""Reading what a request sends, to its end, before anything is done with it."""

from __future__ import annotations

from http import HTTPStatus
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO

from webapp.gateway.crowd import Crowd
from webapp.gateway.messages import Receive, Scope

_IN_MEMORY = 64 * 1024
_FORM = b"application/x-www-form-urlencoded"
# What is over the limit is read to its end all the same, up to here: browsers show no answer
# before they have sent everything.
_THROWN_AWAY = 64 * 1024 * 1024


class Refused(Exception):  # noqa: N818
    """A request that is not taken, with the status to say so."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class Gone(Exception):  # noqa: N818
    """Whoever sent it has gone."""


class Body:
    """What a request sends: held in memory while it is small, in a temporary file otherwise."""

    def __init__(self, crowd: Crowd) -> None:
        self.file: IO[bytes] = BytesIO()
        self.length = 0
        self.is_whole = False
        self._crowd = crowd

    def __enter__(self) -> Body:
        return self

    def __exit__(self, *error: object) -> None:
        self._crowd.held -= self.length
        self.file.close()

    async def read(self, scope: Scope, receive: Receive) -> None:
        """Read it to its end. Raises Refused for one that is too large, Gone."""
        most = _most(scope, self._crowd)
        if _declared(scope) > most:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        while not self.is_whole:
            message = await receive()
            if message["type"] != "http.request":
                raise Gone
            self.is_whole = not message["more_body"]
            self._take(message["body"], most)
        self.file.seek(0)

    def _take(self, piece: bytes, most: int) -> None:
        if not self.length and piece:
            self.file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        self.length += len(piece)
        self._crowd.hold(len(piece))
        if self.length > most:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        self.file.write(piece)


async def throw_away(receive: Receive) -> None:
    """Read what is still being sent, to its end, for as long as the connection may last."""
    length = 0
    while length < _THROWN_AWAY:
        message = await receive()
        if message["type"] != "http.request" or not message["more_body"]:
            return
        length += len(message["body"])


def _most(scope: Scope, crowd: Crowd) -> int:
    kind = dict(scope["headers"]).get(b"content-type", b"")
    is_form = kind.partition(b";")[0].strip().lower() == _FORM
    return crowd.limits.form_bytes if is_form else crowd.limits.body_bytes


def _declared(scope: Scope) -> int:
    return int(dict(scope["headers"]).get(b"content-length", b"0"))
