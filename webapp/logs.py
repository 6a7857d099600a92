"""Structured logs: one JSON object a line, on standard error."""

from __future__ import annotations

import json
import logging
import time
from typing import Any
from uuid import uuid4

from flask import Flask, Response, g, request

from webapp import clock

access_log = logging.getLogger("recite.access")
audit_log = logging.getLogger("recite.audit")


class JsonFormatter(logging.Formatter):
    """Formats a record and its ``extra={"fields": …}`` as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up(app: Flask, level: str) -> None:
    """Log requests and errors of ``app`` at ``level`` and above."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger("recite")
    root.handlers[:] = [handler]
    root.setLevel(level)
    root.propagate = False
    app.logger.handlers[:] = [handler]
    app.logger.setLevel(level)
    app.before_request(_start)
    app.after_request(_finish)


def logged_path() -> str:
    """Return the path asked for; of a one-time link, which is a credential, only its beginning.

    That holds for a mistyped one too, which no view may answer to.
    """
    is_link = request.path.lstrip("/").lower().startswith("one-time")
    return "/one-time/…" if is_link else request.path


def record_event(event: str, **fields: object) -> None:
    """Log who did what to whom: an audit line, with the address it came from.

    ``event`` is a noun and a verb, such as ``"role changed"``; ``fields`` name the actor, the
    person, the course. Never a secret, a token or what somebody typed into a field for one.
    """
    given = {name: str(value) for name, value in fields.items() if value is not None}
    where = {"request_id": g.get("request_id"), "address": request.remote_addr}
    audit_log.info(event, extra={"fields": {**where, **given}})


def _start() -> None:
    g.started = time.perf_counter()
    g.request_id = uuid4().hex


def _finish(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.get("request_id", "")
    if request.endpoint != "static":
        fields = {
            "request_id": g.get("request_id"),
            "method": request.method,
            "path": logged_path(),
            "status": response.status_code,
            "ms": round(1000 * (time.perf_counter() - g.get("started", time.perf_counter())), 1),
        }
        access_log.info("request", extra={"fields": fields})
    return response
