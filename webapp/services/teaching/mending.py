"""What a file has amiss is put right while it is looked over; nothing is taken in by that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from questions.question import Question
from webapp.db import writing
from webapp.models import QuestionImport
from webapp.services.errors import Conflict, Missing
from webapp.services.teaching.importing import hold_import, judge_import, refuse_under_way
from webapp.services.teaching.queries.import_places import edition_of, find_left_out
from webapp.services.teaching.questions import must_be_sound


def mend_question(
    course_id: UUID,
    user_id: UUID,
    import_id: UUID,
    place: int,
    asked: Question,
    seen: str,
    at: datetime,
) -> None:
    """Put another question in place of one that was read; ``seen`` is the file's digest.

    Raises:
        Missing: there is no such question in a file of this person.
        Conflict: something was put right there meanwhile, or it was taken in.
        Refusal: it is not sound.
    """
    must_be_sound(asked)
    with writing() as session:
        row = hold_import(session, course_id, user_id, import_id, at)
        _check_unchanged(row, seen)
        if not 0 <= place < len(row.questions):
            raise _gone()
        row.questions = _with(row.questions, place, asked, place + 1)
        row.edition += 1
        row.problems = [
            each for each in row.problems if not (each["is_read"] and each["place"] == place)
        ]
        row.chosen = _and(row.chosen, place)
    judge_import(course_id, user_id, import_id, at)


def mend_left_out(
    course_id: UUID,
    user_id: UUID,
    import_id: UUID,
    number: int,
    asked: Question,
    seen: str,
    at: datetime,
) -> int:
    """Put a question where one was left out; returns its place. Raises as mend_question."""
    must_be_sound(asked)
    with writing() as session:
        row = hold_import(session, course_id, user_id, import_id, at)
        _check_unchanged(row, seen)
        out = find_left_out(row, number)
        if out is None:
            raise _gone()
        place, after = out.place, number + len(out.messages)
        row.questions = _with(row.questions, place, asked, place)
        row.edition += 1
        row.problems = [
            _moved(each, place, is_behind=n >= after)
            for n, each in enumerate(row.problems)
            if not _is_of(each, out.place, out.where, n >= number)
        ]
        if row.chosen is not None:
            row.chosen = _and([each + (each >= place) for each in row.chosen], place)
    judge_import(course_id, user_id, import_id, at)
    return place


def _is_of(problem: dict[str, Any], place: int, where: str, is_there: bool) -> bool:
    return (
        is_there
        and problem["place"] == place
        and problem["where"] == where
        and not problem["is_read"]
    )


def _moved(problem: dict[str, Any], place: int, *, is_behind: bool) -> dict[str, Any]:
    """Return a problem where it stands once there is one question more at a place."""
    at = problem["place"]
    if at is None or at < place or (at == place and not problem["is_read"] and not is_behind):
        return problem
    return {**problem, "place": at + 1}


def _with(
    questions: list[dict[str, Any]], place: int, asked: Question, rest: int
) -> list[dict[str, Any]]:
    return [*questions[:place], asked.model_dump(mode="json"), *questions[rest:]]


def _and(chosen: Iterable[int] | None, place: int) -> list[int] | None:
    """Return what is ticked with what was put right, which somebody wants who does that."""
    return None if chosen is None else sorted({*chosen, place})


def _check_unchanged(row: QuestionImport, seen: str) -> None:
    refuse_under_way(row)
    if row.taken_at is not None or edition_of(row) != seen:
        raise Conflict(
            _("The file was changed after you opened this. Copy what you wrote, and open it again.")
        )


def _gone() -> Missing:
    return Missing(_("There is no such place in this file any more."))
