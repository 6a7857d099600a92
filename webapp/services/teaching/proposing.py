"""Proposing: from a document of a course to what it can be asked, for an instructor to decide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from threading import Thread
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from questions.documents import Document, Passage, PassageKind, Span
from questions.reading import plain
from questions.reading.english import is_english
from questions.stages import Tell
from webapp import models
from webapp.db import db
from webapp.services.errors import Refusal
from webapp.services.teaching.candidates import look_over
from webapp.services.teaching.dropping import take_found


def propose_on(
    document_id: UUID | None,
    tell: Tell,
    paragraph: int | None = None,
    asked_at: datetime | None = None,
) -> Callable[[datetime], int]:
    """Find what can be asked of a document; returns what stores it and says how much is new.

    Nothing is stored before that is called, and no transaction is open meanwhile. With a
    ``paragraph`` of the text as it was ``asked_at``, only what that one proves.

    Raises:
        Refusal: nothing can be asked of it, or it is gone, or the text was revised since.
    """
    if document_id is None:
        raise _gone()
    if paragraph is not None and asked_at is not None:
        _check_unrevised(document_id, asked_at)
    slug, source = load_text(document_id)
    within = None if paragraph is None else _place_of(paragraph, source)
    if not any(passage.kind is PassageKind.SENTENCE for passage in source.passages):
        raise Refusal(_("The document has no whole sentences. Nothing can be asked of it."))
    if not is_english(source):
        raise Refusal(
            _(
                "The text is not English: questions can be proposed on English texts alone. Write "
                "them yourself instead."
            )
        )
    from questions.proposing import propose  # loads the pipeline's parts, which take seconds

    found = propose(source, slug, tell=tell, within=within)
    is_empty = not (found.questions or found.dropped or found.declined)
    if is_empty and paragraph is not None:
        raise Refusal(
            _(
                "Nothing to ask was found in this paragraph: none of its sentences states a fact "
                "that can be told apart by itself. Write a question yourself instead."
            )
        )
    if is_empty:
        raise Refusal(
            _(
                "Nothing to ask was found: no sentence states a fact that can be told apart by "
                "itself. Write the questions yourself instead."
            )
        )
    ready = look_over(document_id, found.questions, found.makings)
    db.session.rollback()
    return partial(take_found, document_id, found, whole=paragraph is None, ready=ready)


def get_ready() -> None:
    """Begin to load what proposing needs, beside whatever else is done until then."""

    def load() -> None:
        from questions.proposing import get_ready

        get_ready()

    Thread(target=load, name="get ready", daemon=True).start()


def load_text(document_id: UUID) -> tuple[str, Document]:
    """Return a document's address and its newest text; no transaction is left open.

    Raises:
        Refusal: it is gone.
    """
    row = db.session.execute(
        select(models.Document.slug, models.DocumentRevision)
        .join(models.DocumentRevision, models.DocumentRevision.document_id == models.Document.id)
        .where(models.Document.id == document_id, models.is_current())
    ).one_or_none()
    if row is None:
        raise _gone()
    slug, revision = row
    source = _as_read(revision.text, _passages(revision.id))
    db.session.rollback()
    return slug, source


def _check_unrevised(document_id: UUID, since: datetime) -> None:
    newest = select(func.max(models.DocumentRevision.created_at))
    revised_at = db.session.scalar(newest.where(models.DocumentRevision.document_id == document_id))
    if revised_at is not None and revised_at > since:
        raise Refusal(
            _("The text was revised since. Open the document and choose the paragraph anew.")
        )


def _place_of(paragraph: int, source: Document) -> Span:
    inside = [passage.span for passage in source.passages if passage.paragraph == paragraph]
    if not inside:
        raise Refusal(_("The document has no such paragraph. Open it and choose one anew."))
    return Span(inside[0].start, inside[-1].end)


def _gone() -> Refusal:
    return Refusal(_("The document is gone. There is nothing left to ask."))


def _passages(revision_id: UUID) -> tuple[Passage, ...]:
    rows = db.session.scalars(
        select(models.Passage)
        .where(models.Passage.revision_id == revision_id)
        .order_by(models.Passage.position)
    )
    return tuple(
        Passage(row.kind, row.number, row.paragraph, Span(row.start, row.end)) for row in rows
    )


def _as_read(text: str, passages: tuple[Passage, ...]) -> Document:
    """Return the text with its passages as they are kept.

    Lists are not kept: they are read anew where the text falls into the same passages as plain.
    """
    source = plain.read(text)
    return source if source.passages == passages else Document(text, passages)
