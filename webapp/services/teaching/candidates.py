"""Candidates: proposed questions on a document, stored many at once.

Whatever can be done before the database is held is done before: on SQLite nobody's answer is
stored meanwhile, and a long document has thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import zip_longest
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from questions.folding import fold
from questions.interactions import Choice, Recall, TextEntry
from questions.question import Question, Status
from webapp import models
from webapp.db import Base, db, new_id
from webapp.models import Proposal
from webapp.services.sources.documents import newest_revision
from webapp.services.teaching.questions import citation_values, must_be_sound, verified
from webapp.services.teaching.word_index import index_new, words_of

if TYPE_CHECKING:
    from questions.proposing import Making


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed question that is sound: its type and folded stem, and what it is found by."""

    asked: Question
    making: Making | None
    said: tuple[str, str]
    interaction: dict[str, Any]
    words: str
    fact: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is to be stored; ``folded`` are the stems that the course had by then, each folded."""

    found: tuple[Candidate, ...]
    folded: dict[str, str]


def look_over(
    document_id: UUID, questions: Sequence[Question], makings: Sequence[Making] = ()
) -> Candidates:
    """Make proposed questions on a document ready to be stored; nothing is written.

    Raises:
        Refusal: one of them is not sound.
    """
    course = select(models.Document.course_id).where(models.Document.id == document_id)
    stems = select(models.QuestionVersion.stem).join(
        models.Question, models.Question.id == models.QuestionVersion.question_id
    )
    known = db.session.scalars(stems.where(models.Question.course_id.in_(course)))
    folded = {stem: fold(stem) for stem in known}
    made = zip_longest(questions, makings)
    return Candidates(tuple(_candidate(asked, making) for asked, making in made), folded)


def store_candidates(
    session: Session, document: models.Document, ready: Candidates, at: datetime
) -> int:
    """Store those that the course has not in the same words already; returns how many.

    Raises:
        Refusal: a quote does not stand in the document.
    """
    known = _known(session, document.course_id, ready.folded)
    new = list(_unknown(ready.found, known))
    revision = newest_revision(session, document.id)
    rows: dict[type[Base], list[dict[str, Any]]] = {
        models.Question: [],
        models.QuestionVersion: [],
        models.Citation: [],
        Proposal: [],
    }
    for number, candidate in enumerate(new):
        made_at = at + timedelta(milliseconds=number)
        question = _question(document.course_id, made_at)
        version = _version(question["id"], candidate, made_at)
        rows[models.Question].append(question)
        rows[models.QuestionVersion].append(version)
        rows[models.Citation] += [
            citation_values(version["id"], position, citation, verified(citation, revision))
            for position, citation in enumerate(candidate.asked.citations)
        ]
        rows[Proposal].append(_proposal(question["id"], document.id, candidate, made_at))
    for kind, values in rows.items():  # what the others name is stored first
        if values:
            session.execute(insert(kind), values)
    index_new(
        session,
        [
            (question["id"], candidate.words)
            for question, candidate in zip(rows[models.Question], new, strict=True)
        ],
    )
    return len(new)


def fact_of(question: Question) -> str:
    """Return what all forms of one fact have in common: the passage that proves it, and its key.

    What is not answered by one thing stands for itself.
    """
    cited = [f"{c.start}-{c.end}" for c in question.citations[-1:]]
    asked = [fold(question.stem)]
    if question.type != "true_false" and isinstance(
        question.interaction, Choice | TextEntry | Recall
    ):
        asked = sorted(fold(key) for key in question.interaction.key())
    return sha256("\n".join(cited + asked).encode()).hexdigest()


def _candidate(asked: Question, making: Making | None) -> Candidate:
    must_be_sound(asked)
    interaction = asked.interaction.model_dump(mode="json")
    quotes = [citation.quote for citation in asked.citations]
    return Candidate(
        asked=asked,
        making=making,
        said=(asked.type, fold(asked.stem)),
        interaction=interaction,
        words=words_of(asked.stem, interaction, asked.tags, quotes),
        fact=fact_of(asked),
    )


def _known(session: Session, course_id: UUID, folded: dict[str, str]) -> set[tuple[str, str]]:
    """Return the type and the words of each version that a course has, whatever became of it."""
    rows = session.execute(
        select(models.QuestionVersion.type, models.QuestionVersion.stem)
        .join(models.Question, models.Question.id == models.QuestionVersion.question_id)
        .where(models.Question.course_id == course_id)
    )
    return {(kind, folded.get(stem) or fold(stem)) for kind, stem in rows}


def _unknown(found: Iterable[Candidate], known: set[tuple[str, str]]) -> Iterable[Candidate]:
    for candidate in found:
        if candidate.said not in known:
            known.add(candidate.said)
            yield candidate


def _question(course_id: UUID, at: datetime) -> dict[str, Any]:
    return {
        "id": new_id(at),
        "course_id": course_id,
        "slug": None,
        "latest": 1,
        "published": None,
        "created_at": at,
    }


def _version(question_id: UUID, candidate: Candidate, at: datetime) -> dict[str, Any]:
    asked = candidate.asked
    return {
        "id": new_id(at),
        "question_id": question_id,
        "number": 1,
        "status": Status.CANDIDATE,
        "type": asked.type,
        "stem": asked.stem,
        "interaction": candidate.interaction,
        "explanation": asked.explanation,
        "hints": list(asked.hints),
        "tags": list(asked.tags),
        "author_id": None,
        "note": "",
        "created_at": at,
    }


def _proposal(
    question_id: UUID, document_id: UUID, candidate: Candidate, at: datetime
) -> dict[str, Any]:
    making, cited = candidate.making, candidate.asked.citations
    return {
        "question_id": question_id,
        "document_id": document_id,
        "fact": candidate.fact,
        "place": cited[-1].start if cited else 0,
        "score": candidate.asked.score or 0.0,
        "checks": list(making.checks) if making else [],
        "way": making.way if making else "",
        "spares": list(making.spares) if making else [],
        "made_at": at,
    }
