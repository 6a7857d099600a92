"""Sections of a quiz: what stands over some of its questions, with passages to read first."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model
from webapp.models import lengths
from webapp.models.documents import DocumentRevision
from webapp.models.quizzes import Quiz


class QuizSection(Model):
    """What stands over the questions of a quiz from ``position`` on, up to the next section.

    What it says never changes: a change makes another section, and one that is no longer in the
    quiz has no position and stays for the attempts that show it.
    """

    __tablename__ = "quiz_sections"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    quiz_id: Mapped[UUID] = mapped_column(ForeignKey(Quiz.id, ondelete="CASCADE"), index=True)
    position: Mapped[int | None]
    heading: Mapped[str] = mapped_column(String(lengths.TITLE))
    text: Mapped[str] = mapped_column(Text, default="")
    shuffles: Mapped[bool] = mapped_column(default=False)


class SectionPassage(Model):
    """A passage that a section shows; the quote equals the text at its offsets."""

    __tablename__ = "section_passages"

    section_id: Mapped[UUID] = mapped_column(
        ForeignKey(QuizSection.id, ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[UUID] = mapped_column(ForeignKey(DocumentRevision.id), index=True)
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
