"""Upkeep: whether what is stored still holds together, each check by itself.

The log is the truth: cards and marks are compared with what it gives, bit for bit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Column, Row, Table, select, text
from sqlalchemy.orm import Session

from questions.documents import digest
from questions.interactions import grade
from webapp.characters import find_unfit, is_storable, texts_in
from webapp.db import Base
from webapp.learning.scheduling import Settings
from webapp.models import (
    Attempt,
    AttemptState,
    Card,
    Citation,
    DocumentRevision,
    Review,
    SectionPassage,
    User,
)
from webapp.permissions import database_files, is_open_to_others
from webapp.services.operations.file_checks import look_at_files
from webapp.services.operations.snapshots import snapshot
from webapp.services.operations.tables import current_revision, holds_text, wanted_revision
from webapp.services.quizzes.attempting import GRADER_VERSION
from webapp.services.quizzes.queries.attempts import Slot, marks_of, slots_of, worth_kept
from webapp.services.reviewing.replaying import Replayed, card_key, effective, memory_of, replay_log
from webapp.services.reviewing.settings import memory_settings

_SAFE_SQLITE = (3, 51, 3)
_BATCH = 200


@dataclass(slots=True)
class Check:
    """One check: of what, how many were looked at, and what is wrong with which of them.

    ``warnings`` are worth knowing but are not wrong. ``cards`` are those to be rebuilt, each by
    its learner and question; ``texts`` are rows with characters to be replaced, each by its key.
    """

    subject: str
    count: int = 0
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    cards: list[tuple[UUID, UUID]] = field(default_factory=list)
    texts: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)


def check() -> Iterator[Check]:
    """Check everything on one snapshot; after a problem with the tables nothing else."""
    with snapshot() as connection, Session(connection) as session:
        for checking in _CHECKS:
            done = checking(session)
            yield done
            if checking is check_tables and done.problems:
                return


def check_tables(session: Session) -> Check:
    """Check that the tables are of the revision this program works with."""
    done = Check(_("Tables"), count=1)
    found, wanted = current_revision(session.connection()), wanted_revision()
    if found != wanted:
        done.problems.append(
            _(
                "They are of revision %(found)s, not %(head)s. Start recite serve once.",
                found=found or _("none"),
                head=wanted,
            )
        )
    return done


def check_file(session: Session) -> Check:
    """Check SQLite's own integrity and foreign keys; PostgreSQL keeps both by itself."""
    done = Check(_("Database file"))
    if session.connection().dialect.name != "sqlite":
        return done
    done.count = 1
    if sqlite3.sqlite_version_info < _SAFE_SQLITE:
        done.warnings.append(
            _(
                "SQLite %(version)s is older than 3.51.3, which mended a rare corruption. "
                "Keep backups, or update Python’s SQLite.",
                version=sqlite3.sqlite_version,
            )
        )
    done.warnings.extend(_open_files(session))
    for (message,) in session.execute(text("PRAGMA integrity_check")):
        if message != "ok":
            done.problems.append(str(message))
    for table, rowid, parent, _number in session.execute(text("PRAGMA foreign_key_check")):
        done.problems.append(f"{table} {rowid}: {_('refers to nothing in')} {parent}")
    return done


def _open_files(session: Session) -> Iterator[str]:
    name = session.connection().engine.url.database or ""
    for file in database_files(Path(name)):
        if is_open_to_others(file):
            yield _("Others may read %(file)s. Run: chmod go= %(file)s", file=file)


def check_texts(session: Session) -> Check:
    """Check that no text has characters that are none, such as NUL, which PostgreSQL refuses."""
    done = Check(_("Characters of texts"))
    for table in Base.metadata.sorted_tables:
        for key, column, value in _texts(session, table):
            done.count += 1
            for text_ in texts_in(value):
                if what := find_unfit(text_):
                    place = f"{table.name}, {', '.join(map(str, key))}, {column.name}: {what}"
                    kept = is_storable(text_)
                    (done.warnings if kept else done.problems).append(
                        _("A character is no text: %(place)s.", place=place)
                    )
                    if not kept:
                        done.texts.append((table.name, tuple(key)))
    return done


def _texts(session: Session, table: Table) -> Iterator[tuple[tuple[Any, ...], Column[Any], object]]:
    columns = [column for column in table.columns if holds_text(column)]
    keys = list(table.primary_key)
    query = select(*keys, *columns).execution_options(yield_per=_BATCH)
    for row in session.execute(query) if columns else ():
        for column, value in zip(columns, row[len(keys) :], strict=True):
            if value is not None:
                yield row[: len(keys)], column, value


def check_revisions(session: Session) -> Check:
    """Check that every revision's text has the digest it is known by."""
    done = Check(_("Document revisions"))
    columns = select(DocumentRevision.id, DocumentRevision.sha256, DocumentRevision.text)
    for row in session.execute(columns.execution_options(yield_per=1)):
        done.count += 1
        if digest(row.text) != row.sha256:
            done.problems.append(_("The text of revision %(id)s was changed.", id=row.id))
    return done


def check_citations(session: Session) -> Check:
    """Check that every quote stands in its revision at its offsets."""
    done = Check(_("Citations"))
    for revision_id in session.scalars(select(DocumentRevision.id)).all():
        body = session.scalars(
            select(DocumentRevision.text).where(DocumentRevision.id == revision_id)
        ).one()
        rows = session.execute(
            select(Citation.version_id, Citation.start, Citation.end, Citation.quote)
            .where(Citation.revision_id == revision_id)
            .execution_options(yield_per=_BATCH)
        )
        for row in rows:
            done.count += 1
            if body[row.start : row.end] != row.quote:
                done.problems.append(
                    _("A quote of question version %(id)s is not in its text.", id=row.version_id)
                )
        for shown in session.scalars(
            select(SectionPassage).where(SectionPassage.revision_id == revision_id)
        ):
            done.count += 1
            if body[shown.start : shown.end] != shown.quote:
                done.problems.append(
                    _("A passage of quiz section %(id)s is not in its text.", id=shown.section_id)
                )
    return done


def check_cards(session: Session) -> Check:
    """Check that every card is what replaying its learner's log gives."""
    done = Check(_("Cards, replayed from the log"))
    for user_id in session.scalars(select(User.id).order_by(User.id)).all():
        user = session.get_one(User, user_id)
        cards = {row.question_id: row for row in _rows(session, Card, user_id)}
        logs = {
            question_id: list(rows)
            for question_id, rows in groupby(
                _rows(session, Review, user_id), key=attrgetter("question_id")
            )
        }
        for question_id in cards.keys() | logs.keys():
            done.count += 1
            if not _is_replayed(user, cards.get(question_id), logs.get(question_id, [])):
                done.cards.append((user_id, question_id))
                done.problems.append(
                    _(
                        "Learner %(user)s, question %(id)s: not as the log says.",
                        user=user_id,
                        id=question_id,
                    )
                )
        session.expunge_all()
    return done


def check_attempts(session: Session) -> Check:
    """Check that every attempt's marks are what its steps give."""
    done = Check(_("Attempts, marked again from their steps"))
    keys = session.execute(select(Attempt.user_id, Attempt.id)).all()
    for user_id, attempt_id in keys:
        attempt = session.get_one(Attempt, (user_id, attempt_id))
        slots = list(slots_of(session, attempt))
        done.count += 1
        right = all(_is_graded(slot, attempt) for slot in slots)
        if attempt.state is AttemptState.SUBMITTED:
            right = right and (attempt.mark, attempt.max_mark) == marks_of(slots)
        if not right:
            done.problems.append(
                _("The marks of attempt %(id)s do not follow from its steps.", id=attempt_id)
            )
        session.expunge_all()
    return done


def check_files(session: Session) -> Check:
    """Check that every picture and sound of a course is in the store."""
    found = look_at_files(session)
    return Check(_("Pictures and sounds"), found.count, found.problems, found.warnings)


_CHECKS: tuple[Callable[[Session], Check], ...] = (
    check_tables,
    check_file,
    check_texts,
    check_revisions,
    check_citations,
    check_cards,
    check_attempts,
    check_files,
)


def _rows(session: Session, model: type[Card] | type[Review], user_id: UUID) -> Iterator[Row[Any]]:
    query = select(model.__table__).where(model.user_id == user_id)
    if model is Review:
        query = query.order_by(Review.question_id, Review.answered_at, Review.id)
    return iter(session.execute(query.execution_options(yield_per=_BATCH)))


def _is_replayed(user: User, card: Row[Any] | None, log: list[Row[Any]]) -> bool:
    standing = effective(log)
    if not log:
        return card is None
    key = card_key(user.id, log[0].question_id)
    found = (
        Replayed(memory_of(card), card.last_review_id, card.suspended, card.buried_day)
        if card
        else None
    )
    return any(
        (left if left.memory else None) == found
        for left in (replay_log(standing, then, key) for then in _then(user, log))
    )


def _then(user: User, log: list[Row[Any]]) -> Iterator[Settings]:
    """Yield the settings a card may have been scheduled under.

    The log keeps the zone of each answer but not the hour at which the day began.
    """
    now = memory_settings(user)
    yield now
    for hour in range(24):
        yield replace(now, time_zone=log[-1].time_zone, rollover_hour=hour)


def _is_graded(slot: Slot, attempt: Attempt) -> bool:
    if attempt.state is AttemptState.SUBMITTED and worth_kept(slot.row) != slot.worth:
        return False
    if slot.step is None or slot.response is None or slot.step.grader_version != GRADER_VERSION:
        return True
    return grade(slot.interaction, slot.response).fraction == slot.step.fraction
