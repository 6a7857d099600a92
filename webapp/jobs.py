"""Jobs: what each does, and how workers are told that one waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Flask, current_app

from questions.stages import Tell
from webapp import clock
from webapp.config import Config
from webapp.models import JobName
from webapp.services.operations.jobs import Running
from webapp.services.teaching.import_jobs import take_in_ticked
from webapp.services.teaching.intake import revise_upload, take_in_upload
from webapp.services.teaching.proposing import propose_on

if TYPE_CHECKING:
    from huey import Huey

# Does the long part, telling how far it is, and returns what stores the result and counts it.
Work = Callable[[Running, Tell], Callable[[datetime], int]]

JOBS: Mapping[JobName, Work] = {
    JobName.PROPOSE: lambda running, tell: propose_on(
        running.document_id, tell, running.paragraph, running.asked_at
    ),
    JobName.TAKE_IN: lambda running, tell: take_in_upload(running, tell, clock.now),
    JobName.REVISE: lambda running, tell: revise_upload(running, tell, clock.now),
    JobName.IMPORT: take_in_ticked,
}


def ring(job_id: UUID) -> None:
    """Tell the workers that a job waits. Where that fails they find it in the table, later."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        queue_of(app, _leave).perform(str(job_id))
    except Exception:
        app.logger.exception("the queue of jobs cannot be reached")


def queue_of(app: Flask, perform: Callable[[str], None]) -> Huey:
    """Return the queue of an application, opened once; ``perform`` does a job in a worker."""
    queue: Huey | None = app.extensions.get("recite-jobs")
    if queue is None:
        from webapp.queues import open_queue  # takes a while, and is needed late or never

        config: Config = app.extensions["recite"]
        queue = app.extensions["recite-jobs"] = open_queue(config, perform)
    return queue


def _leave(_job_id: str) -> None:
    """Do nothing: a server only rings."""
