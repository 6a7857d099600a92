"""Many questions of a course, made ready one by one and saved at once.

What each is saved as, and what that does beside it, is as ``save_question`` has it. Whatever can be
done before the database is held is done before: on SQLite nobody's answer is stored meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from questions.documents import PassageKind
from questions.media import names_in
from questions.question import Citation, Question, Status
from webapp import models
from webapp.db import Base, new_id
from webapp.services.errors import Conflict, Refusal
from webapp.services.media.keeping import missing_message, wake_files
from webapp.services.media.queries.files import unknown_names
from webapp.services.operations.queries.quotas import check_question, check_versions
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


def save_many(
    session: Session,
    course_id: UUID,
    ready: Sequence[Ready],
    texts: Mapping[str, models.DocumentRevision | None],
    at: datetime,
    author_id: UUID,
) -> list[Step]:
    """Save questions, all or none; ``texts`` are those that their citations were verified in.

    Raises:
        OverQuota: the course has no room for all of them.
        Conflict: the course was changed since they were made ready.
        Refusal: one speaks of a picture or a sound that is not here any more.
    """
    known = {each.known for each in ready if each.known is not None}
    new = len(ready) - len(known)
    if new:
        check_question(session, course_id, author_id, new)
    check_versions(session, known, author_id)
    _check_unchanged(session, course_id, ready, texts)
    held = _held(session, course_id, known)
    saved = _Saved(course_id, texts, at, author_id)
    for each in ready:
        saved.add(each, held[each.known] if each.known else None)
    saved.store(session)
    _give_voices(session, ready, texts)
    _must_have_files(session, course_id, ready)
    return saved.steps


def _held(session: Session, course_id: UUID, known: set[UUID]) -> dict[UUID, models.Question]:
    """Return the questions that are changed, for nobody else to change. Raises Conflict."""
    found = session.scalars(
        select(models.Question)
        .where(models.Question.course_id == course_id, models.Question.id.in_(known))
        .order_by(models.Question.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if len(found) < len(known):
        raise _changed()
    return {question.id: question for question in found}


def _check_unchanged(
    session: Session,
    course_id: UUID,
    ready: Sequence[Ready],
    texts: Mapping[str, models.DocumentRevision | None],
) -> None:
    """Raise Conflict where a new name is taken by now, or a text that is cited is another."""
    names = {each.asked.id for each in ready if each.known is None and each.asked.id}
    taken = select(models.Question.id).where(
        models.Question.course_id == course_id, models.Question.slug.in_(names)
    )
    if names and session.scalar(taken.limit(1)) is not None:
        raise _changed()
    cited = {citation.document for each in ready for citation in each.asked.citations}
    rows = session.execute(
        select(models.Document.slug, models.DocumentRevision.id)
        .join(models.DocumentRevision, models.DocumentRevision.document_id == models.Document.id)
        .where(models.Document.course_id == course_id, models.Document.slug.in_(cited))
        .where(models.is_current())
    )
    now = dict(list(rows))
    for slug in cited:
        was = texts[slug]
        if was is None or now.get(slug) != was.id:
            raise _changed()


class _Saved:
    """The rows that questions come to."""

    def __init__(
        self,
        course_id: UUID,
        texts: Mapping[str, models.DocumentRevision | None],
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
            citation_values(version_id, position, citation, _text(self._texts, citation))
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


def _text(
    texts: Mapping[str, models.DocumentRevision | None], citation: Citation
) -> models.DocumentRevision:
    text = texts[citation.document]
    if text is None:
        raise _changed()
    return text


def _give_voices(
    session: Session,
    ready: Sequence[Ready],
    texts: Mapping[str, models.DocumentRevision | None],
) -> None:
    """Let passages whose words they are nobody said yet be whose the first citation says."""
    cited: dict[UUID, list[Citation]] = {}
    for each in ready:
        for citation in each.asked.citations if each.status is Status.PUBLISHED else ():
            cited.setdefault(_text(texts, citation).id, []).append(citation)
    unsaid = session.execute(
        select(models.Passage.revision_id, models.Passage.position)
        .add_columns(models.Passage.start, models.Passage.end)
        .where(models.Passage.revision_id.in_(cited), models.Passage.stance.is_(None))
        .where(models.Passage.kind.not_in([PassageKind.TITLE, PassageKind.HEADING]))
    )
    told = []
    for revision_id, position, start, end in unsaid:
        over = (each for each in cited[revision_id] if start < each.end and end > each.start)
        if (first := next(over, None)) is not None:
            said = {"stance": first.stance, "speaker": first.speaker}
            told.append({"revision_id": revision_id, "position": position, **said})
    if told:
        session.execute(update(models.Passage), told)


def _must_have_files(session: Session, course_id: UUID, ready: Sequence[Ready]) -> None:
    """Wake the files that are spoken of, so that nobody clears them. Raises Refusal."""
    named = {name for each in ready for name in each.files}
    if not named:
        return
    wake_files(session, course_id, named)
    shown = {name for each in ready if each.status is Status.PUBLISHED for name in each.files}
    if unknown_names(session, course_id, shown):
        raise Refusal(missing_message(), "stem")


def _changed() -> Conflict:
    return Conflict(
        _("The course was changed while the questions were checked. Nothing was saved. Try again.")
    )
