"""The answer path: one effect an answer, and cards that replaying the log gives bit for bit."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.webapp.worlds import START, World
from webapp.db import db, writing
from webapp.learning.scheduling import Memory, Rating, Settings, next_memory
from webapp.models import Card, Question, QuestionVersion, Review, ReviewKind
from webapp.services.errors import Conflict
from webapp.services.reviewing import answering
from webapp.services.reviewing.answering import (
    Answer,
    memory_before,
    rebuild_card,
    record_answer,
    undo_review,
)
from webapp.services.reviewing.replaying import memory_of

SETTINGS = Settings(time_zone="Asia/Baku")


def an_answer(world: World, n: int = 0, rating: Rating = Rating.GOOD, **given: Any) -> Answer:
    rows = db.session.execute(
        select(QuestionVersion.question_id, QuestionVersion.id).order_by(QuestionVersion.id)
    ).all()
    question_id, version_id = rows[n]
    answer = Answer(
        user_id=world.learner_id,
        question_id=question_id,
        version_id=version_id,
        kind=ReviewKind.REVIEW,
        rating=rating,
        fraction=float(rating > 1),
        response=None,
        at=START,
        client_key=uuid4().hex,
    )
    return replace(answer, **given)


def stored(answer: Answer) -> Memory | None:
    row = db.session.execute(
        select(Card.__table__).where(
            Card.user_id == answer.user_id, Card.question_id == answer.question_id
        )
    ).one_or_none()
    return memory_of(row) if row else None


def replayed(answer: Answer) -> Memory | None:
    with writing() as session:
        return rebuild_card(session.connection(), answer.user_id, answer.question_id, SETTINGS)


def count_reviews() -> int:
    return db.session.scalar(select(func.count()).select_from(Review)) or 0


def test_an_answer_is_logged_and_makes_a_card(world: World) -> None:
    answer = an_answer(world, response={"kind": "recall", "rating": 3}, duration_ms=1200)
    recorded = record_answer(answer, SETTINGS)
    review = db.session.scalars(select(Review)).one()
    assert review.id == recorded.review_id
    assert (review.rating, review.answered_at, review.time_zone) == (3, START, "Asia/Baku")
    assert review.response == {"kind": "recall", "rating": 3}
    assert review.predicted_recall is None
    assert stored(answer) == recorded.memory
    assert recorded.memory.repetitions == 1


def test_sending_an_answer_again_has_no_further_effect(world: World) -> None:
    answer = an_answer(world)
    first = record_answer(answer, SETTINGS)
    again = record_answer(replace(answer, at=START + timedelta(days=3)), SETTINGS)
    assert again.review_id is None
    assert again.memory == first.memory == stored(answer)
    assert count_reviews() == 1


def test_a_key_used_for_another_question_is_an_error(world: World) -> None:
    record_answer(an_answer(world, 0, client_key="same"), SETTINGS)
    with pytest.raises(Conflict):
        record_answer(an_answer(world, 1, client_key="same"), SETTINGS)


def test_the_next_answer_predicts_and_steps_the_card(world: World) -> None:
    answer = an_answer(world, rating=Rating.EASY)
    record_answer(answer, SETTINGS)
    later = replace(answer, at=START + timedelta(days=9), client_key="later")
    after = record_answer(later, SETTINGS).memory
    predicted = db.session.scalars(select(Review.predicted_recall).order_by(Review.id)).all()
    assert predicted[0] is None
    assert predicted[1] is not None and 0.5 < predicted[1] < 1
    assert after.repetitions == 2
    assert after == stored(answer) == replayed(answer)


def test_an_answer_that_comes_late_takes_its_place_in_time(world: World) -> None:
    first, last = an_answer(world), an_answer(world, at=START + timedelta(days=5))
    record_answer(first, SETTINGS)
    record_answer(last, SETTINGS)
    between = replace(first, at=START + timedelta(days=2), client_key="b", rating=Rating.AGAIN)
    in_time = record_answer(between, SETTINGS).memory
    assert in_time == stored(first)
    assert in_time.last_at == last.at
    assert in_time.repetitions == 3


def test_undo_restores_the_card_and_keeps_the_log(world: World) -> None:
    answer = an_answer(world)
    before = record_answer(answer, SETTINGS).memory
    wrong = replace(
        answer, at=START + timedelta(days=4), rating=Rating.AGAIN, client_key="wrong", fraction=0.0
    )
    review_id = record_answer(wrong, SETTINGS).review_id
    assert review_id is not None
    at = wrong.at + timedelta(seconds=5)
    assert undo_review(world.learner_id, review_id, at, SETTINGS)
    assert stored(answer) == before
    assert count_reviews() == 3
    assert not undo_review(world.learner_id, review_id, at, SETTINGS)
    assert count_reviews() == 3


def test_undoing_the_only_answer_leaves_no_card(world: World) -> None:
    answer = an_answer(world)
    review_id = record_answer(answer, SETTINGS).review_id
    assert review_id is not None
    assert undo_review(world.learner_id, review_id, START + timedelta(seconds=5), SETTINGS)
    assert stored(answer) is None


def test_what_is_not_there_cannot_be_undone(world: World) -> None:
    answer = an_answer(world)
    review_id = record_answer(answer, SETTINGS).review_id
    assert review_id is not None
    assert not undo_review(world.learner_id, uuid4(), START, SETTINGS)
    assert not undo_review(world.other_learner_id, review_id, START, SETTINGS)
    undo_review(world.learner_id, review_id, START + timedelta(seconds=5), SETTINGS)
    undone = db.session.scalars(select(Review.id).where(Review.kind == ReviewKind.UNDO)).one()
    assert not undo_review(world.learner_id, undone, START, SETTINGS)


def test_memory_before_a_review_is_what_was_known_then(world: World) -> None:
    answer = an_answer(world)
    first = record_answer(answer, SETTINGS)
    later = replace(answer, at=START + timedelta(days=4), client_key="later")
    second = record_answer(later, SETTINGS)
    assert first.review_id is not None and second.review_id is not None
    assert memory_before(world.learner_id, first.review_id, SETTINGS) is None
    assert memory_before(world.learner_id, second.review_id, SETTINGS) == first.memory


def test_the_eighth_lapse_sets_a_card_aside(world: World) -> None:
    answer = an_answer(world, rating=Rating.EASY)
    at = START
    for n in range(8):
        for rating in (Rating.EASY, Rating.AGAIN):
            at += timedelta(days=30)
            given = replace(answer, at=at, rating=rating, client_key=f"{n}{rating}")
            record_answer(given, SETTINGS)
        suspended = db.session.scalars(select(Card.suspended)).one()
        assert suspended is (n == 7)


@pytest.mark.parametrize("seed", range(3))
def test_any_history_is_what_its_replay_gives(world: World, seed: int) -> None:
    chance = random.Random(seed)
    answer, at = an_answer(world), START
    done: list[UUID] = []
    for n in range(25):
        at += timedelta(minutes=chance.choice([1, 12, 60 * 13, 60 * 24 * 6]))
        if done and chance.random() < 0.2:
            undo_review(world.learner_id, done.pop(), at, SETTINGS)
        given = replace(answer, at=at, rating=Rating(chance.randint(1, 4)), client_key=str(n))
        review_id = record_answer(given, SETTINGS).review_id
        assert review_id is not None
        done.append(review_id)
        before = stored(answer)
        assert replayed(answer) == before


def test_many_senders_have_one_effect_a_key(app: Flask, world: World) -> None:
    answer = an_answer(world)
    db.session.commit()
    failures: list[BaseException] = []

    def send(seed: int) -> None:
        chance = random.Random(seed)
        keys = [str(n) for n in range(12)] * 2
        chance.shuffle(keys)
        with app.app_context():
            try:
                for key in keys:
                    at = START + timedelta(hours=7 * int(key))
                    record_answer(replace(answer, client_key=key, at=at), SETTINGS)
            except BaseException as failure:
                failures.append(failure)

    threads = [threading.Thread(target=send, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert count_reviews() == 12
    memory = stored(answer)
    assert memory is not None and memory.repetitions == 12
    assert replayed(answer) == memory


def test_a_card_changed_meanwhile_is_rebuilt_from_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another process writes between reading the card and writing it is not lost."""
    record_answer(an_answer(world), SETTINGS)
    answer = replace(an_answer(world), client_key="next", at=START + timedelta(seconds=1))
    sent: list[UUID | None] = []

    def interrupted(*given: Any) -> Memory:
        if not sent:
            sent.append(None)
            other = replace(answer, client_key="other", at=START + timedelta(seconds=2))
            sent.append(record_answer(other, SETTINGS).review_id)
        return next_memory(*given)

    monkeypatch.setattr(answering, "next_memory", interrupted)
    memory = record_answer(answer, SETTINGS).memory
    assert memory.repetitions == 3
    assert stored(answer) == memory == replayed(answer)


def test_questions_do_not_share_a_card(world: World) -> None:
    answers = [an_answer(world, n) for n in range(2)]
    for answer in answers:
        record_answer(answer, SETTINGS)
    assert db.session.scalar(select(func.count()).select_from(Card)) == 2
    assert db.session.scalar(select(func.count()).select_from(Question)) == 65


def test_times_are_kept_to_the_millisecond(world: World) -> None:
    at = datetime(2026, 11, 2, 9, 0, 0, 123000, tzinfo=START.tzinfo)
    answer = an_answer(world, at=at)
    memory = record_answer(answer, SETTINGS).memory
    assert stored(answer) == memory
    assert memory.last_at == at
