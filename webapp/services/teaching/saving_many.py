"""Many questions of a course, made ready one by one and saved at once.

What each is saved as, and what that does beside it, is as ``save_question`` has it. Whatever can be
done before the database is held is done before: on SQLite nobody's answer is stored meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from questions.documents import PassageKind
from questions.question import Citation, Status
from webapp import models
from webapp.services.errors import Conflict, Refusal
from webapp.services.media.keeping import missing_message, wake_files
from webapp.services.media.queries.files import unknown_names
from webapp.services.operations.queries.quotas import check_question, check_versions
from webapp.services.teaching.saved_rows import Ready, SavedRows, Step


def save_many(session: Session, saved: SavedRows) -> list[Step]:
    """Save questions, all or none; returns what that changes.

    Raises:
        OverQuota: the course has no room for all of them.
        Conflict: the course was changed since they were made ready.
        Refusal: one speaks of a picture or a sound that is not here any more.
    """
    course_id, ready = saved.course_id, saved.ready
    known = {each.known for each in ready if each.known is not None}
    new = len(ready) - len(known)
    if new:
        check_question(session, course_id, saved.author_id, new)
    check_versions(session, known, saved.author_id)
    cited = _as_they_were(session, course_id, ready, saved.texts)
    steps = saved.number(_held(session, course_id, known))
    try:
        saved.store(session)
    except IntegrityError as error:  # somebody took a name this very moment
        raise _changed() from error
    _give_voices(session, ready, cited)
    _must_have_files(session, course_id, ready)
    return steps


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


def _as_they_were(
    session: Session,
    course_id: UUID,
    ready: Sequence[Ready],
    texts: Mapping[str, models.DocumentRevision | None],
) -> dict[str, models.DocumentRevision]:
    """Return the texts that are cited. Raises Conflict where one is another by now.

    It does so where a new name is taken by now, too.
    """
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
    same = {slug: was for slug in cited if (was := texts[slug]) and now.get(slug) == was.id}
    if len(same) < len(cited):
        raise _changed()
    return same


def _give_voices(
    session: Session,
    ready: Sequence[Ready],
    texts: Mapping[str, models.DocumentRevision],
) -> None:
    """Let passages whose words they are nobody said yet be whose the first citation says."""
    cited: dict[UUID, dict[tuple[int, int], Citation]] = {}  # once what is cited again and again
    for each in ready:
        for citation in each.asked.citations if each.status is Status.PUBLISHED else ():
            there = cited.setdefault(texts[citation.document].id, {})
            there.setdefault((citation.start, citation.end), citation)
    unsaid = session.execute(
        select(models.Passage.revision_id, models.Passage.position)
        .add_columns(models.Passage.start, models.Passage.end)
        .where(models.Passage.revision_id.in_(cited), models.Passage.stance.is_(None))
        .where(models.Passage.kind.not_in([PassageKind.TITLE, PassageKind.HEADING]))
    )
    told = []
    for revision_id, position, start, end in unsaid:
        said_of = cited[revision_id].values()
        over = (one for one in said_of if start < one.end and end > one.start)
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
