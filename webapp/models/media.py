"""Pictures and sounds of a course; what they hold lies in the store, by the same name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model
from webapp.models import lengths
from webapp.models.courses import Course
from webapp.models.questions import QuestionVersion


class CourseFile(Model):
    """A picture or a sound that questions of a course may speak of.

    ``mime`` is its kind, ``size`` its bytes. Drawings need not say how large they are shown,
    and sounds have no width. It was found ``idle_since`` then: no question speaks of it.
    """

    __tablename__ = "course_files"

    course_id: Mapped[UUID] = mapped_column(
        ForeignKey(Course.id, ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(lengths.MEDIA), primary_key=True, index=True)
    mime: Mapped[str] = mapped_column(String(lengths.WAY))
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(Instant)
    idle_since: Mapped[datetime | None] = mapped_column(Instant)


class VersionFile(Model):
    """That a version of a question speaks of a picture or a sound."""

    __tablename__ = "version_files"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey(QuestionVersion.id, ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(lengths.MEDIA), primary_key=True, index=True)
