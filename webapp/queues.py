"""The queue by which a worker hears that there is a job: a file, or Redis for several machines.

It only rings: which jobs there are is in the table of jobs. What it holds are ids as JSON, so that
nobody who can write to it has a worker run anything else.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

from webapp import permissions
from webapp.config import Config

FILE = "jobs.db"
_NAME = "recite"


def open_queue(config: Config, perform: Callable[[str], None]) -> Huey:
    """Return the queue that the settings name; its file is made where it is missing.

    Calling its ``perform`` with the id of a job has a worker call the ``perform`` it has given.
    """
    queue = _open(config)

    # One name, whoever rings and whoever hears: it is this function's, and not that of ``perform``.
    @queue.task(name="perform")  # type: ignore[untyped-decorator]
    def heard(job_id: str) -> None:
        perform(job_id)

    queue.perform = heard
    return queue


def _open(config: Config) -> Huey:
    common = {"name": _NAME, "results": False, "serializer": _Json()}
    if config.jobs_url:
        return RedisHuey(url=config.jobs_url, **common)
    permissions.make_folder(config.data)
    file = config.data / FILE
    permissions.protect_database(file)
    return SqliteHuey(filename=str(file), **common)


class _Json(Serializer):  # type: ignore[misc]
    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))
