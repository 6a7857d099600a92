"""The editor of a question: its form, the fields of each interaction, and the document cited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from pydantic import ValidationError as Unsound
from wtforms import Field, Form

from questions.documents import Span
from questions.interactions import Interaction
from questions.question import Citation as Cited
from questions.question import Question as Asked
from questions.question import Stance
from questions.types import type_problem
from webapp.forms.teaching.kinds import KINDS, Kind
from webapp.forms.teaching.places import read_place
from webapp.forms.teaching.questions import MOST_CITATIONS, QuestionForm, tags_of
from webapp.forms.teaching.shapes import SHAPE_OF, SHAPES, OptionsShape, Shape
from webapp.services.errors import Refusal
from webapp.services.sources.evidence import cite
from webapp.services.sources.queries.citations import Mark, Segment, segments_of
from webapp.services.sources.queries.sentences import Sentence, Source


class Editor:
    """The whole editor: the form, the fields of each interaction, and the document cited."""

    def __init__(self, asked: Asked | None, source: Source | None, **defaults: Any) -> None:
        """Fill it from what was sent, or else from ``asked``, or else from ``defaults``."""
        self.before: Interaction | None = asked.interaction if asked else None
        self.source = source
        self.conflict: int | None = None
        self.form = QuestionForm(data={**defaults, **_filled(asked)})
        sent = request.form if self.form.is_submitted() else None
        self.shapes = {
            name: shape(sent, prefix=f"{name}-", data=self._values(name, asked))
            for name, shape in SHAPES.items()
        }

    def _values(self, name: str, asked: Asked | None) -> dict[str, Any]:
        if asked and SHAPE_OF[asked.type] == name:
            return SHAPES[name].filled_from(asked.interaction)
        if name == "voices":
            return {"options": voices_of(self.source), "shuffle": False}
        return {}

    @property
    def kinds(self) -> dict[str, Kind]:
        """What there is to say of each type of question."""
        return KINDS

    @property
    def kind(self) -> str:
        """The type of question chosen."""
        chosen = self.form.type.data
        return chosen if chosen in SHAPE_OF else "multiple_choice"

    @property
    def shape(self) -> Shape:
        """The fields of the chosen type."""
        return self.shapes[SHAPE_OF[self.kind]]

    def asked(self, slug: str | None = None) -> Asked | None:
        """Return the question that is spelt, or ``None`` with errors beside the fields."""
        sound = self.form.validate()
        interaction = self.shape.interaction(self.kind, self.before)
        citations = self._citations()
        if not sound or interaction is None or citations is None:
            return None
        try:
            asked = Asked(
                id=slug,
                type=self.kind,
                stem=(self.form.stem.data or "").strip(),
                interaction=interaction,
                explanation=(self.form.explanation.data or "").strip(),
                citations=citations,
                tags=tuple(tags_of(self.form.tags.data)),
            )
        except Unsound as error:
            self.refuse(error.errors()[0]["msg"].removeprefix("Value error, "), "stem")
            return None
        if problem := type_problem(asked):
            self.refuse(problem, "stem")
            return None
        return asked

    def _citations(self) -> tuple[Cited, ...] | None:
        try:
            main = cite(self.source, self.form.evidence()) if self.source else None
            rest = [Cited(**_carried(row.form)) for row in self.form.more]
        except Refusal as refusal:
            self.refuse(refusal.message, refusal.field)
            return None
        except Unsound:
            self.refuse(_("One of the further passages cannot be read. Remove it."), "quote")
            return None
        if main is not None:
            self.show_citation(main)
        return ((main,) if main else ()) + tuple(rest)

    def rearrange(self, do: str) -> bool:
        """Do what a button of the form asks, if it asks for no more than another form.

        Rows are added and removed, another document is shown, passages come and go.
        """
        verb, _dash, rest = do.partition("-")
        name, _dash, place = rest.partition("-")
        if verb == "document" or self._other_document():
            self._turn_to_document()
        elif verb in {"add", "remove"} and name in self.shapes:
            self.shapes[name].change_rows(verb == "add", read_place(place))
        elif verb == "another":
            self._set_aside()
        elif verb == "drop" and (at := read_place(rest)) is not None and at < len(self.form.more):
            self.form.more.pop_entry(at)  # type: ignore[call-arg]
        else:
            return False
        return True

    def _other_document(self) -> bool:
        return self.form.shown.data not in ("", None, self.form.document.data)

    def _turn_to_document(self) -> None:
        self.clear_citation()
        if not self.shapes["voices"].data.get("one"):
            self.refill_voices()

    def _set_aside(self) -> None:
        try:
            cited = cite(self.source, self.form.evidence()) if self.source else None
        except Refusal as refusal:
            self.refuse(refusal.message, refusal.field)
            return
        if cited is not None:
            self.set_aside(cited)

    def refuse(self, message: object, field: str | None) -> None:
        """Put a message beside its field, or above the form."""
        if field and field in self.form:
            self.form[field].errors = [*self.form[field].errors, str(message)]
        else:
            self.form.form_errors.append(str(message))

    def segments(self, sentence: Sentence) -> tuple[Segment, ...]:
        """Return a sentence's runs of text, with what is quoted of it marked."""
        start, quote = read_place(self.form.start.data), self.form.quote.data or ""
        marks = []
        if start is not None and quote:
            span = Span(start, start + len(quote.replace("\r\n", "\n")))
            if sentence.span.overlaps(span.start, span.end):
                marks = [Mark(span, sentence.stance or Stance.ASSERTED)]
        return segments_of(self.source.text, sentence.span, marks) if self.source else ()

    def wrong(self) -> Iterator[tuple[str, str, str]]:
        """Yield the id and label of each field at fault and what is wrong with it."""
        fields: Iterable[Field] = [*self.form, *self.shape]
        for field in fields:
            if field.errors:
                yield field.id, str(field.label.text), _first(field.errors)

    def meet_conflict(self, latest: int) -> None:
        """Say that version ``latest`` was saved meanwhile; saving again puts this one after it."""
        self.conflict = latest
        self.form.based_on.data = latest
        self.form.based_on.raw_data = [str(latest)]

    def point_at(self, cited: Sequence[Cited], sentence: int) -> None:
        """Fill the fields of the passage in: from a citation, or else a sentence's number."""
        chosen = self.source.numbered(sentence) if self.source else None
        if cited:
            self.show_citation(cited[0])
        elif chosen is not None:
            self.form.cite.data = [chosen.place]
            self.form.quote.data, self.form.start.data = chosen.text, str(chosen.span.start)
            self.form.stance.data = (chosen.stance or Stance.ASSERTED).value
            self.form.speaker.data = chosen.speaker or ""

    def show_citation(self, cited: Cited) -> None:
        """Fill the fields of the passage in from a citation that was found."""
        if self.source is None:
            return
        under = self.source.under(Span(cited.start, cited.end))
        self.form.cite.data = [sentence.place for sentence in under]
        self.form.quote.data, self.form.start.data = cited.quote, str(cited.start)
        self.form.stance.data, self.form.speaker.data = cited.stance.value, cited.speaker or ""

    def set_aside(self, cited: Cited) -> None:
        """Carry a citation along, and empty the fields for another one."""
        if len(self.form.more.entries) < MOST_CITATIONS - 1:
            self.form.more.append_entry(_carry(cited))
            self.clear_citation()

    def clear_citation(self) -> None:
        """Empty the fields of the passage."""
        self.form.cite.data = []
        self.form.quote.data = self.form.start.data = self.form.speaker.data = ""
        self.form.stance.data = None

    def refill_voices(self) -> None:
        """Offer the speakers of the document now shown."""
        self.shapes["voices"] = OptionsShape(
            prefix="voices-", data={"options": voices_of(self.source), "shuffle": False}
        )


def voices_of(source: Source | None) -> list[dict[str, Any]]:
    """Return an option for each speaker of a document, and one for its publisher."""
    if source is None:
        return []
    own = _("%(publisher)s, in its own voice", publisher=source.publisher or source.title)
    return [{"text": text} for text in [*source.speakers, own]]


def _first(errors: Any) -> str:
    if isinstance(errors, dict):
        return _first([*errors.values()])
    if isinstance(errors, list | tuple):
        return _first(next(error for error in errors if error))
    return str(errors)


def _filled(asked: Asked | None) -> dict[str, Any]:
    if asked is None:
        return {}
    return {
        "type": asked.type,
        "stem": asked.stem,
        "explanation": asked.explanation,
        "tags": ", ".join(asked.tags),
        "more": [_carry(citation) for citation in asked.citations[1:]],
    }


def _carry(cited: Cited) -> dict[str, Any]:
    return {**cited.model_dump(mode="json"), "speaker": cited.speaker or ""}


def _carried(form: Form) -> dict[str, Any]:
    """Return what a hidden row holds; a browser turns every line end into CR LF."""
    values = {**form.data, "speaker": form.data["speaker"] or None}
    start, end, quote = values["start"] or 0, values["end"] or 0, values["quote"] or ""
    if len(quote) != end - start:
        quote = quote.replace("\r\n", "\n")
    return {**values, "start": start, "end": end, "quote": quote}
