"""A file of questions as it is looked over: a page of what it holds, and what is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile
from uuid import UUID

from sqlalchemy import select

from questions.question import Status
from questions.reading.decoding import decode
from questions.reading.unreadable import UnreadableError
from webapp import widgets
from webapp.characters import without_unfit
from webapp.db import db
from webapp.models import BankAct, QuestionImport, QuestionVersion
from webapp.services.teaching.importing import chosen_of
from webapp.services.teaching.queries.import_judgements import judged_at, judgements_of
from webapp.services.teaching.queries.import_places import (
    LeftThere,
    ReadThere,
    WholeFile,
    edition_of,
    in_order,
    of_the_whole,
)
from webapp.services.teaching.queries.import_verdicts import ImportVerdict, Judged, Judgement
from webapp.widgets import Shown

PAGE = 50
_SEED = "import"
_LINE = re.compile(r"(line|row|card) (\d+)")
_BREAK = re.compile(r"\r\n|\r|\n")
_LONGEST_LINE = 160
_MOST_LINES = 8  # a question and its options
_OUT = (ImportVerdict.REFUSED, ImportVerdict.NAMESAKE)


@dataclass(frozen=True, slots=True)
class LookedOver:
    """A question of a file as it will be asked, whether it is ticked, and what was lost of it.

    ``number`` counts what was left out before it too.
    """

    judged: Judged
    shown: Shown
    key: tuple[str, ...]
    is_ticked: bool
    troubles: tuple[tuple[str, str], ...]
    number: int


@dataclass(frozen=True, slots=True)
class Missed:
    """What was left out at a place of a file, and the lines that stand there, if it has any."""

    out: LeftThere
    text: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One page of a file, or of what has a problem in it, and what all of it holds.

    ``amiss`` counts the places with a problem. ``drafts`` counts those ticked that will be drafts,
    ``published`` those that learners get.
    """

    entries: tuple[LookedOver | Missed, ...]
    whole: tuple[WholeFile, ...]
    page: int
    pages: int
    total: int
    left_out: int
    amiss: int
    is_filtered: bool
    counts: Mapping[ImportVerdict, int]
    ticked: int
    drafts: int
    published: int
    seen: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a file: how many questions, how many of them drafts, and whether undone."""

    count: int
    drafts: int
    is_undone: bool


def look_at_import(row: QuestionImport, page: int, *, only_amiss: bool = False) -> ImportPage:
    """Return one page of a file that waits to be decided."""
    judged = judgements_of(row)
    chosen = chosen_of(row.chosen, judged)
    everything = list(enumerate(in_order(row), 1))
    amiss = [(n, each) for n, each in everything if _is_amiss(each, judged)]
    listed = amiss if only_amiss and amiss else everything
    pages = max(1, -(-len(listed) // PAGE))
    page = min(max(page, 1), pages)
    taken = [each for each in judged if each.place in chosen]
    drafts = sum(each.status is Status.DRAFT for each in taken)
    shown = listed[(page - 1) * PAGE : page * PAGE]
    there = judged_at(row, judged, [e.place for _n, e in shown if isinstance(e, ReadThere)])
    lines = _Lines(row)
    return ImportPage(
        entries=tuple(
            Missed(each, lines.at(each.where))
            if isinstance(each, LeftThere)
            else _line(there[each.place], chosen, each, number)
            for number, each in shown
        ),
        whole=tuple(of_the_whole(row)),
        page=page,
        pages=pages,
        total=len(judged),
        left_out=len(everything) - len(judged),
        amiss=len(amiss),
        is_filtered=listed is amiss,
        counts=Counter(each.verdict for each in judged),
        ticked=len(taken),
        drafts=drafts,
        published=len(taken) - drafts,
        seen=edition_of(row),
    )


def look_at_place(row: QuestionImport, place: int) -> LookedOver | None:
    """Return one question of a file that waits to be decided, by its place."""
    found = (each for each in in_order(row) if isinstance(each, ReadThere) and each.place == place)
    read = next(found, None)
    if read is None:
        return None
    judged = judgements_of(row)
    return _line(judged_at(row, judged, [place])[place], chosen_of(row.chosen, judged), read)


def text_at(row: QuestionImport, where: str) -> str:
    """Return what stands at a place of a file that is a text."""
    return _Lines(row).at(where)


def _is_amiss(each: ReadThere | LeftThere, judged: Sequence[Judgement]) -> bool:
    if isinstance(each, LeftThere) or each.troubles:
        return True
    return judged[each.place].verdict in _OUT


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


def _line(judged: Judged, chosen: set[int], read: ReadThere, number: int = 0) -> LookedOver:
    interaction = judged.asked.interaction
    return LookedOver(
        judged=judged,
        shown=widgets.show(interaction, widgets.arrange(interaction, _SEED)),
        key=widgets.say(interaction, None).key,
        is_ticked=judged.place in chosen,
        troubles=read.troubles,
        number=number,
    )


class _Lines:
    """The lines of a file that is a text, looked for when the first is asked for."""

    def __init__(self, row: QuestionImport) -> None:
        self._row = row

    @cached_property
    def _lines(self) -> list[str]:
        try:
            text = decode(self._row.content or b"").text
        except UnreadableError:
            text = ""
        return _BREAK.split(text)  # as readers count them

    def at(self, where: str) -> str:
        """Return what stands at a line, to the next empty one."""
        found = _LINE.fullmatch(where)
        first = int(found[2]) - 1 if found else 0
        if found is None or first < 0:
            return ""
        count = _MOST_LINES if found[1] == "line" else 1
        if count == 1 and self._is_shifted(first):
            return ""
        there = takewhile(str.strip, islice(self._lines, first, first + count))
        return "\n".join(without_unfit(line.strip())[:_LONGEST_LINE] for line in there)

    def _is_shifted(self, first: int) -> bool:
        """Return whether rows are no lines up to one: a cell has several, or the first is none."""
        before = self._lines[:first]
        return any(line.count('"') % 2 for line in before) or any(
            line.lower().startswith("sep=") for line in before[:1]
        )
