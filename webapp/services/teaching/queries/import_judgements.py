"""What the questions of a file were judged to be, which stands while their course does.

To judge ten thousand takes seconds, so that what was found is kept beside the file, with what tells
whether anything has changed in the course that it depends on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import get_locale
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from questions.question import Question, Status
from webapp import models
from webapp.db import db
from webapp.models import (
    CourseFile,
    Document,
    DocumentRevision,
    QuestionImport,
    QuestionVersion,
    is_current,
    is_newest,
)
from webapp.services.teaching.queries.import_verdicts import (
    ImportVerdict,
    Judged,
    Judgement,
    as_here,
    judge,
    look_around,
)


def judgements_of(row: QuestionImport) -> list[Judgement]:
    """Return what each question of a file is to its course, in the order of the file."""
    known = row.judged
    if known and known["of"] == _state_of(db.session(), row):
        return [_read(place, spelt) for place, spelt in enumerate(known["each"])]
    return [*judge(db.session(), row.course_id, questions_of(row))]


def judge_to_keep(row: QuestionImport) -> dict[str, Any] | None:
    """Judge the questions of a file, as it is kept; ``None`` where what is kept still stands."""
    state = _state_of(db.session(), row)
    if row.judged and row.judged["of"] == state:
        return None
    judged = judge(db.session(), row.course_id, questions_of(row))
    return {"of": state, "each": [_spelt(each) for each in judged]}


def judged_at(
    row: QuestionImport, judgements: Sequence[Judgement], places: Sequence[int]
) -> dict[int, Judged]:
    """Return the questions at some places of a file as the course would have them."""
    given = [Question.model_validate(row.questions[place]) for place in places]
    ground = look_around(db.session(), row.course_id, given, is_asked=False)
    return {
        place: Judged(
            place=place,
            asked=as_here(ground, each),
            verdict=judgements[place].verdict,
            status=judgements[place].status,
            known=judgements[place].known,
            why=judgements[place].why,
        )
        for place, each in zip(places, given, strict=True)
    }


def questions_of(row: QuestionImport) -> list[Question]:
    """Return the questions that a file gave."""
    return [Question.model_validate(spelt) for spelt in row.questions]


def _state_of(session: Session, row: QuestionImport) -> str:
    """Return what changes with the file, with whatever in its course counts, and with its words."""
    told = hashlib.sha256(f"{row.edition} {get_locale()}".encode())
    for query in _looked_at(row.course_id):
        rows = sorted(tuple(map(str, row)) for row in session.execute(query))
        told.update(repr(rows).encode())
    return told.hexdigest()[:32]


def _looked_at(course_id: UUID) -> tuple[Select[*tuple[Any, ...]], ...]:
    asked = (
        select(
            models.Question.id,
            models.Question.latest,
            models.Question.published,
            QuestionVersion.status,
        )
        .join(QuestionVersion, is_newest())
        .where(models.Question.course_id == course_id)
    )
    texts = (
        select(Document.slug, DocumentRevision.id)
        .join(DocumentRevision, DocumentRevision.document_id == Document.id)
        .where(Document.course_id == course_id, is_current())
    )
    return asked, texts, select(CourseFile.name).where(CourseFile.course_id == course_id)


def _spelt(each: Judgement) -> list[str]:
    return [each.verdict.value, each.status.value, str(each.known or ""), each.why]


def _read(place: int, spelt: Sequence[str]) -> Judgement:
    verdict, status, known, why = spelt
    return Judgement(
        place=place,
        verdict=ImportVerdict(verdict),
        status=Status(status),
        known=UUID(known) if known else None,
        why=why,
    )
