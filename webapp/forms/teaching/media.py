"""A picture or a sound that is given in the editor, and the texts that one can be put into."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _

from questions.media import KINDS
from questions.media.taking import LARGEST
from webapp.forms.teaching.editor.drafts import Draft
from webapp.forms.teaching.imports import name_of
from webapp.services.errors import Refusal
from webapp.services.media.adding import add_file
from webapp.services.operations.spending import computing

_ROWS = {"options": ("options", ("text", "feedback")), "voices": ("options", ("text", "feedback"))}
_ROWS["match"] = ("pairs", ("left", "right"))


def read_upload() -> tuple[str, bytes]:
    """Return the name and content of the file that was sent; two empty ones where there is none."""
    given = request.files.get("media")
    if given is None or not given.filename:
        return "", b""
    with given.stream as stream:
        content = stream.read(LARGEST + 1)
    return name_of(given.filename), content


def take_given(
    draft: Draft, course_id: UUID, user_id: UUID, at: datetime, *, is_exempt: bool
) -> tuple[Draft, str]:
    """Keep the file that was sent; returns a draft that speaks of it, or what is wrong with it."""
    name, content = read_upload()
    about = request.form.get("media_description", "")
    try:
        with computing(user_id, at, is_exempt=is_exempt, spent=time.monotonic):
            reference = add_file(course_id, user_id, name, content, about, at)
    except Refusal as refusal:
        return draft, str(refusal.message)
    return put(draft, request.form.get("media_where", ""), reference), ""


def offer_media(draft: Draft, error: str) -> dict[str, Any]:
    """Return what the fields for a file show: what was typed there, where that was refused."""
    return {
        "error": error,
        "description": request.form.get("media_description", "") if error else "",
        "where": request.form.get("media_where", ""),
        "places": places_in(draft),
        "accept": ",".join(KINDS),
    }


def places_in(draft: Draft) -> list[tuple[str, str]]:
    """Return the texts of a draft that can have a picture: each field's name, and its label."""
    return [
        ("stem", _("Question")),
        *_of_shape(draft),
        ("explanation", _("Shown after the answer")),
    ]


def _of_shape(draft: Draft) -> Iterator[tuple[str, str]]:
    labels = {
        "text": lambda n: _("Option %(n)s", n=n),
        "feedback": lambda n: _("Feedback on option %(n)s", n=n),
        "left": lambda n: _("Left of pair %(n)s", n=n),
        "right": lambda n: _("Right of pair %(n)s", n=n),
    }
    name = draft.shape
    if name in _ROWS:
        rows, fields = _ROWS[name]
        for number in range(len(draft.shapes[name][rows])):
            for field in fields:
                yield f"{name}-{rows}-{number}-{field}", labels[field](number + 1)
    elif name == "card":
        yield "card-back", _("Back")
    elif name == "truth":
        yield "truth-feedback_true", _("Shown to those who choose true")
        yield "truth-feedback_false", _("Shown to those who choose false")


def put(draft: Draft, place: str, reference: str) -> Draft:
    """Return a draft with a picture or sound at the end of one of its texts; else of its stem."""
    if place not in dict(places_in(draft)):
        place = "stem"
    name, _dash, rest = place.partition("-")
    if not rest:
        return draft.changed(**{name: _joined(getattr(draft, name), reference)})
    values = dict(draft.shapes[name])
    if "-" not in rest:
        return draft.with_shape(name, {**values, rest: _joined(values[rest], reference)})
    rows, number, field = rest.split("-")
    changed = [dict(row) for row in values[rows]]
    changed[int(number)][field] = _joined(changed[int(number)][field], reference)
    return draft.with_shape(name, {**values, rows: changed})


def _joined(text: str | None, reference: str) -> str:
    return f"{text.rstrip()} {reference}" if text and text.strip() else reference
