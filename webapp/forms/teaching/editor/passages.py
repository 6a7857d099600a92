"""The passage that a draft cites: filled in, emptied, carried along."""

from __future__ import annotations

from collections.abc import Sequence

from questions.documents import Span
from questions.lengths import QUOTE
from questions.question import Citation, Stance
from webapp.forms.teaching.editor.drafts import Draft, carry
from webapp.forms.teaching.places import read_place
from webapp.forms.teaching.questions import MOST_CITATIONS
from webapp.services.errors import Refusal
from webapp.services.sources.evidence import Evidence, cite
from webapp.services.sources.queries.citations import Mark, Segment, segments_of
from webapp.services.sources.queries.sentences import Sentence, Source
from webapp.services.sources.quotes import whole_words


def evidence_of(draft: Draft) -> Evidence:
    """Return what was chosen to be cited."""
    return Evidence(
        ticked=draft.cite,
        quote=draft.quote,
        start=read_place(draft.start),
        stance=Stance(draft.stance) if draft.stance in list(Stance) else None,
        speaker=draft.speaker,
    )


def cited_by(draft: Draft, source: Source | None) -> Citation | None:
    """Return the citation that the fields of the passage spell. Raises Refusal as ``cite``."""
    return cite(source, evidence_of(draft)) if source else None


def settle(draft: Draft, source: Source | None) -> Draft:
    """Return the draft with its passage as it was found, where it was."""
    try:
        found = cited_by(draft, source)
    except Refusal:
        return draft
    return with_citation(draft, found, source) if source and found else draft


def point_at(
    draft: Draft,
    source: Source | None,
    cited: Sequence[Citation],
    sentence: int = 0,
    words: Span | None = None,
) -> Draft:
    """Fill the passage in: from the first of ``cited``, else ``words``, else a sentence."""
    if source is None:
        return draft
    if cited:
        return with_citation(draft, cited[0], source)
    if words is not None:
        return quoting(draft, source, words)
    chosen = source.numbered(sentence)
    if chosen is None:
        return draft
    return draft.changed(
        cite=(chosen.place,),
        quote=chosen.text,
        start=str(chosen.span.start),
        stance=(chosen.stance or Stance.ASSERTED).value,
        speaker=chosen.speaker or "",
    )


def quoting(draft: Draft, source: Source, words: Span) -> Draft:
    """Fill the passage in from a place in the text, widened to whole words.

    Whose claim it is stays open where the words are of several voices.
    """
    span = whole_words(source.text, words)
    under, quote = source.under(span), span.of(source.text)
    if not under or not quote or len(quote) > QUOTE:
        return draft
    try:
        found = cite(source, Evidence(quote=quote, start=span.start))
    except Refusal:
        found = None
    if found:
        return with_citation(draft, found, source)
    places = tuple(sentence.place for sentence in under)
    return draft.changed(cite=places, quote=quote, start=str(span.start))


def with_citation(draft: Draft, citation: Citation, source: Source) -> Draft:
    """Fill the fields of the passage in from a citation that was found."""
    under = source.under(Span(citation.start, citation.end))
    return draft.changed(
        cite=tuple(sentence.place for sentence in under),
        quote=citation.quote,
        start=str(citation.start),
        stance=citation.stance.value,
        speaker=citation.speaker or "",
    )


def without_citation(draft: Draft) -> Draft:
    """Empty the fields of the passage."""
    return draft.changed(cite=(), quote="", start="", stance="", speaker="")


def set_aside(draft: Draft, citation: Citation | None) -> Draft:
    """Carry a citation along, and empty the fields for another one, where there is room."""
    if citation is None or len(draft.more) >= MOST_CITATIONS - 1:
        return draft
    return without_citation(draft.changed(more=(*draft.more, carry(citation))))


def carried(row: dict[str, str]) -> Citation:
    """Return what a hidden row holds; a browser turns every line end into CR LF.

    Raises pydantic.ValidationError when it is no citation.
    """
    quote, start, end = row["quote"], read_place(row["start"]) or 0, read_place(row["end"]) or 0
    if len(quote) != end - start:
        quote = quote.replace("\r\n", "\n")
    values = {**row, "start": start, "end": end, "quote": quote, "speaker": row["speaker"] or None}
    return Citation.model_validate(values)


def segments(draft: Draft, source: Source, sentence: Sentence) -> tuple[Segment, ...]:
    """Return a sentence's runs of text, with what the draft quotes of it marked."""
    start, marks = read_place(draft.start), []
    if start is not None and draft.quote:
        span = Span(start, start + len(draft.quote.replace("\r\n", "\n")))
        if sentence.span.overlaps(span.start, span.end):
            marks = [Mark(span, sentence.stance or Stance.ASSERTED)]
    return segments_of(source.text, sentence.span, marks)
