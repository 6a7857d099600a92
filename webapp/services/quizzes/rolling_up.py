"""Rolling up: what the attempts at a quiz come to, found anew when some were handed in since.

A worker does it, never a request. Several may do it at once: they come to the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from questions.interactions import Interaction, load_interaction
from questions.responses import load_response
from webapp.db import db, writing
from webapp.learning.answer_tallies import THIRDS, GivenByThird, tally, thirds_of
from webapp.models import Counted, ItemRollup, QuestionVersion, Quiz, QuizRollup
from webapp.services.quizzes.queries.handed_in import (
    NO_ANSWER,
    AttemptColumns,
    HandedInColumns,
    fingerprints_of,
    load_handed_in,
)

if TYPE_CHECKING:
    from webapp.learning.item_analysis import Analysis, Item
    from webapp.services.quizzes.queries.handed_in import AnswerColumns, Places


def roll_up_due(at: datetime) -> int:
    """Roll up every quiz whose attempts have changed since; returns how many it were."""
    due = _due()
    for quiz_id in due:
        roll_up(quiz_id, at)
    return len(due)


def roll_up(quiz_id: UUID, at: datetime) -> None:
    """Find what the attempts at a quiz come to, and keep it in place of what was kept before."""
    reading = db.session()
    fingerprint = fingerprints_of(reading, quiz_id).get(quiz_id, "")
    found = load_handed_in(reading, quiz_id)
    versions = _versions(reading, list(found.answers))
    reading.rollback()  # no transaction is open while it is worked out
    rows = [row for counted in Counted for row in _rows(quiz_id, counted, found, versions)]
    with writing() as session:
        session.execute(delete(QuizRollup).where(QuizRollup.quiz_id == quiz_id))
        if (
            session.get(Quiz, quiz_id, with_for_update={"read": True, "key_share": True})
            is not None
        ):
            _keep(session, rows, fingerprint, at)


def _keep(
    session: Session, rows: Sequence[QuizRollup | ItemRollup], fingerprint: str, at: datetime
) -> None:
    """Keep them, but of versions that were deleted meanwhile."""
    items = [row for row in rows if isinstance(row, ItemRollup)]
    ids = {item.version_id for item in items}
    left = set(session.scalars(select(QuestionVersion.id).where(QuestionVersion.id.in_(ids))))
    for row in rows:
        if isinstance(row, QuizRollup):
            row.fingerprint, row.made_at = fingerprint, at
            session.add(row)
    session.flush()
    session.add_all(item for item in items if item.version_id in left)


def _due() -> list[UUID]:
    session = db.session()
    current = fingerprints_of(session)
    rows = select(QuizRollup.quiz_id, QuizRollup.fingerprint).where(
        QuizRollup.counted == Counted.FIRST
    )
    kept: dict[UUID, str] = dict(session.execute(rows).all())
    session.rollback()
    both = current.keys() | kept.keys()
    return sorted(quiz_id for quiz_id in both if current.get(quiz_id, "") != kept.get(quiz_id, ""))


def _versions(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, Interaction]]:
    """Return for each version its question and how it is answered."""
    columns = (QuestionVersion.id, QuestionVersion.question_id, QuestionVersion.interaction)
    rows = session.execute(select(*columns).where(QuestionVersion.id.in_(ids)))
    return {row.id: (row.question_id, load_interaction(row.interaction)) for row in rows}


def _rows(
    quiz_id: UUID,
    counted: Counted,
    found: HandedInColumns,
    versions: Mapping[UUID, tuple[UUID, Interaction]],
) -> Iterator[QuizRollup | ItemRollup]:
    """Yield what attempts come to if these count: of the quiz, then of every version."""
    import numpy as np

    from webapp.learning.item_analysis import analyse

    attempts = found.attempts
    chosen = _chosen(attempts, counted)
    place_of = np.full(len(attempts.learners), -1, dtype=np.intp)
    place_of[chosen] = np.arange(len(chosen))
    thirds = np.array(thirds_of([attempts.shares[n] for n in chosen]), dtype=np.intp)
    columns = {
        version_id: _Column(answers, place_of, thirds, found.texts)
        for version_id, answers in found.answers.items()
        if version_id in versions
    }
    asked = {version_id: column for version_id, column in columns.items() if len(column.learners)}
    analysis = analyse([column.item for column in asked.values()], len(chosen))
    yield QuizRollup(
        quiz_id=quiz_id,
        counted=counted,
        attempts=len(chosen),
        figures=_test_figures(analysis, asked, versions, attempts, chosen),
    )
    for (version_id, column), item in zip(asked.items(), analysis.items, strict=True):
        figures = asdict(item)
        yield ItemRollup(
            quiz_id=quiz_id,
            counted=counted,
            version_id=version_id,
            position=float(column.places.mean()),
            asked=len(column.learners),
            facility=figures.pop("facility"),
            figures={**figures, **column.told(versions[version_id][1])},
        )


def _chosen(attempts: AttemptColumns, counted: Counted) -> list[int]:
    """Return which attempts count; of several that are equally good the first is the best."""
    if counted is Counted.ALL:
        return list(range(len(attempts.learners)))
    found = []
    everything = range(len(attempts.learners))
    for _learner, group in groupby(everything, key=lambda n: attempts.learners[n]):
        own = list(group)
        best = max(own, key=lambda n: (attempts.shares[n], -n))
        found.append({Counted.FIRST: own[0], Counted.LAST: own[-1], Counted.BEST: best}[counted])
    return found


class _Column:
    """What counts of the answers to a version, as columns of numbers."""

    def __init__(
        self, answers: AnswerColumns, place_of: Places, thirds: Places, texts: Sequence[str]
    ) -> None:
        learners = place_of[answers.attempts]
        counts = learners >= 0
        self.learners = learners[counts]
        self.places = answers.places[counts]
        self.fractions = answers.fractions[counts]
        self.marks = answers.marks[counts]
        self.given = answers.given[counts]
        self.seconds = answers.seconds[counts]
        self.thirds = thirds[self.learners]
        self.texts = texts

    @property
    def item(self) -> Item:
        """The column as it is analysed."""
        from webapp.learning.item_analysis import Item

        return Item(self.learners, self.fractions, self.marks)

    def told(self, interaction: Interaction) -> dict[str, Any]:
        """Return what else there is to say: who answered what, and how long it took."""
        import numpy as np

        timed = self.seconds[self.seconds >= 0]
        return {
            "thirds": np.bincount(self.thirds, minlength=THIRDS).tolist(),
            "without_answer": int((self.given == NO_ANSWER).sum()),
            "median_seconds": float(np.median(timed)) if len(timed) else None,
            "answers": [asdict(found) for found in tally(interaction, list(self._given()))],
        }

    def _given(self) -> Iterator[GivenByThird]:
        """Yield each answer once, what it was worth at most, and how many gave it in each third."""
        import numpy as np

        answered = self.given != NO_ANSWER
        known, given = np.unique(self.given[answered], return_inverse=True)
        cells = given * THIRDS + self.thirds[answered]
        counts = np.bincount(cells, minlength=THIRDS * len(known)).reshape(-1, THIRDS)
        worth = np.zeros(len(known))
        np.maximum.at(worth, given, self.fractions[answered])
        for text, most, thirds in zip(known, worth, counts, strict=True):
            response = load_response(json.loads(self.texts[text]))
            yield GivenByThird(response, float(most), thirds.tolist())


def _test_figures(
    analysis: Analysis,
    asked: Mapping[UUID, _Column],
    versions: Mapping[UUID, tuple[UUID, Interaction]],
    attempts: AttemptColumns,
    chosen: Sequence[int],
) -> dict[str, Any]:
    """Return the figures of the whole; versions of one question count as one where they must."""
    timed = [attempts.seconds[n] for n in chosen if attempts.seconds[n] >= 0]
    test = analysis.test
    if test.cic is None:
        test = _by_question(asked, versions, len(chosen)).test
    return {
        **asdict(test),
        "max_mark": max((attempts.most[n] for n in chosen), default=0.0),
        "median_seconds": median(timed) if timed else None,
    }


def _by_question(
    asked: Mapping[UUID, _Column],
    versions: Mapping[UUID, tuple[UUID, Interaction]],
    learners: int,
) -> Analysis:
    import numpy as np

    from webapp.learning.item_analysis import Item, analyse

    together: dict[UUID, list[_Column]] = {}
    for version_id, column in asked.items():
        together.setdefault(versions[version_id][0], []).append(column)
    items = [
        Item(
            np.concatenate([column.learners for column in columns]),
            np.concatenate([column.fractions for column in columns]),
            np.concatenate([column.marks for column in columns]),
        )
        for columns in together.values()
    ]
    return analyse(items, learners)
