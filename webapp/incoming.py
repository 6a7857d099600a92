"""What comes in: how large an address and a form may be, counted before either is read."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from flask import Flask, Request, abort, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from webapp.gateway.limits import LARGEST_FORM, LARGEST_SUBMISSION, LONGEST_URL, MOST_FIELDS

LIMITS = {
    "MAX_CONTENT_LENGTH": LARGEST_SUBMISSION,
    "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
    "MAX_FORM_PARTS": MOST_FIELDS,
}
_URLENCODED = "application/x-www-form-urlencoded"


class BoundedForm(FormDataParser):
    """Reads forms of either kind within the same limits."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        """Read a form. Raises RequestEntityTooLarge."""
        if mimetype == _URLENCODED:
            stream = BytesIO(self._bounded(stream))
        return super().parse(stream, mimetype, content_length, options)

    def _bounded(self, stream: IO[bytes]) -> bytes:
        most, fields = self.max_form_memory_size, self.max_form_parts
        sent = stream.read() if most is None else stream.read(most + 1)
        if most is not None and len(sent) > most:
            raise RequestEntityTooLarge
        if fields is not None and sent.count(b"&") >= fields:
            raise RequestEntityTooLarge
        return sent


class BoundedRequest(Request):
    """A request whose forms are bounded."""

    form_data_parser_class = BoundedForm


def register(app: Flask) -> None:
    """Bound the requests of ``app``."""
    app.request_class = BoundedRequest
    app.config.update(LIMITS)
    app.before_request(_refuse_long_address)


def _refuse_long_address() -> None:
    if len(request.query_string) + len(request.path) > LONGEST_URL:
        abort(414)
