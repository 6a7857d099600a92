"""Citations as they are shown: the passage with the quote marked, and where it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from flask_babel import format_date, format_time
from flask_babel import gettext as _
from sqlalchemy import select

from questions.documents import PassageKind, Span
from questions.question import Stance
from questions.reading.anchors import Anchor, AnchorUnit, anchors_of, say
from webapp.db import db
from webapp.models import Citation, Course, Document, DocumentRevision, Passage


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a source's text, verbatim; marked as evidence when it has a stance.

    ``sic`` says that it ends in a misprint, to be followed by [sic] outside the mark.
    """

    text: str
    stance: Stance | None = None
    sic: bool = False

    @property
    def marked(self) -> bool:
        """Whether this run is evidence."""
        return self.stance is not None


@dataclass(frozen=True, slots=True)
class Mark:
    """Evidence in a text, and how its source holds it."""

    span: Span
    stance: Stance


@dataclass(frozen=True, slots=True)
class CitationView:
    """A citation ready to be shown.

    ``course`` and ``document`` are slugs, ``anchor`` the passage's place on the document's
    page; ``place`` where paper or headings have it, such as "p. 14", ``section`` what heading it
    stands under, if any.
    ``sentence_number`` is 0 for what is no sentence; ``kind`` says what. ``segments`` are
    the whole sentences that hold the quote, and of a dateline the quote alone; ``before`` and
    ``after`` the sentences next to them, with [sic] after misprints, or empty.
    """

    stance: Stance
    speaker: str | None
    publisher: str
    source_label: str
    course: str
    document: str
    anchor: str
    place: str
    section: str
    paragraph: int
    kind: PassageKind
    sentence_number: int
    sentence_count: int
    segments: tuple[Segment, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _CitedRevision:
    """A revision as citations need it."""

    course: str
    document: str
    publisher: str
    label: str
    text: str
    misprints: tuple[str, ...]
    anchors: tuple[Anchor, ...]
    passages: tuple[Passage, ...]


def citations_of(version_ids: Collection[UUID]) -> dict[UUID, tuple[CitationView, ...]]:
    """Return what each version cites, in order; a version without citations has none.

    Asks the database three times, however many versions there are.
    """
    cited = db.session.scalars(
        select(Citation)
        .where(Citation.version_id.in_(version_ids))
        .order_by(Citation.version_id, Citation.position)
    ).all()
    views: dict[UUID, list[CitationView]] = {version_id: [] for version_id in version_ids}
    for citation, view in zip(cited, view_citations(cited), strict=True):
        views[citation.version_id].append(view)
    return {version_id: tuple(shown) for version_id, shown in views.items()}


def view_citations(citations: Sequence[Citation]) -> list[CitationView]:
    """Return the citations ready to be shown, be they stored or not."""
    sources = _sources({citation.revision_id for citation in citations})
    return [_view(citation, sources[citation.revision_id]) for citation in citations]


def segments_of(
    text: str, span: Span, marks: Sequence[Mark], misprints: Collection[str] = ()
) -> tuple[Segment, ...]:
    """Divide the characters of ``span`` into runs that do not overlap; joined, they are them.

    Where marks overlap, the shortest has its way, the earlier of two as long. White space after
    a misprint is left unmarked, for [sic] to stand in.
    """
    gaps = list(_gaps(text, span, misprints))
    after_misprint = {gap.start for gap in gaps}
    inner = {
        edge
        for run in (*(mark.span for mark in marks), *gaps)
        for edge in (run.start, run.end)
        if span.start < edge < span.end
    }
    places = sorted({span.start, *inner})
    stances = {place: _stance_at(place, marks, gaps) for place in places}
    turns = [b for a, b in pairwise(places) if b in after_misprint or stances[a] != stances[b]]
    return tuple(
        Segment(text[start:end], stances[start], end in after_misprint)
        for start, end in pairwise([span.start, *turns, span.end])
        if start < end
    )


def with_sic(text: str, misprints: Collection[str]) -> str:
    """Return ``text`` with [sic] after each misprint."""
    segments = segments_of(text, Span(0, len(text)), (), misprints)
    return "".join(f"{s.text} [sic]" if s.sic else s.text for s in segments)


def anchor_of(passage: Passage) -> str:
    """Return a passage's place on the document's page: ``s4``, ``dateline``, ``h0``."""
    if passage.kind is PassageKind.SENTENCE:
        return f"s{passage.number}"
    if passage.kind is PassageKind.DATELINE and not passage.position:
        return "dateline"
    return f"h{passage.position}"


def anchors_in(revision: DocumentRevision) -> tuple[Anchor, ...]:
    """Return where the pages or sections of a revision begin."""
    return tuple(Anchor(AnchorUnit(unit), label, start) for unit, label, start in revision.anchors)


def date_label(published: str) -> str:
    """Return the day of an ISO 8601 moment in its own zone; what is none, as it stands."""
    try:
        return str(format_date(date.fromisoformat(published[:10]), "long"))
    except ValueError:
        return published


def moment_label(published: str) -> str:
    """Return an ISO 8601 moment as day, time and zone, as far as it says them."""
    day = date_label(published)
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return day
    if "T" not in published:
        return day
    time = format_time(moment, "short", rebase=False)
    if moment.tzinfo is None:
        return f"{day}, {time}"
    zone = moment.isoformat()[-6:]
    return f"{day}, {time} (UTC{zone})"


def load_passages(revision_ids: Collection[UUID]) -> dict[UUID, tuple[Passage, ...]]:
    """Return the passages of each revision, in order."""
    passages: defaultdict[UUID, list[Passage]] = defaultdict(list)
    for passage in db.session.scalars(
        select(Passage)
        .where(Passage.revision_id.in_(revision_ids))
        .order_by(Passage.revision_id, Passage.position)
    ):
        passages[passage.revision_id].append(passage)
    return {revision_id: tuple(passages[revision_id]) for revision_id in revision_ids}


def _sources(revision_ids: Collection[UUID]) -> dict[UUID, _CitedRevision]:
    passages = load_passages(revision_ids)
    rows = db.session.execute(
        select(DocumentRevision, Document, Course.slug)
        .join(Document, Document.id == DocumentRevision.document_id)
        .join(Course, Course.id == Document.course_id)
        .where(DocumentRevision.id.in_(revision_ids))
    )
    return {
        revision.id: _CitedRevision(
            course=course,
            document=document.slug,
            publisher=document.publisher,
            label=source_label(document),
            text=revision.text,
            misprints=tuple(document.misprints),
            anchors=anchors_in(revision),
            passages=passages[revision.id],
        )
        for revision, document, course in rows
    }


def source_label(document: Document) -> str:
    """Return how a document is named where it is cited: its publisher, or title, and its day."""
    name, day = document.publisher or document.title, date_label(document.published)
    return _("%(name)s, %(date)s", name=name, date=day) if day else name


def _view(citation: Citation, source: _CitedRevision) -> CitationView:
    span = Span(citation.start, citation.end)
    held = [p for p in source.passages if span.overlaps(p.start, p.end)]
    around = [p for p in held if p.kind is not PassageKind.DATELINE]  # which is no sentence to read
    whole = Span(
        min([span.start, *(p.start for p in around)]), max([span.end, *(p.end for p in around)])
    )
    anchors = anchors_of(span, source.anchors)
    return CitationView(
        stance=citation.stance,
        speaker=citation.speaker,
        publisher=source.publisher,
        source_label=source.label,
        course=source.course,
        document=source.document,
        anchor=anchor_of(held[0]) if held else "",
        place=say(anchors),
        section=next((a.label for a in anchors if a.unit is AnchorUnit.SECTION), ""),
        paragraph=held[0].paragraph if held else 0,
        kind=held[0].kind if held else PassageKind.HEADING,
        sentence_number=held[0].number if held else 0,
        sentence_count=max((p.number for p in source.passages), default=0),
        segments=segments_of(source.text, whole, [Mark(span, citation.stance)], source.misprints),
        before=_sentence(source, held[0].position - 1) if held else "",
        after=_sentence(source, held[-1].position + 1) if held else "",
    )


def _sentence(source: _CitedRevision, position: int) -> str:
    for passage in source.passages:
        if passage.position == position and passage.kind is PassageKind.SENTENCE:
            return with_sic(source.text[passage.start : passage.end], source.misprints)
    return ""


def _gaps(text: str, span: Span, misprints: Collection[str]) -> Iterator[Span]:
    """Yield the white space, be it none, after each misprint that stands as a whole word."""
    if not misprints:
        return
    words = "|".join(re.escape(word) for word in sorted(misprints, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)(\s*)")
    for match in pattern.finditer(text, span.start, span.end):
        yield Span(match.start(1), match.end(1))


def _stance_at(place: int, marks: Sequence[Mark], gaps: Sequence[Span]) -> Stance | None:
    if any(gap.start <= place < gap.end for gap in gaps):
        return None
    covering = [mark for mark in marks if mark.span.start <= place < mark.span.end]
    if not covering:
        return None
    return min(covering, key=lambda mark: mark.span.end - mark.span.start).stance
