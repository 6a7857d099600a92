"""Which questions of a quiz give away the answers of others in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import and_, func, select

from questions.interactions import load_interaction
from questions.leaking import Exposed, GiveAway, give_aways
from webapp.db import db
from webapp.models import Citation, DocumentRevision, Passage, Question, QuestionVersion
from webapp.services.quizzes.queries.uses import ASKED_BESIDE


def find_clues(question_ids: Sequence[UUID]) -> list[GiveAway]:
    """Return who gives whom away, by their places among ``question_ids``, from 0."""
    versions = _versions(question_ids)
    evidence = _evidence([version.id for version in versions.values()])
    asked = [
        _expose(versions[question_id], evidence[versions[question_id].id])
        for question_id in question_ids
        if question_id in versions
    ]
    places = [place for place, each in enumerate(question_ids) if each in versions]
    return [
        GiveAway(places[found.by], places[found.of], found.clue, found.key)
        for found in give_aways(asked)
    ]


def _expose(version: QuestionVersion, cited: Sequence[tuple[UUID, int, str, bool]]) -> Exposed:
    return Exposed(
        type=version.type,
        stem=version.stem,
        interaction=load_interaction(version.interaction),
        evidence=" ".join(text for _revision, _position, text, _beside in cited),
        sentences=frozenset(
            (revision_id, position) for revision_id, position, _text, beside in cited if not beside
        ),
    )


def _versions(question_ids: Collection[UUID]) -> dict[UUID, QuestionVersion]:
    newest = and_(
        QuestionVersion.question_id == Question.id,
        QuestionVersion.number == func.coalesce(Question.published, Question.latest),
    )
    rows = db.session.scalars(
        select(QuestionVersion).join(Question, newest).where(Question.id.in_(question_ids))
    )
    return {version.question_id: version for version in rows}


def _evidence(
    version_ids: Collection[UUID],
) -> defaultdict[UUID, list[tuple[UUID, int, str, bool]]]:
    """Return the passages that each version cites: of which text, where, and in what words."""
    rows = db.session.execute(
        select(
            Citation.version_id,
            Passage,
            func.substr(DocumentRevision.text, Passage.start + 1, Passage.end - Passage.start),
        )
        .join(DocumentRevision, DocumentRevision.id == Citation.revision_id)
        .join(
            Passage,
            and_(
                Passage.revision_id == Citation.revision_id,
                Passage.start < Citation.end,
                Passage.end > Citation.start,
            ),
        )
        .where(Citation.version_id.in_(version_ids))
        .order_by(Citation.version_id, Citation.position, Passage.position)
    )
    evidence = defaultdict(list)
    for version_id, passage, said in rows:
        beside = passage.kind in ASKED_BESIDE
        evidence[version_id].append((passage.revision_id, passage.position, said, beside))
    return evidence
