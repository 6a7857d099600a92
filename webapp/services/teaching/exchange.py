"""Questions taken into a course and out of it, in the native schema."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from questions.interchange import Problem, Reading
from questions.question import Question, Status
from webapp import models
from webapp.db import db, writing
from webapp.services.errors import Missing, Refusal
from webapp.services.media.keeping import keep_files
from webapp.services.media.queries.files import contents_of
from webapp.services.sources.queries.matching import find_quoted, moved
from webapp.services.teaching.curating import take_proposals
from webapp.services.teaching.queries.exports import export_selected
from webapp.services.teaching.queries.import_verdicts import (
    known_by_name,
    placed,
    stored_versions,
    texts_cited,
)
from webapp.services.teaching.questions import save_question

_LONGEST_NAME = 60


@dataclass(slots=True)
class Imported:
    """What an import did, or would do: counts of questions, and what could not be taken in.

    ``drafts`` are those of the added and changed ones that cite nothing and so stay drafts;
    ``proposed`` those that wait to be accepted.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    drafts: int = 0
    proposed: int = 0
    problems: list[Problem] = field(default_factory=list)


class _DryRun(Exception):  # noqa: N818
    """Ends the transaction of a dry run, so that nothing of it stays."""


def import_questions(slug: str, reading: Reading, at: datetime, *, dry_run: bool) -> Imported:
    """Take questions into a course: those with a known id as new versions, when they changed.

    What has a citation is published, but for proposals, which have a score: they wait for an
    instructor. Statistics are of the bank that they come from and are left alone. A dry run keeps
    nothing. Each question goes in, or not, by itself.

    Raises:
        Missing: there is no such course.
    """
    report = Imported(problems=list(reading.problems))
    try:
        with writing() as session:
            course_id = _course(session, slug).id
            if not dry_run:
                keep_files(course_id, reading.files, at, None)
            proposed = []
            for where, read in _named(reading.questions, report):
                asked = read.model_copy(update={"statistics": None})
                if asked.score is not None and _find(session, course_id, asked.id) is None:
                    proposed.append(asked)
                else:
                    unscored = asked.model_copy(update={"score": None})
                    _import_one(session, course_id, where, unscored, at, report)
            _take_in(session, course_id, proposed, at, report)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


def export_questions(slug: str) -> list[Question]:
    """Return every published question of a course, see ``export_selected``. Raises Missing."""
    course = _course(db.session(), slug)
    return export_selected(course.id).questions


def export_files(slug: str, questions: Iterable[Question]) -> dict[str, bytes]:
    """Return the pictures and sounds of a course that questions speak of. Raises Missing."""
    return contents_of([_course(db.session(), slug).id], questions, most=None)


def _course(session: Session, slug: str) -> models.Course:
    course = session.scalar(select(models.Course).where(models.Course.slug == slug))
    if course is None:
        known = ", ".join(
            session.scalars(select(models.Course.slug).order_by(models.Course.slug))
        ) or _("none")
        raise Missing(
            _("There is no course “%(slug)s”. There are: %(known)s.", slug=slug, known=known)
        )
    return course


def _named(questions: Iterable[Question], report: Imported) -> Iterable[tuple[str, Question]]:
    """Yield each question with what to call it in a report; an id may be used once."""
    seen: set[str] = set()
    for asked in questions:
        where = _called(asked)
        if asked.id in seen:
            report.problems.append(Problem(where, _("The id is used twice. Rename one of them.")))
            continue
        seen.update([asked.id] if asked.id else [])
        yield where, asked


def _called(asked: Question) -> str:
    return f"“{asked.id or asked.stem[:_LONGEST_NAME]}”"


def _take_in(
    session: Session, course_id: UUID, proposed: list[Question], at: datetime, report: Imported
) -> None:
    """Let the proposals on each document wait; the document is found by its text."""
    proposed.sort(key=_document)
    for _name, some in groupby(proposed, _document):
        asked = list(some)
        found = find_quoted(session, course_id, [c for each in asked for c in each.citations])
        if found is None:
            why = _("No document of the course has the text that it cites. Add that document.")
            report.problems += [Problem(_called(each), why) for each in asked]
            continue
        document, text = found
        fitted = [_fitted(each, text) for each in asked]
        try:
            with session.begin_nested():
                report.proposed += take_proposals(document.id, fitted, at)
        except Refusal as refusal:
            report.problems.append(Problem(document.title, str(refusal.message)))


def _document(asked: Question) -> str:
    return asked.citations[0].document if asked.citations else ""


def _fitted(asked: Question, text: str) -> Question:
    return asked.model_copy(update={"citations": tuple(moved(c, text) for c in asked.citations)})


def _import_one(
    session: Session, course_id: UUID, where: str, asked: Question, at: datetime, report: Imported
) -> None:
    # A file may end its lines otherwise than the same text does in the course.
    asked = placed(asked, texts_cited(session, course_id, [asked]))
    known = _find(session, course_id, asked.id)
    if known is not None and asked in stored_versions(session, {"": known})[known.id]:
        report.unchanged += 1
        return
    status = Status.PUBLISHED if asked.citations else Status.DRAFT
    try:
        with session.begin_nested():
            save_question(course_id, asked, status, at, question_id=known.id if known else None)
    except Refusal as refusal:
        report.problems.append(Problem(where, str(refusal.message)))
        return
    except DBAPIError as error:
        report.problems.append(Problem(where, _("It cannot be stored: %(why)s", why=error.orig)))
        return
    report.added += known is None
    report.changed += known is not None
    report.drafts += status is Status.DRAFT


def _find(session: Session, course_id: UUID, name: str | None) -> models.Question | None:
    return known_by_name(session, course_id, {name}).get(name) if name else None
