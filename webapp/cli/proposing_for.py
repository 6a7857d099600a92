"""`recite propose --course`: from a file to proposals that wait for the course's instructors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from webapp.cli.application import configure, migrate, opened
from webapp.cli.saying import say

if TYPE_CHECKING:
    from flask import Flask

    from questions.documents import Document
    from questions.proposing import Proposals
    from questions.reading.files import ReadDocument


def propose_for(
    course: str,
    read: ReadDocument,
    name: str,
    publisher: str | None,
    find: Callable[[Document, str], Proposals],
) -> None:
    """Take a file's text into a course unless it is there, and what ``find`` proposes on it."""
    from webapp import models
    from webapp.clock import now
    from webapp.db import db
    from webapp.logs import record_event
    from webapp.services.sources.taking_in import take_in
    from webapp.services.sources.uploads import Given
    from webapp.services.teaching.courses import find_course
    from webapp.services.teaching.dropping import take_found
    from webapp.services.teaching.proposing import load_text

    config = configure()
    with opened(config) as app:
        migrate()
        course_id = find_course(db.session(), course).id
        document_id, is_new = take_in(
            course_id, read, Given(name), now(), publisher=publisher or ""
        )
        slug, source = load_text(document_id)
        if is_new:
            record_event("document added", course=course_id, document=document_id)
            say(f"Added to the course as “{slug}”.")
            if publisher is None:
                publisher = db.session.get_one(models.Document, document_id).publisher
                say(f"Citations say “{publisher}”, as --publisher was not given.", err=True)
        found = find(source, slug)
        taken = take_found(document_id, found, now())
        record_event("questions proposed", course=course_id, document=document_id, questions=taken)
        link = _address(app, config.url, "curating.queue", course=course, document=slug)
    known = len(found.questions) - taken
    say(f"{taken} proposed, {known} known already. Nothing is published.")
    if taken:
        say(f"Curate them: {link}")


def _address(app: Flask, url: str | None, endpoint: str, **where: str) -> str:
    """Return where a page is: the path alone unless it is set where the site is served."""
    with app.test_request_context(base_url=url):
        path = app.url_for(endpoint, **where, _external=url is not None)
    return path if url else f"{path} on the site (set RECITE_URL to have the whole address here)"
