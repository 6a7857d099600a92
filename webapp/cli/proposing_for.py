"""`recite propose --course`: from a file to proposals that wait for the course's instructors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from webapp.cli.application import configure, migrate, opened
from webapp.cli.saying import say

if TYPE_CHECKING:
    from questions.documents import Document
    from questions.question import Question
    from questions.reading.files import ReadDocument

_NOBODY = "Unknown publisher"


def propose_for(
    course: str,
    read: ReadDocument,
    name: str,
    publisher: str | None,
    find: Callable[[Document, str], Sequence[Question]],
) -> None:
    """Take a file's text into a course unless it is there, and what ``find`` proposes on it."""
    from webapp.clock import now
    from webapp.db import db
    from webapp.logs import record_event
    from webapp.services.teaching.courses import find_course
    from webapp.services.teaching.curating import take_proposals
    from webapp.services.teaching.proposing import load_text, take_in

    config = configure()
    with opened(config) as app:
        migrate()
        course_id = find_course(db.session(), course).id
        document_id, is_new = take_in(course_id, read, name, publisher or _NOBODY, now())
        slug, source = load_text(document_id)
        if is_new:
            record_event("document added", course=course_id, document=document_id)
            say(f"Added to the course as “{slug}”.")
            if publisher is None:
                say("Citations say “Unknown publisher”, as --publisher was not given.", err=True)
        found = find(source, slug)
        taken = take_proposals(document_id, found, now()) if found else 0
        record_event("questions proposed", course=course_id, document=document_id, questions=taken)
        with app.test_request_context(base_url=config.address):
            link = app.url_for("curating.queue", course=course, document=slug, _external=True)
    say(f"{taken} proposed, {len(found) - taken} known already. Nothing is published.")
    if taken:
        say(f"Curate them: {link}")
