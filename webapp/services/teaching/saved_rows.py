"""The rows that questions come to: what each is saved as is as ``save_question`` has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """The rows that questions come to: gathered, numbered once they are held, then stored."""

    def __init__(
        self,
        course_id: UUID,
        ready: Sequence[Ready],
        texts: Mapping[str, models.DocumentRevision | None],
        at: datetime,
        author_id: UUID,
    ) -> None:
        self.course_id, self.author_id = course_id, author_id
        self.ready, self.texts = ready, texts
        self._at = at
        self._words: list[tuple[UUID, str]] = []
        self._rows: dict[type[Base], list[dict[str, Any]]] = {
            models.Question: [],
            models.QuestionVersion: [],
            models.Citation: [],
            models.VersionFile: [],
            models.QuestionTag: [],
        }
        for turn, each in enumerate(ready):
            self._gather(each, at + timedelta(milliseconds=turn // _AT_A_TIME))

    def number(self, held: Mapping[UUID, models.Question]) -> list[Step]:
        """Make each the next version of its question; returns what that changes."""
        steps = []
        for each, version in zip(self.ready, self._rows[models.QuestionVersion], strict=True):
            step = Step(version["question_id"], 0, 1, None)
            if each.known is not None:
                step = _next(held[each.known], is_published=_is_out(each))
                version["number"] = step.after
            steps.append(step)
        return steps

    def store(self, session: Session) -> None:
        """Store them, in place of what was found and drawn by before."""
        changed = [each.known for each in self.ready if each.known is not None]
        out = [each.known for each in self.ready if each.known and _is_out(each)]
        session.flush()
        session.execute(delete(models.QuestionTag).where(models.QuestionTag.question_id.in_(out)))
        unindex(session, changed)
        for kind, values in self._rows.items():  # what the others name is stored first
            if values:
                session.execute(insert(kind.metadata.tables[kind.__tablename__]), values)
        index_new(session, self._words)

    def _gather(self, ready: Ready, made: datetime) -> None:
        question_id = ready.known or self._new(ready, made)
        self._words.append((question_id, ready.words))
        version_id = new_id(made)
        self._rows[models.QuestionVersion].append(self._version(version_id, question_id, ready))
        for position, citation in enumerate(ready.asked.citations):
            if text := self.texts[citation.document]:
                values = citation_values(version_id, position, citation, text)
                self._rows[models.Citation].append(values)
        self._rows[models.VersionFile] += [
            {"version_id": version_id, "name": name} for name in ready.files
        ]
        self._rows[models.QuestionTag] += [
            {"question_id": question_id, "tag": tag}
            for tag in (dict.fromkeys(ready.asked.tags) if _is_out(ready) else ())
        ]

    def _new(self, ready: Ready, made: datetime) -> UUID:
        question_id = new_id(made)
        self._rows[models.Question].append(
            {
                "id": question_id,
                "course_id": self.course_id,
                "slug": ready.asked.id,
                "latest": 1,
                "published": 1 if _is_out(ready) else None,
                "created_at": self._at,
            }
        )
        return question_id

    def _version(self, version_id: UUID, question_id: UUID, ready: Ready) -> dict[str, Any]:
        asked = ready.asked
        return {
            "id": version_id,
            "question_id": question_id,
            "number": 1,
            "status": ready.status,
            "type": asked.type,
            "stem": asked.stem,
            "interaction": ready.interaction,
            "explanation": asked.explanation,
            "hints": list(asked.hints),
            "tags": list(asked.tags),
            "author_id": self.author_id,
            "note": "",
            "created_at": self._at,
        }


def _next(question: models.Question, *, is_published: bool) -> Step:
    step = Step(question.id, question.latest, question.latest + 1, question.published)
    question.latest = step.after
    if is_published:
        question.published = step.after
    return step


def _is_out(ready: Ready) -> bool:
    return ready.status is Status.PUBLISHED
