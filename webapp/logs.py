"""Structured logs: one JSON object a line, on standard error."""

from __future__ import annotations

import getpass
import json
import logging
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask, Response, g, has_request_context, request

from webapp import clock, permissions
from webapp.printable import printable
from webapp.redaction import redact

access_log = logging.getLogger("recite.access")
audit_log = logging.getLogger("recite.audit")


_LONGEST_PATH = 200
_IN_A_PATH = re.compile(r"(?is)^/*(one-time|join)(?!$).+$|^.*/(one-time|join)/.+$")
_IN_A_TEXT = re.compile(r"(?i)/(one-time|join)/[^\s\"'<>]+")
_SERVERS = ("_granian", "granian", "uvicorn", "hypercorn", "gunicorn", "waitress", "cheroot")


class JsonFormatter(logging.Formatter):
    """Formats a record and its ``extra={"fields": …}`` as one JSON object.

    Nothing in it steers a terminal or makes a line of its own, and neither secrets nor codes
    that let somebody in are told.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._clean(record.getMessage()),
            **self._cleaned(getattr(record, "fields", {})),
        }
        if record.exc_info:
            line["exception"] = self._clean(self.formatException(record.exc_info), keep="\n")
        return json.dumps(line, ensure_ascii=False, default=lambda value: self._clean(str(value)))

    def _cleaned(self, value: Any) -> Any:
        match value:
            case str():
                return self._clean(value)
            case dict():
                return {self._clean(str(name)): self._cleaned(each) for name, each in value.items()}
            case list() | tuple():
                return [self._cleaned(each) for each in value]
        return value

    def _clean(self, text: str, keep: str = "") -> str:
        hidden = _IN_A_TEXT.sub(r"/\1/…", redact(text, self._secrets))
        return printable(hidden, keep)


def set_up(app: Flask, level: str, secrets: Iterable[str] = ()) -> None:
    """Log requests and errors of ``app`` at ``level`` and above, and what others log."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter(secrets))
    ours = logging.getLogger("recite")
    ours.handlers[:] = [handler]
    ours.setLevel(level)
    ours.propagate = False
    app.logger.handlers[:] = [handler]
    app.logger.setLevel(level)
    app.logger.propagate = False
    _adopt_others(handler)
    app.before_request(_start)
    app.after_request(_finish)


def _adopt_others(handler: logging.Handler) -> None:
    """Have libraries and the server write such lines too."""
    others = [
        each for each in logging.root.handlers if not isinstance(each.formatter, JsonFormatter)
    ]
    logging.root.handlers[:] = [*others, handler]
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if isinstance(logger, logging.Logger) and name.split(".")[0] in _SERVERS:
            logger.handlers[:] = [handler] if logger.handlers else []
            logger.propagate = logger.propagate and not logger.handlers


class EventFile(logging.Handler):
    """Adds what commands did to a file that is its owner's alone; elsewhere when it cannot."""

    def __init__(self, file: Path, secrets: Iterable[str]) -> None:
        super().__init__()
        self._file = file
        self.setFormatter(JsonFormatter(secrets))

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        line = self.format(record) + "\n"
        try:
            permissions.append(self._file, line)
        except OSError:
            sys.stderr.write(line)


@contextmanager
def events_in(file: Path, secrets: Iterable[str]) -> Iterator[None]:
    """Have events go to ``file``: what a command prints is for whoever called it."""
    handler = EventFile(file, secrets)
    audit_log.addHandler(handler)
    audit_log.propagate = False
    audit_log.setLevel(logging.INFO)
    try:
        yield
    finally:
        audit_log.removeHandler(handler)
        audit_log.propagate = True
        audit_log.setLevel(logging.NOTSET)


def logged_path() -> str:
    """Return the path asked for; of a one-time link or a join code only the beginning.

    They let their bearer in. That holds for mistyped ones too, which no view may answer to.
    """
    if found := _IN_A_PATH.match(request.path):
        return f"/{(found[1] or found[2]).lower()}/…"
    return request.path[:_LONGEST_PATH]


def request_number() -> str:
    """Return what the page for errors calls this request by; nothing outside of one."""
    return str(g.get("request_id") or "") if has_request_context() else ""


def record_event(event: str, **fields: object) -> None:
    """Log who did what to whom: an audit line, with the address or the system's user.

    ``event`` is a noun and a verb, such as ``"role changed"``; ``fields`` name the person and the
    course by id, and the ``actor`` when it is not who is signed in. Never a secret, a token or
    what somebody typed into a field for one.
    """
    given = {name: str(value) for name, value in fields.items() if value is not None}
    audit_log.info(event, extra={"fields": {**_who(), **given}})


def _who() -> dict[str, object]:
    if not has_request_context():
        return {"actor": f"system user {_system_user()}"}
    who: dict[str, object] = {
        "request_id": g.get("request_id"),
        "address": request.remote_addr,
    }
    if (viewer := g.get("viewer")) is not None:
        who["actor"] = str(viewer.id)
    return who


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an id without a name
        return str(os.getuid())


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
