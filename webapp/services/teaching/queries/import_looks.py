"""A file of questions as it is looked over: a page of what it holds, and what is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from questions.question import Status
from webapp import widgets
from webapp.db import db
from webapp.models import BankAct, QuestionImport, QuestionVersion
from webapp.services.teaching.importing import chosen_of, questions_of
from webapp.services.teaching.queries.import_verdicts import ImportVerdict, Judged, judge
from webapp.widgets import Shown

PAGE = 50
_SEED = "import"
_LINE = re.compile(r"(?:line|row) (\d+)")
_LONGEST_LINE = 160


@dataclass(frozen=True, slots=True)
class LookedOver:
    """A question of a file as it will be asked, and whether it is ticked."""

    judged: Judged
    shown: Shown
    key: tuple[str, ...]
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be carried over from one place of a file: the place, its line, and why."""

    where: str
    line: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One page of a file, and what all of it holds.

    ``drafts`` counts those ticked that will be drafts, ``published`` those that learners get.
    """

    lines: tuple[LookedOver, ...]
    page: int
    pages: int
    total: int
    counts: Mapping[ImportVerdict, int]
    ticked: int
    drafts: int
    published: int
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a file: how many questions, how many of them drafts, and whether undone."""

    count: int
    drafts: int
    is_undone: bool


def places_on(page: int) -> range:
    """Return the places in a file of the questions that stand on a page."""
    return range((page - 1) * PAGE, page * PAGE)


def look_at_import(row: QuestionImport, page: int) -> ImportPage:
    """Return one page of a file that waits to be decided."""
    judged = judge(db.session(), row.course_id, questions_of(row))
    chosen = chosen_of(row, judged)
    pages = max(1, -(-len(judged) // PAGE))
    page = min(max(page, 1), pages)
    taken = [each for each in judged if each.place in chosen]
    drafts = sum(each.status is Status.DRAFT for each in taken)
    return ImportPage(
        lines=tuple(_line(each, chosen) for each in judged if each.place in places_on(page)),
        page=page,
        pages=pages,
        total=len(judged),
        counts=Counter(each.verdict for each in judged),
        ticked=len(taken),
        drafts=drafts,
        published=len(taken) - drafts,
        troubles=tuple(_troubles(row)),
    )


def look_back_at(row: QuestionImport) -> TakenIn:
    """Return what came of a file that was taken in."""
    act = db.session.get(BankAct, row.act_id) if row.act_id else None
    if act is None:
        return TakenIn(0, 0, is_undone=True)
    ids = [UUID(step[0]) for step in act.steps]
    return TakenIn(len(ids), _drafts_among(act.steps, ids), act.undone_at is not None)


def _drafts_among(steps: Sequence[Sequence[object]], ids: Sequence[UUID]) -> int:
    after = {UUID(str(step[0])): step[2] for step in steps}
    versions = db.session.execute(
        select(QuestionVersion.question_id, QuestionVersion.number).where(
            QuestionVersion.question_id.in_(ids), QuestionVersion.status == Status.DRAFT
        )
    )
    return sum(after[question_id] == number for question_id, number in versions)


def _line(judged: Judged, chosen: set[int]) -> LookedOver:
    interaction = judged.asked.interaction
    return LookedOver(
        judged=judged,
        shown=widgets.show(interaction, widgets.arrange(interaction, _SEED)),
        key=widgets.say(interaction, None).key,
        is_ticked=judged.place in chosen,
    )


def _troubles(row: QuestionImport) -> list[Trouble]:
    lines = (row.content or b"").decode("utf-8", "replace").splitlines()
    by_place: dict[str, list[str]] = {}
    for where, message in row.problems:
        by_place.setdefault(where, []).append(message)
    return [
        Trouble(where, _line_at(lines, where), tuple(messages))
        for where, messages in by_place.items()
    ]


def _line_at(lines: Sequence[str], where: str) -> str:
    found = _LINE.fullmatch(where)
    number = int(found[1]) if found else 0
    return lines[number - 1].strip()[:_LONGEST_LINE] if 0 < number <= len(lines) else ""
