"""What decisions teach about the order of proposals, from the first of them to switching it off."""

from __future__ import annotations

from random import Random
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from questions.traits import LEAST
from tests.webapp.browsing import post, sign_in
from tests.webapp.teaching.deciding import LATER, decide, is_wanted, take
from tests.webapp.teaching.test_dropped import found
from tests.webapp.worlds import PASSWORD, START, World
from webapp import models
from webapp.db import db, writing
from webapp.models import (
    Course,
    DroppedProposal,
    Proposal,
    Ranking,
    Reason,
)
from webapp.services.teaching.curating import accept_proposal, reject_proposal
from webapp.services.teaching.dropping import take_dropped, take_found
from webapp.services.teaching.ownership import delete_course
from webapp.services.teaching.queries.proposals import Wanted, load_forms, pile_proposals
from webapp.services.teaching.queries.ranking import RankingState, load_ranking
from webapp.services.teaching.queries.waiting import list_waiting
from webapp.services.teaching.ranking import learn_ranking, order_by_decisions
from webapp.services.teaching.undoing import undo_decision
from webapp.worker import Worker

PAGE = "/teach/caucasus/curate/reasons"


def waiting(world: World, order: str = "") -> list[tuple[str, float]]:
    """What waits, in the order of the list: its kind and its score."""
    return [
        (line.type, line.score)
        for line in list_waiting(world.course_id, Wanted(order=order), 1).lines
    ]


def state(world: World) -> tuple[RankingState, int]:
    db.session.expire_all()
    order = load_ranking(db.session.get_one(Course, world.course_id))
    return order.state, order.decisions


@pytest.fixture
def learned(world: World) -> World:
    """Sixty decisions by a rule, learned from; six proposals wait."""
    decide(world, 0, 60)
    take(60, 6)
    assert learn_ranking(LATER)
    return world


def test_what_was_decided_orders_what_waits(learned: World) -> None:
    assert state(learned) == (RankingState.ON, 60)
    kinds = [kind for kind, _score in waiting(learned)]
    assert kinds == ["short_answer"] * 3 + ["multiple_choice"] * 3
    pile = pile_proposals(learned.course_id, Wanted())
    forms = load_forms(learned.course_id, Wanted(), pile, range(len(pile.facts)))
    queue = [form.type for at in forms for form in forms[at] if form.outcome == "waiting"]
    assert queue == kinds
    row = db.session.get_one(Ranking, 1)
    assert row.by_weights is not None and row.by_score is not None
    assert row.by_weights > 0.95 > 0.65 > row.by_score
    assert (row.learned_at, row.decisions, row.events) == (LATER, 60, 60)


def test_what_is_decided_in_the_queue_is_learned_from(world: World) -> None:
    take(0, LEAST)
    actor_id, scores = world.instructor_id, {}
    rows = db.session.execute(
        select(Proposal, models.QuestionVersion.type)
        .join(models.Question, models.Question.id == Proposal.question_id)
        .join(models.QuestionVersion, models.is_newest())
    ).all()
    for proposal, kind in rows:
        question_id = proposal.question_id
        scores[question_id] = proposal.score
        if kind == "short_answer":
            accept_proposal(world.course_id, question_id, actor_id, START)
        else:
            reject_proposal(world.course_id, question_id, Reason.TRIVIAL, actor_id, START)
    assert learn_ranking(LATER) and state(world) == (RankingState.ON, LEAST)
    db.session.expire_all()
    made = db.session.scalars(select(Proposal)).all()
    assert {each.question_id: each.score for each in made} == scores
    assert all(each.learned is not None for each in made)


def test_what_is_taken_in_later_is_ordered_too(learned: World) -> None:
    unranked = select(func.count(Proposal.question_id)).where(Proposal.learned.is_(None))
    take(66, 4, seed=2)
    assert db.session.scalar(unranked) == 0
    document_id = db.session.scalars(select(models.Document.id)).one()
    take_found(document_id, found("Who is next?"), START)
    dropped_id = db.session.scalars(
        select(DroppedProposal.id).where(DroppedProposal.asked.is_not(None))
    ).one()
    take_dropped(learned.course_id, dropped_id, learned.instructor_id, START)
    assert db.session.scalar(unranked) == 0
    kinds = [kind for kind, _score in waiting(learned)]
    assert kinds == ["short_answer"] * 7 + ["multiple_choice"] * 5


def test_from_chance_nothing_is_learned_and_the_score_stays(world: World) -> None:
    chance = Random(7)
    decide(world, 0, 60, lambda _question: chance.random() < 0.5)
    take(60, 6)
    assert learn_ranking(LATER)
    assert state(world) == (RankingState.NO_BETTER, 60)
    scores = [score for _kind, score in waiting(world)]
    assert scores == sorted(scores, reverse=True)


def test_too_few_decisions_teach_nothing(world: World) -> None:
    decide(world, 0, LEAST - 1)
    assert not learn_ranking(LATER)
    assert state(world) == (RankingState.TOO_FEW, LEAST - 1)
    decide(world, LEAST, 1)
    assert state(world) == (RankingState.DUE, LEAST)
    assert learn_ranking(LATER)
    assert state(world) == (RankingState.ON, LEAST)


def test_of_either_kind_there_must_be_some(world: World) -> None:
    decide(world, 0, LEAST, lambda _question: True)
    assert learn_ranking(LATER) and not learn_ranking(LATER)
    assert state(world) == (RankingState.TOO_FEW, LEAST)


def test_it_is_learned_anew_once_enough_is_new(learned: World) -> None:
    before = dict(db.session.get_one(Ranking, 1).weights)
    assert not learn_ranking(LATER)
    decide(learned, 66, 9, lambda question: not is_wanted(question))
    assert not learn_ranking(LATER)
    decide(learned, 75, 1, lambda question: not is_wanted(question))
    assert learn_ranking(LATER)
    db.session.expire_all()
    after = db.session.get_one(Ranking, 1)
    assert (
        after.decisions == 70 and after.weights["type short_answer"] < before["type short_answer"]
    )


def test_the_same_decisions_teach_the_same(learned: World) -> None:
    before = dict(db.session.get_one(Ranking, 1).weights)
    with writing() as session:
        session.delete(session.get_one(Ranking, 1))
    assert learn_ranking(LATER)
    assert db.session.get_one(Ranking, 1).weights == before


def test_undoing_takes_decisions_out(learned: World) -> None:
    for _times in range(11):
        undo_decision(learned.course_id, learned.instructor_id, LATER)
    assert learn_ranking(LATER)
    assert state(learned) == (RankingState.TOO_FEW, 49)
    scores = [score for _kind, score in waiting(learned)]
    assert len(scores) == 17 and scores == sorted(scores, reverse=True)


def test_a_course_that_is_deleted_takes_its_decisions_along(learned: World) -> None:
    delete_course(learned.course_id)
    assert learn_ranking(LATER)
    row = db.session.get_one(Ranking, 1, populate_existing=True)
    assert (row.decisions, row.weights, row.is_better) == (0, {}, False)


def test_a_course_goes_by_the_score_if_it_wants(learned: World) -> None:
    ranked = waiting(learned)
    order_by_decisions(learned.course_id, on=False)
    assert state(learned) == (RankingState.OFF, 60)
    by_score = waiting(learned)
    assert by_score == sorted(ranked, key=lambda line: -line[1]) != ranked
    elsewhere = db.session.scalars(select(Course).where(Course.slug == "elsewhere")).one()
    assert load_ranking(elsewhere).state is RankingState.ON
    take(66, 2, seed=9)
    order_by_decisions(learned.course_id, on=True)
    assert [line for line in waiting(learned) if line in ranked] == ranked


def test_of_each_kind_in_turn_the_likeliest_kind_begins(learned: World) -> None:
    mixed = waiting(learned, "mix")
    assert [kind for kind, _score in mixed] == ["short_answer", "multiple_choice"] * 3


def test_the_likeliest_form_of_a_fact_is_looked_at_first(learned: World) -> None:
    with writing() as session:
        by_score = select(Proposal).order_by(Proposal.score.desc()).limit(2)
        for each, likelihood in zip(session.scalars(by_score), (0.2, 0.9), strict=True):
            each.fact, each.place, each.learned = "one", 0, likelihood
    pile = pile_proposals(learned.course_id, Wanted())
    at = next(n for n, fact in enumerate(pile.facts) if fact.fact == "one")
    likely = [form.score for form in load_forms(learned.course_id, Wanted(), pile, [at])[at]]
    order_by_decisions(learned.course_id, on=False)
    pile = pile_proposals(learned.course_id, Wanted())
    at = next(n for n, fact in enumerate(pile.facts) if fact.fact == "one")
    scored = [form.score for form in load_forms(learned.course_id, Wanted(), pile, [at])[at]]
    assert likely == scored[::-1] and scored[0] > scored[1]


def test_the_order_of_the_text_stays_as_it_is(learned: World) -> None:
    before = waiting(learned, "text")
    order_by_decisions(learned.course_id, on=False)
    assert waiting(learned, "text") == before


def test_two_workers_learn_at_once(app: Flask, world: World) -> None:
    decide(world, 0, 60)
    db.session.rollback()
    start, done = Barrier(2), []

    def learn() -> None:
        with app.app_context():
            start.wait(10)
            done.append(learn_ranking(LATER))

    threads = [Thread(target=learn) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert True in done and len(done) == 2
    assert state(world) == (RankingState.ON, 60)


def test_a_worker_learns_beside_its_jobs(hands: Worker, world: World) -> None:
    decide(world, 0, 60)
    hands._learn()
    assert hands._has_worked and state(world) == (RankingState.ON, 60)
    hands._has_worked = False
    hands._learn()
    assert not hands._has_worked


def test_the_page_says_how_good_the_order_is(teacher: FlaskClient, world: World) -> None:
    assert "So far there are 0 on this site: 0 kept, 0 turned down." in teacher.get(PAGE).text
    decide(world, 0, 60)
    take(60, 6)
    assert "enough decisions (60 on this site)" in teacher.get(PAGE).text
    learn_ranking(LATER)
    page = teacher.get(PAGE).text
    row = db.session.get_one(Ranking, 1)
    score = round(100 * (row.by_score or 0))
    assert "From 60 decisions on this site: the order learned from them puts 100 of" in page
    assert f"the score alone {score}." in page
    for address in ("/teach/caucasus/curate", "/teach/caucasus/curate/list"):
        assert "Ordered by what was decided before" in teacher.get(address).text
        assert "Ordered by what was" not in teacher.get(f"{address}?order=text").text


def test_the_order_is_switched_off_and_on_on_the_page(teacher: FlaskClient, learned: World) -> None:
    answer = post(teacher, PAGE, by="score")
    page = teacher.get(answer.location).text
    assert "ordered by score alone, as somebody chose." in page
    assert "Order by what was decided" in page and "Order by score alone" not in page
    assert "Ordered by what was" not in teacher.get("/teach/caucasus/curate").text
    assert state(learned)[0] is RankingState.OFF
    answer = post(teacher, PAGE, by="decisions")
    assert "What waits in this course is ordered by it." in teacher.get(answer.location).text
    assert state(learned)[0] is RankingState.ON


def test_who_teaches_elsewhere_switches_their_own_alone(
    client: FlaskClient, learned: World
) -> None:
    sign_in(client, "stranger@example.org", PASSWORD)
    assert post(client, PAGE, "/settings", by="score").status_code == 404
    elsewhere = "/teach/elsewhere/curate/reasons"
    assert "Nothing is decided yet." in client.get(elsewhere).text
    post(client, elsewhere, by="score")
    assert state(learned)[0] is RankingState.ON
