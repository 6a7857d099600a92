"""What a learner answered in Anki comes into their log once, at its own time, and out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from questions.interchange.anki.histories import Logged
from questions.receiving.histories import AnsweredCard
from tests.webapp.quizzes.test_secrecy import quiz_of
from tests.webapp.reviewing.test_anki_cards import answer, name_of
from tests.webapp.reviewing.test_answering import an_answer, stored
from tests.webapp.reviewing.test_wishes import card_of
from tests.webapp.worlds import START, World
from webapp.clock import to_milliseconds
from webapp.db import db
from webapp.learning.scheduling import Rating, Settings
from webapp.models import ANSWERS, Review, ReviewKind
from webapp.services.operations.upkeep import check_cards
from webapp.services.quizzes.attempting import start_attempt
from webapp.services.reviewing import histories
from webapp.services.reviewing.answering import Answer
from webapp.services.reviewing.queries.activity import activity
from webapp.services.reviewing.queries.counts import done_today, queue
from webapp.services.reviewing.queries.histories import HistoryLook, LeftOut, NoMatch
from webapp.services.reviewing.queries.today import seconds_each
from webapp.services.reviewing.queries.waiting import Learner
from webapp.services.teaching.members import list_people
from webapp.services.teaching.queries.class_memory import past_forecasts

DAY = timedelta(days=1)
NOW = START + 30 * DAY
BAKU = Settings("Asia/Baku")


def the_learner(world: World) -> Learner:
    return Learner(world.learner_id, BAKU, 10, NOW.toordinal(), NOW - DAY)


def logged(at: datetime, ease: int = 3, **more: int) -> Logged:
    return Logged(
        to_milliseconds(at), ease, *({"took": 9000, "kind": 1, "factor": 2500} | more).values()
    )


def a_card(given: Answer, *log: Logged, suspended: bool = False) -> AnsweredCard:
    return AnsweredCard((name_of(given),), "Which?", "", suspended, log)


def stage(world: World, *cards: AnsweredCard) -> UUID:
    return histories.stage_history(world.learner_id, "deck.apkg", list(cards), None, NOW)


def look(world: World, import_id: UUID) -> HistoryLook:
    row = histories.find_history(world.learner_id, import_id, NOW)
    return histories.look_over(the_learner(world), row, NOW)


def take(world: World, *cards: AnsweredCard) -> UUID:
    import_id = stage(world, *cards)
    histories.take_history_in(the_learner(world), import_id, NOW)
    return import_id


def lines(world: World, *kinds: ReviewKind) -> Sequence[Review]:
    query = select(Review).where(Review.user_id == world.learner_id)
    db.session.expire_all()
    ordered = query.order_by(Review.answered_at, Review.id)
    return db.session.scalars(ordered.where(Review.kind.in_(kinds or ANSWERS))).all()


def all_is_replayed() -> bool:
    return not check_cards(db.session()).problems


def test_answers_come_in_at_their_own_time_and_cards_follow(world: World) -> None:
    here = answer(world, 0, Rating.GOOD)
    before = stored(here)
    take(
        world,
        a_card(
            here, logged(START - 9 * DAY, 1), logged(START - 5 * DAY), logged(START + 9 * DAY, 4)
        ),
    )
    first, second, _own, last = lines(world)
    assert [each.rating for each in (first, second, last)] == [1, 3, 4]
    assert (first.kind, first.answered_at) == (ReviewKind.IMPORT, START - 9 * DAY)
    assert (first.study_day, first.time_zone) == ((START - 9 * DAY).toordinal(), "Asia/Baku")
    assert (first.fraction, last.fraction, first.duration_ms) == (0.0, 1.0, 9000)
    assert first.predicted_recall is None and 0 < (last.predicted_recall or 0) < 1
    now = stored(here)
    assert before and now and now != before and now.repetitions == 4
    assert now.last_at == START + 9 * DAY
    assert all_is_replayed()


def test_a_second_time_adds_nothing(world: World) -> None:
    here = an_answer(world)
    card = a_card(here, logged(START), logged(START + DAY))
    take(world, card)
    again = stage(world, card)
    found = look(world, again)
    assert (found.answers, found.left_out) == (0, {LeftOut.KNOWN: 2})
    with pytest.raises(Exception, match="known here already"):
        histories.take_history_in(the_learner(world), again, NOW)
    assert len(lines(world)) == 2


def test_what_is_no_answer_or_has_no_date_stays_out_and_is_counted(world: World) -> None:
    here = an_answer(world)
    import_id = stage(
        world,
        a_card(
            here,
            logged(START, 0, took=0, kind=4),
            logged(START + DAY, 3, took=0, kind=5),
            logged(START + DAY, 3, took=5, kind=3, factor=0),
            logged(START + 2 * DAY, 2, took=5, kind=3, factor=2500),
            logged(NOW + timedelta(seconds=1)),
            logged(datetime(1989, 12, 31, tzinfo=UTC)),
        ),
    )
    found = look(world, import_id)
    assert found.answers == 1
    assert found.left_out == {
        LeftOut.BY_HAND: 2,
        LeftOut.PRACTICE: 1,
        LeftOut.FUTURE: 1,
        LeftOut.TOO_OLD: 1,
    }


def test_all_of_it_goes_out_again_and_may_come_back(world: World) -> None:
    mine, other = answer(world, 0, Rating.EASY), an_answer(world, 1)
    before = stored(mine)
    cards = (a_card(mine, logged(START - DAY)), a_card(other, logged(START), suspended=True))
    import_id = stage(world, *cards)
    assert histories.take_history_back(the_learner(world), import_id, NOW) == 0
    histories.take_history_in(the_learner(world), import_id, NOW)
    assert card_of(other.question_id).suspended
    assert histories.take_history_back(the_learner(world), import_id, NOW) == 3
    assert stored(mine) == before and stored(other) is None
    assert histories.take_history_back(the_learner(world), import_id, NOW) == 0
    assert all_is_replayed()
    take(world, *cards)
    assert stored(other) is not None and all_is_replayed()


def test_what_was_suspended_is_set_aside_unless_it_is_brought_back_later(world: World) -> None:
    here = an_answer(world)
    take(world, a_card(here, logged(START), logged(START + DAY), suspended=True))
    (wish,) = lines(world, ReviewKind.SET_ASIDE)
    assert START + DAY < wish.answered_at < START + DAY + timedelta(seconds=1)
    assert not queue(the_learner(world), NOW).can_undo
    assert card_of(here.question_id).suspended


def test_imports_are_nothing_of_today_s_and_nobody_else_s(world: World) -> None:
    here, own = an_answer(world), answer(world, 1, Rating.GOOD)
    minutes_ago = NOW - timedelta(minutes=5)
    take(world, a_card(here, logged(START), logged(START + DAY), logged(minutes_ago)))
    learner = the_learner(world)
    waiting = queue(learner, NOW)
    assert (waiting.done, done_today(learner), waiting.can_undo) == (0, 0, False)
    assert waiting.new == 10
    seen = activity(learner, 60)
    assert seen[(START + DAY).toordinal()].cards == 1
    assert seen[NOW.toordinal()].minutes == 0.15
    assert seconds_each(world.learner_id) == 1.5
    assert past_forecasts(world.course_id) == []
    last_active = {each.id: each.last_active for each in list_people(world.course_id)}
    assert last_active[world.learner_id] == own.at


def test_nothing_of_a_test_under_way_can_be_tried_out(world: World) -> None:
    held = answer(world, 0, Rating.EASY)
    card = a_card(held, logged(START - DAY))
    start_attempt(world.learner_id, quiz_of(world, "test", held.question_id), NOW)
    assert look(world, stage(world, card)).unmatched == [("Which?", NoMatch.NONE)]


def test_too_many_at_once_are_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histories, "MOST_TAKEN", 1)
    with pytest.raises(Exception, match="It has 2 new answers"):
        take(world, a_card(an_answer(world), logged(START), logged(START + DAY)))
    assert not lines(world)
