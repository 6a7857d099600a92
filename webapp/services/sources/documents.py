"""Documents: taken in, and their passages with whose words they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from questions.documents import Document, Passage, PassageKind
from questions.question import Stance
from questions.reading import TooManyPassagesError, read
from questions.reading.canonical import canonical
from questions.slugs import slugify
from webapp import models
from webapp.db import db, new_id, writing
from webapp.services.errors import Missing, Refusal
from webapp.services.operations.queries.quotas import check_document
from webapp.services.teaching.courses import first_free, insert_again
from webapp.services.texts import refuse_unfit
from webapp.wording import whole

MOST_PASSAGES = 5_000

# Where pages or sections begin: unit, label and place.
Anchors = Sequence[tuple[str, str, int]]
Voices = Mapping[int, tuple[Stance, str | None]]


def read_source(text: str, name: str = "") -> Document:
    """Return a text with its passages, read no further than a course takes it in.

    Raises:
        Refusal: it has too many.
    """
    try:
        return read(text, name, MOST_PASSAGES)
    except TooManyPassagesError as error:
        raise refuse_too_many() from error


def add_document(
    course_id: UUID,
    source: Document,
    at: datetime,
    *,
    title: str,
    publisher: str,
    published: str = "",
    language: str = "en",
    slug: str = "",
    voices: Voices | None = None,
    misprints: Sequence[str] = (),
    author: str = "",
    web_address: str = "",
    anchors: Anchors = (),
    is_looked_over: bool = True,
    author_id: UUID | None = None,
) -> UUID:
    """Take a document into a course as its first revision; returns the document's id.

    ``voices`` says for each sentence, by number, its stance and speaker; 0 is the dateline.
    ``misprints`` are words of the text that are shown with [sic] after them. ``author`` wrote
    it, ``author_id`` adds it. What was not ``is_looked_over`` is for people to correct.

    Raises:
        Refusal: the text has no sentences, or too many, or characters that are no text.
        OverQuota: there is no room for another; commands, which have no author, are exempt.
    """
    check_text(source)
    spoken = list((voices or {}).values())
    refuse_unfit(title, publisher, author, list(misprints), spoken, field="title")
    with writing() as session:
        check_document(session, course_id, author_id, len(source.text))

        def made() -> models.Document:
            document = models.Document(
                id=new_id(at),
                course_id=course_id,
                slug=_free_slug(session, course_id, slug or slugify(title)),
                title=title,
                publisher=publisher,
                published=published,
                language=language,
                author=author,
                web_address=web_address,
                is_looked_over=is_looked_over,
                misprints=list(misprints),
                created_at=at,
            )
            session.add(document)
            return document

        document = insert_again(session, made)
        add_revision(session, document.id, source, voices or {}, anchors, at)
        return document.id


def check_text(source: Document) -> None:
    """Raise Refusal where a text has no sentences, too many, or characters that are no text."""
    if not any(passage.kind is PassageKind.SENTENCE for passage in source.passages):
        raise Refusal(_("There are no sentences in this text. Paste the text itself."), "text")
    if len(source.passages) > MOST_PASSAGES:
        raise refuse_too_many()
    refuse_unfit(source.text, field="text")


def refuse_too_many() -> Refusal:
    """Return the refusal of a text with over :data:`MOST_PASSAGES` passages."""
    return Refusal(
        _(
            "This text has over %(most)s sentences. Split it into chapters.",
            most=whole(MOST_PASSAGES),
        ),
        "text",
    )


def current_revision(
    session: Session, course_id: UUID, slug: str
) -> models.DocumentRevision | None:
    """Return the newest revision of a course's document, or ``None``."""
    return session.scalar(
        select(models.DocumentRevision)
        .join(models.Document, models.Document.id == models.DocumentRevision.document_id)
        .where(models.Document.course_id == course_id, models.Document.slug == slug)
        .where(models.is_current())
    )


def newest_revision(session: Session, document_id: UUID) -> models.DocumentRevision:
    """Return the text that a document has now."""
    return session.scalars(
        select(models.DocumentRevision).where(
            models.DocumentRevision.document_id == document_id, models.is_current()
        )
    ).one()


def load_document(course_id: UUID, slug: str) -> models.Document:
    """Return a course's document.

    Raises:
        Missing: it has none of that address.
    """
    found = db.session.scalar(
        select(models.Document).where(
            models.Document.course_id == course_id, models.Document.slug == slug
        )
    )
    if found is None:
        raise Missing(_("There is no such document in this course."))
    return found


def correct_details(
    document_id: UUID, *, title: str, publisher: str, author: str, published: str, language: str
) -> None:
    """Say where a document comes from; its address stays. Raises Refusal."""
    refuse_unfit(title, publisher, author, field="title")
    with writing() as session:
        document = session.get_one(models.Document, document_id)
        document.title, document.publisher, document.author = title, publisher, author
        document.published, document.language = published, language
        document.is_looked_over = True


def find_text(course_id: UUID, text: str) -> UUID | None:
    """Return the document of a course that has this text now, however its lines end."""
    wanted = canonical(text)
    rows = db.session.execute(
        select(models.DocumentRevision.document_id, models.DocumentRevision.text)
        .join(models.Document, models.Document.id == models.DocumentRevision.document_id)
        .where(models.Document.course_id == course_id, models.is_current())
        .order_by(models.Document.id)
    )
    return next((document_id for document_id, kept in rows if canonical(kept) == wanted), None)


def add_revision(
    session: Session,
    document_id: UUID,
    source: Document,
    voices: Voices,
    anchors: Anchors,
    at: datetime,
    *,
    number: int = 1,
) -> models.DocumentRevision:
    """Give a document a text, as its revision of that number."""
    revision = models.DocumentRevision(
        id=new_id(at),
        document_id=document_id,
        number=number,
        sha256=source.sha256,
        text=source.text,
        anchors=list(anchors),
        created_at=at,
    )
    session.add(revision)
    session.flush()
    session.execute(
        insert(models.Passage),
        [
            _passage(revision.id, position, passage, voices)
            for position, passage in enumerate(source.passages)
        ],
    )
    return revision


def _passage(revision_id: UUID, position: int, passage: Passage, voices: Voices) -> dict[str, Any]:
    known = passage.number or passage.kind is PassageKind.DATELINE
    stance, speaker = voices.get(passage.number, (None, None)) if known else (None, None)
    return {
        "revision_id": revision_id,
        "position": position,
        "kind": passage.kind,
        "number": passage.number,
        "paragraph": passage.paragraph,
        "start": passage.span.start,
        "end": passage.span.end,
        "stance": stance,
        "speaker": speaker,
    }


def _free_slug(session: Session, course_id: UUID, wanted: str) -> str:
    taken = select(models.Document.slug).where(models.Document.course_id == course_id)
    return first_free(wanted, set(session.scalars(taken)))
