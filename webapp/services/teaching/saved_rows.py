"""The rows that questions come to: what each is saved as is as ``save_question`` has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from questions.media import names_in
from questions.question import Question, Status
from webapp import models
from webapp.db import Base, new_id
from webapp.services.teaching.questions import citation_values, must_be_sound
from webapp.services.teaching.word_index import index_new, unindex, words_of

_AT_A_TIME = 1_000  # questions that get ids of one millisecond: it has room for twice as many


@dataclass(frozen=True, slots=True)
class Ready:
    """A question as it will be saved: as the next version of ``known``, or as a new one."""

    asked: Question
    status: Status
    known: UUID | None
    interaction: dict[str, Any]
    words: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A question that was saved: its newest version before and after, and what learners had."""

    question_id: UUID
    before: int
    after: int
    published: int | None

    def spelt(self) -> list[object]:
        """Return it as it is kept, to be undone."""
        return [str(self.question_id), self.before, self.after, self.published]


def make_ready(asked: Question, status: Status, known: UUID | None) -> Ready:
    """Return a question made ready to be saved; nothing is written. Raises Refusal."""
    must_be_sound(asked)
    interaction = asked.interaction.model_dump(mode="json")
    quotes = [citation.quote for citation in asked.citations]
    words = words_of(asked.stem, interaction, asked.tags, quotes)
    return Ready(asked, status, known, interaction, words, names_in(asked))


class SavedRows:
    """The rows that questions come to, gathered and then stored; ``steps`` says what was saved."""

    def __init__(
        self,
        course_id: UUID,
        texts: Mapping[str, models.DocumentRevision],
        at: datetime,
        author_id: UUID,
    ) -> None:
        self.steps: list[Step] = []
        self._course_id, self._texts, self._at, self._author_id = course_id, texts, at, author_id
        self._words: list[tuple[UUID, str]] = []
        self._rows: dict[type[Base], list[dict[str, Any]]] = {
            models.Question: [],
            models.QuestionVersion: [],
            models.Citation: [],
            models.VersionFile: [],
            models.QuestionTag: [],
        }

    def add(self, ready: Ready, question: models.Question | None) -> None:
        """Add the next version of a question, or a new one."""
        made = self._at + timedelta(milliseconds=len(self.steps) // _AT_A_TIME)
        is_out = ready.status is Status.PUBLISHED
        step = self._new(ready, made) if question is None else _next(question, is_published=is_out)
        self.steps.append(step)
        self._words.append((step.question_id, ready.words))
        version_id = new_id(made)
        self._rows[models.QuestionVersion].append(self._version(version_id, step, ready))
        self._rows[models.Citation] += [
            citation_values(version_id, position, citation, self._texts[citation.document])
            for position, citation in enumerate(ready.asked.citations)
        ]
        self._rows[models.VersionFile] += [
            {"version_id": version_id, "name": name} for name in ready.files
        ]
        tags = dict.fromkeys(ready.asked.tags) if is_out else ()
        self._rows[models.QuestionTag] += [
            {"question_id": step.question_id, "tag": tag} for tag in tags
        ]

    def store(self, session: Session) -> None:
        """Store them, in place of what was found and drawn by before."""
        changed = [step.question_id for step in self.steps if step.before]
        out = [row["question_id"] for row in self._rows[models.QuestionVersion] if _is_out(row)]
        tags = models.QuestionTag.question_id.in_(set(out).intersection(changed))
        session.flush()
        session.execute(delete(models.QuestionTag).where(tags))
        unindex(session, changed)
        for kind, values in self._rows.items():  # what the others name is stored first
            if values:
                session.execute(insert(kind), values)
        index_new(session, self._words)

    def _new(self, ready: Ready, made: datetime) -> Step:
        question_id = new_id(made)
        self._rows[models.Question].append(
            {
                "id": question_id,
                "course_id": self._course_id,
                "slug": ready.asked.id,
                "latest": 1,
                "published": 1 if ready.status is Status.PUBLISHED else None,
                "created_at": self._at,
            }
        )
        return Step(question_id, 0, 1, None)

    def _version(self, version_id: UUID, step: Step, ready: Ready) -> dict[str, Any]:
        asked = ready.asked
        return {
            "id": version_id,
            "question_id": step.question_id,
            "number": step.after,
            "status": ready.status,
            "type": asked.type,
            "stem": asked.stem,
            "interaction": ready.interaction,
            "explanation": asked.explanation,
            "hints": list(asked.hints),
            "tags": list(asked.tags),
            "author_id": self._author_id,
            "note": "",
            "created_at": self._at,
        }


def _next(question: models.Question, *, is_published: bool) -> Step:
    step = Step(question.id, question.latest, question.latest + 1, question.published)
    question.latest = step.after
    if is_published:
        question.published = step.after
    return step


def _is_out(version: Mapping[str, Any]) -> bool:
    return version["status"] is Status.PUBLISHED
