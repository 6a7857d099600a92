"""Taking in: from what somebody gave to a document of the course, with what it says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath
from urllib.parse import urlsplit
from uuid import UUID

from flask_babel import gettext as _

from questions.reading import TooManyPassagesError
from questions.reading.files import ReadDocument, UnreadableError, read_file
from webapp.models import lengths
from webapp.services.errors import Refusal
from webapp.services.sources.documents import (
    MOST_PASSAGES,
    add_document,
    find_text,
    refuse_too_many,
)
from webapp.services.sources.fetching import fetch
from webapp.services.sources.uploads import Given


def fetched(given: Given) -> Given:
    """Return what was given with its content, fetched if it has none. Raises Refusal."""
    if given.content is not None:
        return given
    found = fetch(given.address)
    return replace(given, name=found.name, content=found.content, address=found.address)


def read_given(given: Given, meanwhile: Callable[[], None]) -> ReadDocument:
    """Read what was given, in a process of limited time and memory, until ``meanwhile`` raises.

    Raises:
        Refusal: there is no text to be had, or too much; says why and what to do.
    """
    try:
        return read_file(given.name, given.content or b"", MOST_PASSAGES, meanwhile=meanwhile)
    except UnreadableError as error:
        raise Refusal(_("The file %(why)s", why=str(error)), "files") from error
    except TooManyPassagesError as error:
        raise refuse_too_many() from error


def take_in(
    course_id: UUID,
    read: ReadDocument,
    given: Given,
    at: datetime,
    *,
    publisher: str = "",
    owner_id: UUID | None = None,
) -> tuple[UUID, bool]:
    """Return the document of a course that has a text, and whether it had to be added.

    What it says of itself is then for people to look over, and to correct.

    Raises:
        Refusal: it cannot be added.
    """
    if known := find_text(course_id, read.document.text):
        return known, False
    origin = read.origin
    added = add_document(
        course_id,
        read.document,
        at,
        title=(origin.title or _title(given.name))[: lengths.DOCUMENT_TITLE],
        publisher=(publisher or origin.publisher or _host(given.address) or unknown_publisher())[
            : lengths.PUBLISHER
        ],
        author=origin.author[: lengths.PUBLISHER],
        published=origin.published,
        language=origin.language or "en",
        web_address=given.address,
        anchors=kept_anchors(read),
        author_id=owner_id,
        is_looked_over=False,
    )
    return added, True


def kept_anchors(read: ReadDocument) -> list[tuple[str, str, int]]:
    """Return where the pages or sections of what was read begin, as they are kept."""
    return [(str(anchor.unit), anchor.label, anchor.start) for anchor in read.anchors]


def unknown_publisher() -> str:
    """Return what citations say until somebody tells who published a document."""
    return str(_("Unknown publisher"))


def _title(name: str) -> str:
    return PurePath(name).stem.replace("-", " ").replace("_", " ").strip() or name


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")
