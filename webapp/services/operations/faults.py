"""Faults: errors that are logged are kept for the administrator as well, the newest alone.

What is kept of each is its kind and the line of ours that it came up in: messages may hold what
people wrote, or secrets.
"""

from __future__ import annotations

import logging
from collections import deque
from contextlib import suppress
from pathlib import PurePath
from traceback import walk_tb
from types import TracebackType

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from webapp import clock
from webapp.db import db, new_id
from webapp.logs import request_number
from webapp.models import Fault

MOST = 200
_OURS = ("webapp", "questions")
_LOGGERS = ("recite", "webapp")


class FaultKeeper(logging.Handler):
    """Notes errors in memory, as the database may be what they are about."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._noted: deque[dict[str, object]] = deque(maxlen=MOST)

    def emit(self, record: logging.LogRecord) -> None:
        """Note one."""
        error, trace = (record.exc_info or (None, None, None))[1:]
        is_ours = record.name.split(".")[0] in _LOGGERS
        at = clock.now()
        self._noted.append(
            {
                "id": new_id(at),
                "at": at,
                "what": (record.msg if is_ours and isinstance(record.msg, str) else "")[:120],
                "kind": type(error).__name__[:120] if error else record.levelname,
                "place": _place(trace)[:200] or record.name[:200],
                "reference": request_number()[:8],
            }
        )

    def store(self) -> None:
        """Put what was noted into the database, where that can be written to."""
        if not self._noted:
            return
        rows = [self._noted.popleft() for _ in range(len(self._noted))]
        newest = select(Fault.id).order_by(Fault.id.desc()).limit(MOST)
        with suppress(SQLAlchemyError), db.engine.connect() as connection:
            connection = connection.execution_options(writing=True)
            with connection.begin():
                connection.execute(insert(Fault), rows)
                connection.execute(delete(Fault).where(Fault.id.not_in(newest)))


def _place(trace: TracebackType | None) -> str:
    """Return the last line of ours in a trace, and what does not tell where it is installed."""
    place = ""
    for frame, line in walk_tb(trace):
        parts = PurePath(frame.f_code.co_filename).parts
        start = next((n for n in range(len(parts) - 1, -1, -1) if parts[n] in _OURS), None)
        if start is not None and "site-packages" not in parts[start:]:
            place = f"{'/'.join(parts[start:])}:{line}"
    return place


def keep_faults(of: logging.Logger) -> FaultKeeper:
    """Begin to note what an application logs as errors, and what is ours beside it."""
    keeper = FaultKeeper()
    of.addHandler(keeper)
    logging.getLogger("recite").addHandler(keeper)
    return keeper
