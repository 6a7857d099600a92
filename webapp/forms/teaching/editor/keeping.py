"""Drafts that are kept: where each is written, and what is kept read back."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from pydantic import ValidationError

from webapp.forms.teaching.editor.drafts import Draft
from webapp.services.teaching.queries.manuscripts import Manuscript

_NEW = re.compile(r"new(?:-[0-9a-f]{16})?")


def place_of(manuscript: Manuscript | None, sent: str | None, query: bytes) -> str:
    """Return where a draft is kept: at its question, or at how a new one was begun.

    ``sent`` is what the page says of that, ``query`` what it was opened with.
    """
    if manuscript is not None:
        return str(manuscript.id)
    if sent and _NEW.fullmatch(sent):
        return sent
    return f"new-{hashlib.sha256(query).hexdigest()[:16]}" if query else "new"


def read_kept(typed: dict[str, Any] | None) -> Draft | None:
    """Return a draft as it was kept, or ``None`` where it is of another time's editor."""
    try:
        return Draft.model_validate(typed) if typed else None
    except ValidationError:
        return None
