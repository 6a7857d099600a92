"""Passages for drafts that cite nothing: several at once, by the rules for one, to be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from questions.publishing import problems
from questions.question import Question, Status
from webapp.db import new_id, writing
from webapp.models import ActKind, BankAct, QuestionVersion
from webapp.services.errors import Refusal
from webapp.services.operations.queries.quotas import check_version
from webapp.services.sources.evidence import Evidence, cite
from webapp.services.sources.queries.sentences import Source, load_sources
from webapp.services.teaching.bank_acts import rows_of
from webapp.services.teaching.questions import as_asked, load_version, save_question


@dataclass(frozen=True, slots=True)
class ChosenPassage:
    """A passage by its document and place, in the text that it was shown in."""

    document: str
    revision_id: UUID
    place: int


@dataclass(frozen=True, slots=True)
class Cited:
    """How many drafts cite a passage now and were published, and which could not, and why not."""

    count: int
    published: int
    refused: tuple[tuple[str, str], ...]


def cite_passages(
    course_id: UUID,
    chosen: Mapping[UUID, ChosenPassage],
    actor_id: UUID,
    at: datetime,
    *,
    publish: bool,
) -> Cited:
    """Let drafts that cite nothing cite the passages chosen; publish those that may be, if wanted.

    What was changed meanwhile stays as it is, and is told.

    Raises:
        Refusal: nothing is chosen.
    """
    if not chosen:
        raise Refusal(_("Choose a passage for at least one question."))
    sources = {source.slug: source for source in load_sources(course_id)}
    texts = {slug: source.text for slug, source in sources.items()}
    with writing() as session:
        steps: list[list[object]] = []
        refused, published = [], 0
        for question in rows_of(session, course_id, chosen):
            version = load_version(session, question.id, question.latest)
            step = [str(question.id), version.number, version.number + 1, question.published]
            try:
                check_version(session, question.id, actor_id)
                cited = _citing(version, chosen[question.id], sources)
            except Refusal as refusal:
                refused.append((version.stem, str(refusal.message)))
                continue
            may_be = publish and not problems(cited, texts)
            status = Status.PUBLISHED if may_be else Status.DRAFT
            save_question(course_id, cited, status, at, author_id=actor_id, question_id=question.id)
            published += may_be
            steps.append(step)
        if steps:
            act = BankAct(id=new_id(at), course_id=course_id, actor_id=actor_id, made_at=at)
            act.kind, act.steps = ActKind.CITE, steps
            session.add(act)
        return Cited(len(steps), published, tuple(refused))


def _citing(
    version: QuestionVersion, passage: ChosenPassage, sources: Mapping[str, Source]
) -> Question:
    """Return the question with the passage that proves it. Raises Refusal."""
    asked = as_asked(version)
    if asked.citations or version.status is not Status.DRAFT:
        raise Refusal(_("It was changed since. What it says now stands."))
    source = sources.get(passage.document)
    if source is None or source.revision_id != passage.revision_id:
        raise Refusal(_("The text has changed since. Look again."))
    citation = cite(source, Evidence(ticked=(passage.place,)))
    return asked.model_copy(update={"citations": (citation,)})
