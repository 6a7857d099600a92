"""Which questions of a quiz give away the answers of others in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import and_, func, select

from questions.interactions import load_interaction
from questions.leaking import Exposed, GiveAway, give_aways, told_by
from webapp.db import db
from webapp.models import Citation, DocumentRevision, Passage, Question, QuestionVersion
from webapp.services.quizzes.queries.uses import ASKED_BESIDE
from webapp.services.sources.queries.readings import Excerpt, passages_in


def find_clues(question_ids: Sequence[UUID]) -> list[GiveAway]:
    """Return who gives whom away, by their places among ``question_ids``, from 0."""
    asked = _exposed(question_ids)
    places = list(asked)
    return [
        GiveAway(places[found.by], places[found.of], found.clue, found.key)
        for found in give_aways(list(asked.values()))
    ]


def find_told(
    question_ids: Sequence[UUID], read: Sequence[tuple[str, Mapping[Excerpt, str]]]
) -> list[list[int]]:
    """Return for each text, with its passages, the places of the questions that it answers."""
    asked = _exposed(question_ids)
    places = list(asked)
    held = passages_in([each for _text, quotes in read for each in quotes])
    return [
        [
            places[found]
            for found in told_by(
                [*text.splitlines(), *_sentences(quotes, held)],
                frozenset(_keys(quotes, held)),
                list(asked.values()),
            )
        ]
        for text, quotes in read
    ]


def _sentences(
    quotes: Mapping[Excerpt, str], held: Mapping[Excerpt, Sequence[Passage]]
) -> Iterator[str]:
    for at, quote in quotes.items():
        for part in held[at]:
            yield quote[max(part.start - at.start, 0) : part.end - at.start]


def _keys(
    quotes: Mapping[Excerpt, str], held: Mapping[Excerpt, Sequence[Passage]]
) -> Iterator[tuple[UUID, int]]:
    """Yield the sentences that stand whole in passages."""
    for at in quotes:
        for part in held[at]:
            if at.start <= part.start and part.end <= at.end and part.kind not in ASKED_BESIDE:
                yield part.revision_id, part.position


def _exposed(question_ids: Sequence[UUID]) -> dict[int, Exposed]:
    """Return what each question shows, by its place among ``question_ids``."""
    versions = _versions(question_ids)
    evidence = _evidence([version.id for version in versions.values()])
    return {
        place: _expose(versions[question_id], evidence[versions[question_id].id])
        for place, question_id in enumerate(question_ids)
        if question_id in versions
    }


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
