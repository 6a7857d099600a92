"""What is done to several questions of a course at once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model
from webapp.models import lengths
from webapp.models.courses import Course
from webapp.models.jobs import Job
from webapp.models.people import User


class ActKind(StrEnum):
    """What an instructor does to the questions that are chosen."""

    TAG = "tag"
    UNTAG = "untag"
    RENAME = "rename"
    PUBLISH = "publish"
    RETIRE = "retire"
    MOVE = "move"
    TRANSFER = "transfer"
    IMPORT = "import"
    CITE = "cite"


CHOOSABLE = frozenset(ActKind) - {ActKind.IMPORT, ActKind.CITE}  # the others have a page each


class BankAct(Model):
    """An act on several questions, kept so that it can be undone.

    ``steps`` name each question that changed: its id, its newest version's number before and
    after, and that of the version which learners got before, if any. Of those that went to another
    course they name the question there as well, and whether the one here was retired for it.
    """

    __tablename__ = "bank_acts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey(Course.id, ondelete="CASCADE"), index=True)
    actor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(User.id, ondelete="SET NULL"), index=True
    )
    kind: Mapped[ActKind]
    steps: Mapped[list[list[Any]]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)


class QuestionImport(Model):
    """A file of questions that somebody looks over before they are taken in, for a few days.

    ``format`` is what it was read in. ``chosen`` are the places of those ticked, nothing until
    somebody ticks. ``edition`` counts how often something was put right, or read anew. ``judged``
    is what each was to the course when that was last found out, a cache. Many are taken in by the
    job ``job_id``, all ``as_drafts`` where that is wished. Once they are taken in, at ``taken_at``
    by the act ``act_id``, the file and its questions are let go of. What may be large is loaded
    when it is asked for.
    """

    __tablename__ = "question_imports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey(Course.id, ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(lengths.FILE_NAME))
    format: Mapped[str] = mapped_column(String(lengths.WAY))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)
    judged: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    edition: Mapped[int] = mapped_column(default=0, server_default="0")
    chosen: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    made_at: Mapped[datetime] = mapped_column(Instant, index=True)
    taken_at: Mapped[datetime | None] = mapped_column(Instant)
    act_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(BankAct.id, ondelete="SET NULL"), index=True
    )
    job_id: Mapped[UUID | None] = mapped_column(ForeignKey(Job.id, ondelete="SET NULL"), index=True)
    as_drafts: Mapped[bool] = mapped_column(default=False, server_default=false())
