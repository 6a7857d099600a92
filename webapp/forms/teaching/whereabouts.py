"""Where somebody is in a file that is looked over: carried from one page to the next."""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from questions.receiving import MOST_QUESTIONS
from webapp.forms.teaching.places import read_place

_CARRIED = {"only": "amiss", "drafts": "y"}


def page_in(sent: MultiDict[str, str]) -> int:
    """Return the page that is shown."""
    return min(max(read_place(sent.get("page")) or 1, 1), MOST_QUESTIONS)


def is_filtered() -> bool:
    """Return whether only what has a problem is shown."""
    return request.values.get("only") == "amiss"


def carried(sent: MultiDict[str, str]) -> dict[str, Any]:
    """Return what an address says of a page beside its number: what it shows, what is ticked."""
    return {name: value for name, value in _CARRIED.items() if sent.get(name) == value}
