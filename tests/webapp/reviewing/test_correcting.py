"""Correcting: memory learns what a right key would have taught it, and unlearns it with an undo."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from questions.responses import Chosen
from tests.webapp.people.histories import SETTINGS
from tests.webapp.quizzes.keys import (
    LATER,
    begin,
    hand_in,
    looked_at,
    pick,
    put_right,
    regraded,
    right_option,
    undone,
)
from tests.webapp.worlds import START, World
from webapp.db import db
from webapp.learning.marks import RegradePolicy
from webapp.learning.ratings import rating_for
from webapp.learning.scheduling import Event, Rating, replay
from webapp.models import Card, QuestionVersion, Review, ReviewKind
from webapp.services.operations.upkeep import check_cards
from webapp.services.reviewing.answering import Answer, record_answer, undo_review
from webapp.services.reviewing.replaying import MEMORY_COLUMNS, card_key

EXACT = RegradePolicy.EXACT


@pytest.fixture
def version(world: World) -> QuestionVersion:
    """The first question of the quiz, whose key is wrong; the next option would be right."""
    return begin(world.other_learner_id).slot(1).version


def review(
    user_id: UUID, version: QuestionVersion, option: int, at: datetime, **fields: Any
) -> UUID:
    """Answer a choice in review, graded by its version's key."""
    fraction = float(option == right_option(version))
    given: dict[str, Any] = {
        "kind": ReviewKind.REVIEW,
        "rating": rating_for(fraction, unsure=False),
        "response": Chosen(options=(option,)).model_dump(mode="json"),
        **fields,
    }
    answer = Answer(
        user_id=user_id,
        question_id=version.question_id,
        version_id=version.id,
        fraction=fraction,
        at=at,
        client_key=f"r:{at.timestamp()}",
        **given,
    )
    recorded = record_answer(answer, SETTINGS).review_id
    assert recorded is not None
    return recorded


def memory(user_id: UUID, question_id: UUID) -> dict[str, Any]:
    db.session.expire_all()
    card = db.session.get_one(Card, (user_id, question_id))
    return {name: getattr(card, name) for name in (*MEMORY_COLUMNS, "suspended", "buried_day")}


def replayed(user_id: UUID, question_id: UUID, ratings: list[Rating]) -> dict[str, Any]:
    """What answers of these ratings on the first days leave."""
    events = [
        Event(
            rating,
            START + timedelta(days=n),
            (START + timedelta(days=n)).toordinal(),
            0.9,
            "fsrs-6",
        )
        for n, rating in enumerate(ratings)
    ]
    left = replay(events, SETTINGS, card_key(user_id, question_id))
    return {name: getattr(left, name) for name in MEMORY_COLUMNS} | {
        "suspended": False,
        "buried_day": None,
    }


def lines(user_id: UUID) -> int:
    return db.session.scalar(select(func.count()).where(Review.user_id == user_id)) or 0


def test_memory_learns_anew_and_back(world: World, version: QuestionVersion) -> None:
    learner, question_id = world.learner_id, version.question_id
    key = right_option(version)
    for day, option in enumerate((key, (key + 1) % 2, key)):
        review(learner, version, option, START + timedelta(days=day))
    told = replayed(learner, question_id, [Rating.GOOD, Rating.AGAIN, Rating.GOOD])
    true = replayed(learner, question_id, [Rating.AGAIN, Rating.GOOD, Rating.AGAIN])
    assert memory(learner, question_id) == told
    at = START + timedelta(days=5)
    put_right(world, version, (key + 1) % 2, at)
    assert looked_at(question_id, EXACT, at).reviews == 3
    run_id = regraded(world, question_id, EXACT, at, corrects_reviews=True)
    assert memory(learner, question_id) == true
    assert lines(learner) == 6
    assert looked_at(question_id, EXACT, at).reviews == 0
    assert check_cards(db.session()).problems == []
    undone(world, run_id, at)
    assert memory(learner, question_id) == told
    assert check_cards(db.session()).problems == []
    regraded(world, question_id, EXACT, at, corrects_reviews=True)
    assert memory(learner, question_id) == true


def test_only_what_is_ticked_is_corrected(world: World, version: QuestionVersion) -> None:
    learner, key = world.learner_id, right_option(version)
    full = begin(learner)
    pick(full, 1, key)
    hand_in(full)
    told = memory(learner, version.question_id)
    put_right(world, version, (key + 1) % 2)
    run_id = regraded(world, version.question_id, EXACT)
    assert memory(learner, version.question_id) == told
    undone(world, run_id)
    regraded(world, version.question_id, EXACT, corrects_reviews=True)
    assert memory(learner, version.question_id) != told


def test_what_says_nothing_of_the_key_stays(world: World, version: QuestionVersion) -> None:
    learner, key = world.learner_id, right_option(version)
    review(learner, version, key, START, kind=ReviewKind.IMPORT, response=None)
    review(learner, version, 3, START + timedelta(days=1))
    told = memory(learner, version.question_id)
    hand_in(begin(learner))
    put_right(world, version, (key + 1) % 2, START + timedelta(days=2))
    regraded(
        world,
        version.question_id,
        RegradePolicy.FULL,
        START + timedelta(days=2),
        corrects_reviews=True,
    )
    assert memory(learner, version.question_id) == told


def test_an_answer_that_was_taken_back_stays_so(world: World, version: QuestionVersion) -> None:
    learner, key = world.learner_id, right_option(version)
    first = review(learner, version, key, START)
    last = review(learner, version, key, START + timedelta(days=1))
    undo_review(learner, first, LATER, SETTINGS)
    put_right(world, version, (key + 1) % 2, LATER)
    run_id = regraded(world, version.question_id, EXACT, corrects_reviews=True)
    corrected = db.session.scalars(select(Review.id).where(Review.undoes_id == last)).one()
    assert undo_review(learner, corrected, LATER, SETTINGS)
    assert db.session.get(Card, (learner, version.question_id)) is None
    undone(world, run_id)
    assert db.session.get(Card, (learner, version.question_id)) is None
    assert check_cards(db.session()).problems == []


def test_what_is_handed_in_later_teaches_what_is_right(
    world: World, version: QuestionVersion
) -> None:
    learner, key = world.learner_id, right_option(version)
    under_way = begin(learner)
    pick(under_way, 1, (key + 1) % 2)
    review(world.other_learner_id, version, key, START)
    put_right(world, version, (key + 1) % 2)
    run_id = regraded(world, version.question_id, EXACT, corrects_reviews=True)
    hand_in(under_way, LATER + timedelta(hours=1))
    assert memory(learner, version.question_id)["lapses"] == 0
    standing = db.session.scalars(
        select(Review).where(Review.user_id == learner, Review.question_id == version.question_id)
    ).all()
    assert [(line.kind, line.rating) for line in sorted(standing, key=lambda line: line.id)] == [
        (ReviewKind.QUIZ, Rating.AGAIN),
        (ReviewKind.QUIZ, Rating.GOOD),
    ]
    undone(world, run_id)
    assert memory(learner, version.question_id) == replayed(
        learner, version.question_id, [Rating.AGAIN]
    )
