"""Intake: a file or an address becomes a document of the course, and what it can be asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from questions.stages import Stage, Tell
from webapp.services.errors import Refusal
from webapp.services.operations.jobs import Running, keep
from webapp.services.sources.taking_in import fetched, read_given, take_in
from webapp.services.sources.uploads import drop_upload, load_upload
from webapp.services.teaching.proposing import propose_on


def take_in_upload(
    running: Running, tell: Tell, now: Callable[[], datetime]
) -> Callable[[datetime], int]:
    """Take in what a job was given, then find what it can be asked, as :func:`propose_on` does.

    The document stays whatever becomes of the questions: it is in the course as soon as it is
    read, and reading it again finds it there.

    Raises:
        Refusal: it cannot be read or taken in, or nothing can be asked of it.
    """
    tell(Stage.READ, 0, 1)
    waiting = load_upload(running.id)
    if waiting is None:
        raise Refusal(_("The file is no longer kept. Add it again."))
    given = fetched(waiting)
    read = read_given(given)

    def store() -> UUID:
        document_id, _is_new = take_in(
            running.course_id, read, given, now(), owner_id=running.owner_id
        )
        return document_id

    propose = propose_on(keep(running, store, now()), tell)

    def finish(at: datetime) -> int:
        drop_upload(running.id)
        return propose(at)

    return finish
