"""Intake: a file or an address becomes a document of the course, and what it can be asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from flask_babel import gettext as _

from questions.reading.files import ReadDocument
from questions.stages import Stage, Tell
from webapp.services.errors import Refusal
from webapp.services.operations.jobs import Running, keep
from webapp.services.sources.revising import revise_document
from webapp.services.sources.taking_in import fetched, kept_anchors, read_given, take_in
from webapp.services.sources.uploads import Given, drop_upload, load_upload
from webapp.services.teaching.proposing import get_ready, propose_on

Now = Callable[[], datetime]


def take_in_upload(running: Running, tell: Tell, now: Now) -> Callable[[datetime], int]:
    """Take in what a job was given, then find what it can be asked, as :func:`propose_on` does.

    The document stays whatever becomes of the questions: it is in the course as soon as it is
    read, and reading it again finds it there.

    Raises:
        Refusal: it cannot be read or taken in, or nothing can be asked of it.
    """
    given, read = _read(running, tell)

    def store() -> UUID:
        document_id, _is_new = take_in(
            running.course_id, read, given, now(), owner_id=running.owner_id
        )
        return document_id

    return _propose(running, tell, keep(running, store, now()))


def revise_upload(running: Running, tell: Tell, now: Now) -> Callable[[datetime], int]:
    """Give a document the text that a job was given, then propose, as :func:`take_in_upload`.

    Raises:
        Refusal: it cannot be read or taken in, or nothing can be asked of it.
    """
    _given, read = _read(running, tell)
    document_id = running.document_id
    if document_id is None:
        raise Refusal(_("The document is gone. Add the text as a new one."))

    def store() -> UUID:
        revise_document(document_id, read.document, kept_anchors(read), now())
        return document_id

    return _propose(running, tell, keep(running, store, now()))


def _read(running: Running, tell: Tell) -> tuple[Given, ReadDocument]:
    show = partial(tell, Stage.READ, 0, 1)
    show()
    waiting = load_upload(running.id)
    if waiting is None:
        raise Refusal(_("The file is no longer kept. Add it again."))
    if running.proposes:
        get_ready()
    given = fetched(waiting)
    return given, read_given(given, show)


def _propose(running: Running, tell: Tell, document_id: UUID) -> Callable[[datetime], int]:
    propose = propose_on(document_id, tell) if running.proposes else None

    def finish(at: datetime) -> int:
        drop_upload(running.id)
        return propose(at) if propose else 0

    return finish
