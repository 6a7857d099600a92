"""The buttons of the quiz builder that choose a passage for a section to open with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from webapp.db import db
from webapp.forms.teaching.places import read_place
from webapp.forms.teaching.quiz_sections import SectionFields, read_excerpt, write_excerpt
from webapp.forms.teaching.quizzes import QuizForm, read_id
from webapp.models import lengths
from webapp.services.errors import Missing, Refusal
from webapp.services.quizzes.queries.clues import find_told
from webapp.services.quizzes.sectioning import MOST_PASSAGES, too_long
from webapp.services.sources.evidence import not_found
from webapp.services.sources.queries.newer_texts import NewerText, newer_texts
from webapp.services.sources.queries.readings import (
    Block,
    Excerpt,
    Reading,
    blocks_of,
    quotes_of,
    view_readings,
)
from webapp.services.sources.queries.sentences import load_source
from webapp.services.sources.quotes import find_quote

MOST_BLOCKS = 300  # paragraphs to tick: of what is longer, the words are pasted


@dataclass(frozen=True, slots=True)
class PassageAround:
    """A passage of a section: what its hidden field holds, and how it is read.

    ``newer`` is what the newest text of its document has, where it is of an older one.
    """

    kept: str
    reading: Reading | None
    newer: NewerText | None


@dataclass(frozen=True, slots=True)
class SectionAround:
    """What is shown of a section beside its fields.

    ``told`` are the numbers of the questions whose answers it tells.
    """

    passages: Sequence[PassageAround] = ()
    blocks: Sequence[Block] = ()
    told: Sequence[int] = ()


def choose_passage(form: QuizForm, do: str, course_id: UUID) -> bool:
    """Do what a button that chooses a passage asks; say whether it was one."""
    verb, _dash, place = do.partition("-")
    at = read_place(place)
    if verb == "renew":
        _renew(form, place, course_id)
        return True
    if verb not in {"text", "cite"}:
        return False
    if at is not None and at < len(form.sections):
        row = form.sections[at].form
        if verb == "text":
            row.listed.data, row.ticks.data = row.source.data, []
        else:
            take_in(row, course_id)
        form.touched = (verb, at)
    return True


def _renew(form: QuizForm, place: str, course_id: UUID) -> None:
    """Show what the newest text has instead of a passage: the numbers of both, from 0."""
    section, _dash, passage = place.partition("-")
    at, number = read_place(section), read_place(passage)
    if at is None or number is None or at >= len(form.sections):
        return
    fields = form.sections[at].form.passages.entries
    excerpt = read_excerpt(fields[number].data) if number < len(fields) else None
    if excerpt is None:
        return
    newer = newer_texts(quotes_of(db.session(), course_id, [excerpt])).get(excerpt)
    if newer and newer.at:
        fields[number].data = write_excerpt(newer.at)
        form.touched = (f"renew-{number}", at)


def take_in_all(form: QuizForm, course_id: UUID) -> bool:
    """Take in what is pointed at in any section and was not taken in; say whether all could be."""
    choosing = [row.form for row in form.sections if row.form.is_choosing()]
    return len([row for row in choosing if take_in(row, course_id)]) == len(choosing)


def take_in(row: SectionFields, course_id: UUID) -> bool:
    """Take in the words or the paragraphs that are pointed at; say whether they could be."""
    try:
        chosen = _pointed_at(row, course_id)
        _check_room(row, chosen)
    except Refusal as refusal:
        row[refusal.field or "words"].errors = [str(refusal.message)]
        return False
    for each in chosen:
        row.passages.append_entry(write_excerpt(each))
    row.words.data, row.ticks.data, row.listed.data = "", [], ""
    return True


def _pointed_at(row: SectionFields, course_id: UUID) -> list[Excerpt]:
    """Return the passages that are pointed at: words that are pasted go before ticks."""
    if words := (row.words.data or "").strip():
        return [_find(words, row.source.data or "", course_id)]
    ticked = {read_place(each) for each in row.ticks.data or ()}
    found = blocks_of(course_id, row.listed.data or "", MOST_BLOCKS)
    runs = list(_runs(found[1], ticked)) if found else []
    if not found or not runs:
        raise Refusal(_("Tick paragraphs of the document, or paste the words."), "words")
    return [Excerpt(found[0], run[0].start, run[-1].end) for run in runs]


def _find(words: str, slug: str, course_id: UUID) -> Excerpt:
    try:
        source = load_source(course_id, slug)
    except Missing as missing:
        raise Refusal(_("Choose the document that says this."), "source") from missing
    spans = find_quote(source.text, words.replace("\r\n", "\n"))
    if not spans:
        raise Refusal(not_found(source, words), "words")
    if len(spans) > 1:
        raise Refusal(_("These words stand there more than once. Paste more of them."), "words")
    return Excerpt(source.revision_id, spans[0].start, spans[0].end)


def _runs(blocks: Sequence[Block], ticked: set[int | None]) -> Iterator[list[Block]]:
    """Yield the paragraphs that are ticked, those together that follow each other."""
    run: list[Block] = []
    for block in blocks:
        if block.number in ticked:
            run.append(block)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _check_room(row: SectionFields, chosen: Sequence[Excerpt]) -> None:
    if len(row.passages) + len(chosen) > MOST_PASSAGES:
        raise Refusal(_("A section shows %(most)s passages at most.", most=MOST_PASSAGES), "words")
    if any(each.end - each.start > lengths.READING for each in chosen):
        raise Refusal(too_long(), "words")


def around_sections(form: QuizForm, course_id: UUID) -> list[SectionAround]:
    """Return what is shown of each section beside its fields."""
    rows = [row.form for row in form.sections]
    quotes = [quotes_of(db.session(), course_id, row.excerpts()) for row in rows]
    all_quotes = {each: words for its in quotes for each, words in its.items()}
    readings, newer = view_readings(all_quotes), newer_texts(all_quotes)
    read = [(row.text.data or "", its) for row, its in zip(rows, quotes, strict=True)]
    numbers = [n for n, row in enumerate(form.picked, 1) if read_id(row.form.question.data)]
    told = find_told(form.question_ids(), read) if rows else []
    return [
        SectionAround(
            passages=[_passage(each.data or "", readings, newer) for each in row.passages],
            blocks=_blocks(row, course_id),
            told=[numbers[place] for place in places],
        )
        for row, places in zip(rows, told, strict=True)
    ]


def _passage(
    kept: str, readings: Mapping[Excerpt, Reading], newer: Mapping[Excerpt, NewerText]
) -> PassageAround:
    excerpt = read_excerpt(kept)
    if excerpt is None:
        return PassageAround(kept, None, None)
    return PassageAround(kept, readings.get(excerpt), newer.get(excerpt))


def _blocks(row: SectionFields, course_id: UUID) -> Sequence[Block]:
    found = blocks_of(course_id, row.listed.data, MOST_BLOCKS) if row.listed.data else None
    return found[1] if found else ()
