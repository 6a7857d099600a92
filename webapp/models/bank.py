"""What is done to several questions of a course at once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model
from webapp.models.courses import Course
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
