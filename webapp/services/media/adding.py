"""Adding: what somebody gives from their machine, looked through apart and then kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from questions.media import refer
from questions.media.apart import take_apart
from questions.reading.unreadable import UnreadableError
from webapp.services.errors import Refusal
from webapp.services.media.keeping import keep_files


def add_file(
    course_id: UUID, owner_id: UUID, name: str, content: bytes, description: str, at: datetime
) -> str:
    """Keep a picture or a sound; returns what stands in a text for it.

    Raises:
        Refusal: it cannot be read.
        OverQuota: the course has no room for it.
        Unavailable: it cannot be stored.
    """
    if not name:
        raise Refusal(_("Choose a file."))
    try:
        file = take_apart(content)
    except UnreadableError as error:
        raise Refusal(f"{name} {error}") from error
    keep_files(course_id, [file], at, owner_id)
    return refer(file.name, description)
