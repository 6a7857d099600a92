"""The demonstration: a course with every seed document, two accounts, three weeks of study."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import exists, inspect, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from questions.bank import handouts, load_seed, seed_slugs, seeds
from questions.reading.files import read_file
from webapp import permissions
from webapp.db import db, new_id, writing
from webapp.models import Course, JobName, Quiz, Role, User
from webapp.services.errors import Refusal
from webapp.services.operations.jobs import queue_job
from webapp.services.operations.made_up_class import attend
from webapp.services.operations.made_up_study import study
from webapp.services.operations.seeding import load_seed_into
from webapp.services.operations.tables import MIGRATIONS, current_revision
from webapp.services.people.passwords import hash_password
from webapp.services.sources.taking_in import take_in
from webapp.services.sources.uploads import Given
from webapp.services.teaching.courses import create_course, enrol

SLUG = "demonstration"
TITLE = "Politics of the Caucasus"
PASSWORD = "demonstration"  # noqa: S105
_MARKER = "demonstration.json"
_EVENING = time(18)
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """Somebody to sign in as."""

    email: str
    name: str
    role: Role


ACCOUNTS = (
    DemonstrationAccount("learner@example.org", "Demo Learner", Role.LEARNER),
    DemonstrationAccount("instructor@example.org", "Demo Instructor", Role.OWNER),
)
Say = Callable[[str], None]


def is_prepared(data: Path) -> bool:
    """Return whether nothing is left to do: the same seeds and tables as the last time."""
    try:
        marker = json.loads((data / _MARKER).read_text(encoding="utf-8"))
        return bool(marker == _state() and _course_id())
    except (OSError, ValueError, DatabaseError):
        db.session.rollback()
        return False


def refuse_other_data() -> None:
    """Raise Refusal when the database, migrated or not yet, is in real use."""
    if not inspect(db.engine).has_table(User.__tablename__):
        return
    if _course_id() is None and db.session.scalar(select(exists().where(User.id.is_not(None)))):
        raise Refusal(
            _("This database is in use. Keep the demonstration elsewhere: recite demo --data DIR")
        )


def prepare(data: Path, at: datetime, say: Say) -> None:
    """Load what is missing; what is there stays as it is. The database must be migrated."""
    with writing() as session:
        course_id = _course_id()
        is_first = course_id is None
        if course_id is None:
            course_id = _begin(session, at)
        for slug in seed_slugs():
            questions = load_seed(slug)[1].questions
            say(_("Loading %(slug)s (%(n)s questions) …", slug=slug, n=len(questions)))
            load_seed_into(course_id, slug, at)
        for handout in handouts():
            _have_proposed(course_id, handout, at)
        if is_first:
            say(_("Studying for three weeks as the demonstration learner …"))
            session.flush()
            study(_learner(session), course_id, at)
            _set_due_dates(session, course_id, at)
            say(_("Having a quiz taken by a class of twelve …"))
            attend(seed_slugs()[0], at, _instructor(session).id)
    permissions.make_folder(data)
    (data / _MARKER).write_text(json.dumps(_state()), encoding="utf-8")


def _have_proposed(course_id: UUID, handout: Traversable, at: datetime) -> None:
    """Take a document in unless it is there, and queue a job, so that something waits."""
    given = Given(handout.name, handout.read_bytes())
    read = read_file(given.name, given.content or b"")
    document_id, is_new = take_in(course_id, read, given, at)
    if is_new:
        queue_job(course_id, JobName.PROPOSE, at, document_id=document_id, owner_id=None)


def refuse_in_real_use() -> None:
    """Raise Refusal when the database holds the demonstration, whose password is public."""
    if _course_id() is not None:
        raise Refusal(
            _(
                "This database holds the demonstration, whose password is public. "
                "Use another: set RECITE_DATA to another folder, or DATABASE_URL."
            )
        )


def _begin(session: Session, at: datetime) -> UUID:
    course_id = create_course(TITLE, at, owner_id=None, slug=SLUG)
    password_hash = hash_password(PASSWORD)
    for account in ACCOUNTS:
        user = User(
            id=new_id(at),
            email=account.email,
            name=account.name,
            password_hash=password_hash,
            created_at=at,
        )
        session.add(user)
        session.flush()
        enrol(session, user.id, course_id, account.role, at)
    return course_id


def _course_id() -> UUID | None:
    demo = exists().where(User.email == ACCOUNTS[0].email)
    return db.session.scalar(select(Course.id).where(Course.slug == SLUG, demo))


def _learner(session: Session) -> User:
    return session.scalars(select(User).where(User.email == ACCOUNTS[0].email)).one()


def _instructor(session: Session) -> User:
    return session.scalars(select(User).where(User.email == ACCOUNTS[1].email)).one()


def _set_due_dates(session: Session, course_id: UUID, at: datetime) -> None:
    """The first quiz closes tomorrow evening, the second on Friday; the others stay open."""
    tomorrow = at + timedelta(days=1)
    friday = at + timedelta(days=(_FRIDAY - at.weekday()) % 7)
    if friday <= tomorrow:
        friday += timedelta(weeks=1)
    quizzes = session.scalars(
        select(Quiz).where(Quiz.course_id == course_id).order_by(Quiz.created_at, Quiz.slug)
    )
    for quiz, day in zip(quizzes, (tomorrow, friday), strict=False):
        quiz.closes_at = datetime.combine(day.date(), _EVENING, at.tzinfo)


def _state() -> dict[str, str]:
    """What was loaded into which tables, in short."""
    content = hashlib.sha256()
    for slug in seed_slugs():
        content.update((seeds() / f"{slug}.txt").read_bytes())
        content.update((files("questions.bank") / f"{slug}.yaml").read_bytes())
    for handout in handouts():
        content.update(handout.read_bytes())
    for migration in sorted((MIGRATIONS / "versions").glob("*.py")):
        content.update(migration.name.encode())
    revision = current_revision(db.session.connection())
    return {"content": content.hexdigest(), "revision": revision or ""}
