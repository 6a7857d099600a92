"""Sampling: one question of the demonstration for visitors to try."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select

from questions.interactions import Choice, load_interaction
from questions.question import Stance
from questions.responses import Chosen
from webapp.db import db
from webapp.models import Citation, Course, Question, QuestionVersion, is_published
from webapp.services.operations import demonstration
from webapp.services.sources.queries.citations import CitationView, citations_of

_FEW = 10


@dataclass(frozen=True, slots=True)
class Sample:
    """A question with one right option."""

    version_id: UUID
    stem: str
    interaction: Choice


@dataclass(frozen=True, slots=True)
class TrialVerdict:
    """What came of answering it, and the passages that prove it."""

    right: bool
    key: str
    citations: tuple[CitationView, ...]


def sample_question() -> Sample | None:
    """Return the same question each time: the shortest, about a claim where any is; or nothing."""
    claims = exists().where(
        Citation.version_id == QuestionVersion.id, Citation.stance == Stance.CLAIMED
    )
    published = (
        select(QuestionVersion)
        .join(Question, is_published())
        .join(Course, Course.id == Question.course_id)
        .where(
            Course.slug == demonstration.SLUG,
            QuestionVersion.type == "multiple_choice",
        )
        .order_by(claims.desc(), func.length(QuestionVersion.stem), Question.id)
        .limit(_FEW)
    )
    return _first(db.session.scalars(published))


def answer_sample(sample: Sample, chosen: Chosen) -> TrialVerdict:
    """Grade the answer; nothing is kept."""
    right = sample.interaction.grade(chosen).fraction == 1
    cited = citations_of([sample.version_id])[sample.version_id]
    return TrialVerdict(right, sample.interaction.key()[0], cited)


def _first(versions: Iterable[QuestionVersion]) -> Sample | None:
    for version in versions:
        interaction = load_interaction(version.interaction)
        if isinstance(interaction, Choice) and not interaction.multiple:
            return Sample(version.id, version.stem, interaction)
    return None
