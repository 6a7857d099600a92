"""What a learner wants done with a card: in the log, so that nothing brings it back by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.webapp.reviewing.test_answering import SETTINGS, an_answer
from tests.webapp.worlds import START, World
from webapp.db import db, writing
from webapp.learning.scheduling import Rating, Settings
from webapp.models import Card, Question
from webapp.services.operations import upkeep
from webapp.services.reviewing import reviews
from webapp.services.reviewing.answering import rebuild_card, record_answer, undo_review
from webapp.services.reviewing.queries.counts import queue
from webapp.services.reviewing.queries.queue import next_question
from webapp.services.reviewing.queries.today import load_today
from webapp.services.reviewing.queries.waiting import Learner

DAY = timedelta(days=1)
Wish = Callable[[Learner, UUID, datetime], UUID]
WISHES = [reviews.set_aside, reviews.leave_for_tomorrow]


def the_learner(world: World, at: datetime = START, new: int = 100) -> Learner:
    return Learner(world.learner_id, SETTINGS, new, at.toordinal(), at - DAY)


def all_asked(learner: Learner, at: datetime) -> set[UUID]:
    """Ask until nothing is left; each is left for tomorrow, within the test's transaction."""
    found = set()
    while asked := next_question(learner, at):
        assert asked.question_id not in found
        found.add(asked.question_id)
        reviews.leave_for_tomorrow(learner, asked.question_id, at)
    return found


def card_of(question_id: UUID) -> Card:
    db.session.expire_all()
    return db.session.scalars(select(Card).where(Card.question_id == question_id)).one()


def rebuild(question_id: UUID, learner: Learner) -> None:
    with writing() as session:
        rebuild_card(session.connection(), learner.id, question_id, SETTINGS)


def lapse(world: World, times: int) -> tuple[UUID, datetime, UUID]:
    """Forget one question that often; returns it, when that was, and the last answer."""
    answer, at, last = an_answer(world), START, None
    for n in range(times):
        for rating in (Rating.EASY, Rating.AGAIN):
            at += timedelta(days=30)
            given = replace(answer, at=at, rating=rating, client_key=f"{n}{rating}")
            last = record_answer(given, SETTINGS).review_id
    assert last is not None
    return answer.question_id, at, last


@pytest.mark.parametrize("set_aside", [True, False])
def test_undo_never_brings_a_leech_back(world: World, set_aside: bool) -> None:
    question_id, at, _last = lapse(world, 8)
    assert card_of(question_id).suspended
    learner = the_learner(world, at)
    if not set_aside:
        reviews.resume_card(learner, question_id, at)
        assert not card_of(question_id).suspended
    answer = replace(an_answer(world), at=at + DAY, client_key="once more")
    recorded = record_answer(answer, SETTINGS)
    assert recorded.review_id is not None
    assert card_of(question_id).suspended is set_aside
    undo_review(world.learner_id, recorded.review_id, at + DAY, SETTINGS)
    assert card_of(question_id).suspended is set_aside


def test_undoing_what_made_it_a_leech_brings_it_back(world: World) -> None:
    question_id, at, last = lapse(world, 8)
    undo_review(world.learner_id, last, at, SETTINGS)
    assert not card_of(question_id).suspended


def test_what_is_set_aside_stays_so(world: World) -> None:
    answer = an_answer(world)
    record_answer(answer, SETTINGS)
    learner, question_id = the_learner(world), answer.question_id
    reviews.set_aside(learner, question_id, START)
    later = record_answer(replace(answer, at=START + DAY, client_key="2"), SETTINGS)
    assert card_of(question_id).suspended
    assert later.review_id is not None
    undo_review(world.learner_id, later.review_id, START + DAY, SETTINGS)
    assert card_of(question_id).suspended
    rebuild(question_id, learner)
    assert card_of(question_id).suspended
    assert question_id not in all_asked(the_learner(world, START + 400 * DAY), START + 400 * DAY)
    assert not [check.problems for check in upkeep.check() if check.problems]


def test_what_is_left_for_tomorrow_comes_tomorrow(world: World) -> None:
    answer = an_answer(world)
    record_answer(answer, SETTINGS)
    soon = START + timedelta(hours=1)
    learner, question_id = the_learner(world, soon), answer.question_id
    asked = next_question(learner, soon)
    assert asked is not None and asked.question_id == question_id
    again = queue(learner, soon).again
    reviews.leave_for_tomorrow(learner, question_id, soon)
    rebuild(question_id, learner)
    assert queue(learner, soon).again == again - 1
    after = next_question(learner, soon)
    assert after is not None and after.question_id != question_id
    tomorrow = the_learner(world, START + DAY)
    asked = next_question(tomorrow, START + DAY)
    assert asked is not None and asked.question_id == question_id
    assert not [check.problems for check in upkeep.check() if check.problems]


@pytest.mark.parametrize("wish", WISHES)
def test_a_new_question_is_not_asked_either(world: World, wish: Wish) -> None:
    learner = the_learner(world)
    first = next_question(learner, START)
    assert first is not None
    new = queue(learner, START).new
    wish(learner, first.question_id, START)
    assert queue(learner, START).new == new - 1
    second = next_question(learner, START)
    assert second is not None and second.question_id != first.question_id
    tomorrow = next_question(the_learner(world, START + DAY), START + DAY)
    comes_back = tomorrow is not None and tomorrow.question_id == first.question_id
    assert comes_back is (wish is reviews.leave_for_tomorrow)


@pytest.mark.parametrize("wish", WISHES)
def test_a_wish_for_a_new_question_holds_once_it_is_answered(world: World, wish: Wish) -> None:
    answer = an_answer(world)
    question_id = answer.question_id
    wish(the_learner(world), question_id, START)
    soon = START + timedelta(minutes=1)
    record_answer(replace(answer, at=soon), SETTINGS)
    card = card_of(question_id)
    assert card.suspended is (wish is reviews.set_aside)
    assert (card.buried_day is not None) is (wish is reviews.leave_for_tomorrow)
    assert not [check.problems for check in upkeep.check() if check.problems]
    later = START + timedelta(hours=2)
    assert question_id not in all_asked(the_learner(world, later), later)


def test_a_new_question_that_was_set_aside_is_listed_and_brought_back(world: World) -> None:
    learner = the_learner(world)
    first = next_question(learner, START)
    assert first is not None
    reviews.set_aside(learner, first.question_id, START)
    assert [at for at, _stem in load_today(learner, START).set_aside] == [first.question_id]
    later = START + timedelta(minutes=1)
    reviews.resume_card(learner, first.question_id, later)
    assert load_today(learner, later).set_aside == []
    again = next_question(learner, later)
    assert again is not None and again.question_id == first.question_id


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize("wish", WISHES)
def test_a_wish_is_taken_back_like_an_answer(world: World, wish: Wish, is_new: bool) -> None:
    if not is_new:
        record_answer(replace(an_answer(world), at=START - 3 * DAY), SETTINGS)
    learner = the_learner(world)
    first = next_question(learner, START)
    assert first is not None
    wish(learner, first.question_id, START)
    assert reviews.undo_last(learner, START) == first.question_id
    again = next_question(learner, START)
    assert again is not None and again.question_id == first.question_id
    assert reviews.undo_last(learner, START) is None


def test_wishes_are_no_answers(world: World) -> None:
    learner = the_learner(world)
    for question_id in db.session.scalars(select(Question.id).limit(2)).all():
        reviews.set_aside(learner, question_id, START)
        reviews.resume_card(learner, question_id, START)
    counts = queue(learner, START)
    assert counts.done == 0
    assert load_today(learner, START).run == 0


def test_travelling_west_gives_no_second_day(world: World) -> None:
    tokyo = replace(the_learner(world, new=2), settings=Settings("Asia/Tokyo"))
    at = datetime.fromisoformat("2026-11-02T23:00+00:00")  # 3 November, 8:00 in Tokyo
    in_tokyo = replace(tokyo, today=at.toordinal() + 1, since=at - DAY)
    answered = []
    for n in range(2):
        answer = replace(an_answer(world, n), at=at, client_key=f"{n}")
        record_answer(answer, in_tokyo.settings)
        answered.append(answer.question_id)
    assert queue(in_tokyo, at).new == 0
    at += timedelta(hours=12)  # 3 November, 3:00 in Los Angeles: still the second there
    in_america = replace(tokyo, settings=Settings("America/Los_Angeles"), today=at.toordinal() - 1)
    in_america = replace(in_america, since=at - DAY)
    assert queue(in_america, at).new == 0
    assert queue(in_america, at).done == 2
    assert reviews.undo_last(in_america, at) == answered[-1]
    assert queue(in_america, at).new == 1
    at += timedelta(hours=18)  # 3 November, 21:00: a day after the answers
    later = replace(in_america, today=at.toordinal() - 1, since=at - DAY)
    assert queue(later, at).new == 2
