"""Citing: where what an author chose stands in a document, and whose claim it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from questions.documents import Span
from questions.question import Citation, Stance
from webapp.services.errors import Refusal
from webapp.services.sources.queries.sentences import Sentence, Source
from webapp.services.sources.quotes import find_quote, nearest

_SNIPPET = 90


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an author chose: ticked sentences, a quote or both, and whose claim it is.

    ``start`` is where the quote stood when the form was shown, where it was known.
    """

    ticked: tuple[int, ...] = ()
    quote: str = ""
    start: int | None = None
    stance: Stance | None = None
    speaker: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen."""
        return not self.ticked and not self.quote.strip()


def cite(source: Source, evidence: Evidence) -> Citation | None:
    """Return the citation that ``evidence`` spells, or ``None`` when it is empty.

    Raises:
        Refusal: the quote is not found or found twice, or it is not said whose claim it is.
    """
    if evidence.is_empty:
        return None
    span, before = _place(source, evidence), _standing(source, evidence)
    stance, speaker = evidence.stance, evidence.speaker.strip() or None
    if (
        before
        and not (set(before) & set(source.under(span)))
        and (stance, speaker) == _voice(before)
    ):
        stance, speaker = None, None
    if stance is None:
        stance, speaker = _read_voice(source, span, speaker)
    if stance is not Stance.ASSERTED and speaker is None:
        raise Refusal(_("Say who claims or denies it."), "speaker")
    return Citation(
        document=source.slug,
        start=span.start,
        end=span.end,
        quote=span.of(source.text),
        stance=stance,
        speaker=None if stance is Stance.ASSERTED else speaker,
    )


def _place(source: Source, evidence: Evidence) -> Span:
    """Find what is cited: ticks that moved away from the quote count more than the quote."""
    ticked = [s for s in source.sentences if s.place in evidence.ticked]
    standing = _standing(source, evidence)
    if not evidence.quote.strip() or (standing and ticked and ticked != standing):
        return _whole(ticked)
    found = find_quote(source.text, evidence.quote)
    if not found:
        raise Refusal(not_found(source, evidence.quote), "quote")
    kept = [span for span in found if span.start == evidence.start]
    inside = [span for span in found if any(s in ticked for s in source.under(span))]
    for likely in (kept, inside, list(found)):
        if len(likely) == 1:
            return likely[0]
    raise Refusal(
        _("These words stand there more than once. Quote more of the sentence, or tick it."),
        "quote",
    )


def _standing(source: Source, evidence: Evidence) -> list[Sentence]:
    """Return the sentences of the quote as the form was shown; none when it was edited since."""
    for span in find_quote(source.text, evidence.quote) if evidence.start is not None else ():
        if span.start == evidence.start:
            return source.under(span)
    return []


def _whole(ticked: Sequence[Sentence]) -> Span:
    places = [sentence.place for sentence in ticked]
    if not places:
        raise Refusal(_("Tick a sentence of this document."), "cite")
    if places != list(range(places[0], places[-1] + 1)):
        raise Refusal(
            _("Tick sentences that follow each other, or cite the others separately."), "cite"
        )
    return Span(ticked[0].span.start, ticked[-1].span.end)


def not_found(source: Source, quote: str) -> str:
    """Return what is said of words that a document does not have, with the nearest it has."""
    index = nearest([sentence.text for sentence in source.sentences], quote)
    if index is None:
        return str(_("The document does not say this. Copy the words from it."))
    sentence = source.sentences[index]
    words = sentence.text if len(sentence.text) <= _SNIPPET else sentence.text[:_SNIPPET] + "…"
    if not sentence.number:
        near = _("The document does not say this. The nearest is “%(words)s”", words=words)
    else:
        near = _(
            "The document does not say this. The nearest is sentence %(number)s: “%(words)s”",
            number=sentence.number,
            words=words,
        )
    return str(near)


def _voice(sentences: Sequence[Sentence]) -> tuple[Stance | None, str | None]:
    """Return whose words sentences are where all agree, else ``(None, None)``."""
    voices = {(s.stance, s.speaker) for s in sentences}
    return voices.pop() if len(voices) == 1 else (None, None)


def _read_voice(source: Source, span: Span, speaker: str | None) -> tuple[Stance, str | None]:
    """Return whose words these are: as was found, and else the publisher's own."""
    voices = {(s.stance or Stance.ASSERTED, s.speaker) for s in source.under(span)}
    if len(voices) > 1:
        raise Refusal(_("Say whose claim it is. These sentences are of several voices."), "stance")
    stance, known = voices.pop() if voices else (Stance.ASSERTED, None)
    return stance, speaker or known
