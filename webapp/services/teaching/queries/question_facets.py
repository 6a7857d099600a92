"""What a course's questions are looked for by: words, and choices with how many each leaves.

The database counts, one statement for all choices, so that a page costs little more with a
thousand questions than with fifty.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    JSON,
    ColumnElement,
    Select,
    Text,
    case,
    cast,
    distinct,
    exists,
    false,
    func,
    literal,
    select,
    union_all,
)

from questions.tags import BRANCH, branches_of, parts_of
from webapp.db import db
from webapp.models import (
    Citation,
    Document,
    DocumentRevision,
    FacilityBand,
    Question,
    QuestionVersion,
    Report,
    band_of,
    facilities_in,
    is_current,
    is_newest,
)
from webapp.services.teaching.queries.question_standings import standing_in_words
from webapp.services.teaching.word_index import matching

_AFTER_ALL = 2.0  # no share is above 1


class Need(StrEnum):
    """Why a question wants a look: its evidence is no longer in the text, or it was reported."""

    STALE = "stale"
    FLAGGED = "flagged"


class Facility(StrEnum):
    """The share of what was to be had that learners got, by what quizzes were rolled up to."""

    HARD = FacilityBand.HARD.value
    MIDDLE = FacilityBand.MIDDLE.value
    EASY = FacilityBand.EASY.value
    UNKNOWN = "unknown"


class Order(StrEnum):
    """How a list of questions goes, where not the newest first."""

    OLDEST = "oldest"
    STEM = "stem"
    HARDEST = "hardest"


@dataclass(frozen=True, slots=True)
class Filters:
    """What to list, and how: empty means all, the newest first."""

    document: str = ""
    type: str = ""
    tag: str = ""
    standing: str = ""
    needs: str = ""
    facility: str = ""
    text: str = ""
    order: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self) if each.name != "order")


_FACETS = ("document", "type", "tag", "standing", "needs", "facility")


def entries_of(course_id: UUID, said: str) -> CTE:
    """Return the questions of a course that have these words, whatever else is wanted.

    Each is a row by its newest version, with the values it has of each facet; its tags are a list
    in JSON, as text, and the documents it cites stand in its citations.
    """
    facility = facilities_in(course_id)
    query = (
        select(
            Question.id,
            QuestionVersion.id.label("version_id"),
            QuestionVersion.type,
            standing_in_words().label("standing"),
            cast(QuestionVersion.tags, Text).label("tags"),
            _is_stale().label("stale"),
            _is_flagged().label("flagged"),
            facility.c.mean.label("facility"),
            facility.c.asked,
            _band(facility.c.mean).label("band"),
            QuestionVersion.created_at.label("saved_at"),
        )
        .join(QuestionVersion, is_newest())
        .outerjoin(facility, facility.c.question_id == Question.id)
        .where(Question.course_id == course_id)
    )
    if (found := matching(db.session(), said)) is not None:
        query = query.where(Question.id.in_(found))
    return query.cte("entries")


def passing(entries: CTE, filters: Filters, *, but: str = "") -> list[ColumnElement[bool]]:
    """Return the conditions of those wanted, whatever is chosen of one facet."""
    wanted = ((name, getattr(filters, name)) for name in _FACETS if name != but)
    return [_has(entries, name, value) for name, value in wanted if value]


def count_choices(entries: CTE, filters: Filters) -> tuple[int, dict[str, dict[str, int]]]:
    """Return how many questions pass, and would with each choice of each facet, all else as is."""
    found: dict[str, Counter[str]] = {name: Counter() for name in ("", *_FACETS)}
    for name, value, count in db.session.execute(union_all(*_counts(entries, filters))):
        for each in _values(name, value):
            found[name][each] += count
    total = found.pop("")[""]
    return total, {name: _sorted(+counted) for name, counted in found.items()}


def in_order(entries: CTE, order: str) -> list[ColumnElement[Any]]:
    """Return what to sort by: of what most miss those come last that few answered."""
    if order == Order.HARDEST:
        return [func.coalesce(entries.c.facility, literal(_AFTER_ALL)), entries.c.id]
    saved_at = entries.c.saved_at
    return [saved_at if order == Order.OLDEST else saved_at.desc(), entries.c.id]


def _has(entries: CTE, name: str, value: str) -> ColumnElement[bool]:
    """Return the condition that a question has that value of a facet."""
    if name == "document":
        return entries.c.version_id.in_(_citing().where(Document.slug == value))
    if name == "tag":
        return _is_tagged(entries, value)
    if name == "needs":
        return entries.c[value] if value in list(Need) else false()
    return entries.c["band" if name == "facility" else name] == value


def _counts(entries: CTE, filters: Filters) -> Iterator[Select[str, str, int]]:
    """Yield of each facet its values with how many have it, and how many there are in all."""
    yield _count(entries, filters, "", literal("", Text))
    for name in ("type", "standing", "tag", "facility"):
        column = entries.c[{"tag": "tags", "facility": "band"}.get(name, name)]
        yield _count(entries, filters, name, column).group_by(column)
    for need in Need:
        counted = _count(entries, filters, "needs", literal(need.value, Text))
        yield counted.where(entries.c[need.value])
    yield (
        select(literal("document", Text), cast(Document.slug, Text), _number(entries))
        .select_from(entries)
        .join(Citation, Citation.version_id == entries.c.version_id)
        .join(DocumentRevision, DocumentRevision.id == Citation.revision_id)
        .join(Document, Document.id == DocumentRevision.document_id)
        .where(*passing(entries, filters, but="document"))
        .group_by(Document.slug)
    )


def _count(
    entries: CTE, filters: Filters, name: str, value: ColumnElement[str]
) -> Select[str, str, int]:
    counted = select(literal(name, Text), cast(value, Text), _number(entries))
    return counted.select_from(entries).where(*passing(entries, filters, but=name))


def _number(entries: CTE) -> ColumnElement[int]:
    return func.count(distinct(entries.c.id))


def _sorted(counted: Counter[str]) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda pair: parts_of(pair[0])))


def _values(name: str, value: str) -> set[str]:
    """Return what a question is counted under that has this value: a tag under all its branches."""
    if name != "tag":
        return {value}
    return {branch for tag in json.loads(value) for branch in branches_of(tag)}


def _is_tagged(entries: CTE, wanted: str) -> ColumnElement[bool]:
    """Return the condition that a question has a tag, or one under it."""
    if wanted not in branches_of(wanted):
        return false()
    under = wanted + BRANCH
    if db.session.get_bind().dialect.name == "sqlite":
        tag = func.json_each(entries.c.tags).table_valued("value").c.value
    else:
        tags = cast(entries.c.tags, JSON)
        tag = func.json_array_elements_text(tags).table_valued("value").c.value
    is_under = func.substr(tag, 1, len(under)) == under
    return exists(select(1).where((tag == wanted) | is_under).correlate(entries))


def _citing() -> Select[UUID]:
    return (
        select(Citation.version_id)
        .join(DocumentRevision, DocumentRevision.id == Citation.revision_id)
        .join(Document, Document.id == DocumentRevision.document_id)
    )


def _is_stale() -> ColumnElement[bool]:
    """Return the condition that a version cites words which are gone."""
    return exists(
        select(1)
        .select_from(Citation)
        .join(DocumentRevision, DocumentRevision.id == Citation.revision_id)
        .where(Citation.version_id == QuestionVersion.id, ~is_current())
    )


def _is_flagged() -> ColumnElement[bool]:
    return exists(select(1).where(Report.question_id == Question.id, Report.settled_at.is_(None)))


def _band(facility: ColumnElement[float]) -> ColumnElement[str]:
    return case((facility.is_(None), Facility.UNKNOWN.value), else_=band_of(facility))
