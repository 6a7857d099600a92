"""Whether each picture and sound of a course is in the store, and which nobody speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Course, CourseFile
from webapp.stores import current_store


@dataclass(slots=True)
class FoundFiles:
    """How many were looked at, which are missing, and what else is worth knowing."""

    count: int = 0
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def look_at_files(session: Session) -> FoundFiles:
    """Compare what courses have with what the store holds."""
    found = FoundFiles()
    try:
        stored = {name for name, _touched_at in current_store().list()}
    except OSError as error:
        found.problems.append(_("The store cannot be read: %(why)s", why=error))
        return found
    rows = session.execute(
        select(CourseFile.name, Course.slug)
        .join(Course, Course.id == CourseFile.course_id)
        .order_by(Course.slug, CourseFile.name)
    ).all()
    found.count = len(rows)
    found.problems += [
        _("%(name)s of %(course)s is missing. Restore it from a backup.", name=name, course=slug)
        for name, slug in rows
        if name not in stored
    ]
    if left := len(stored - {name for name, _slug in rows}):
        found.warnings.append(_("Files in the store that no course has: %(n)s.", n=left))
    idle = select(func.count()).where(CourseFile.idle_since.is_not(None))
    if count := session.scalar(idle):
        found.warnings.append(
            _("Files that no question speaks of: %(n)s. They go after a week.", n=count)
        )
    return found
