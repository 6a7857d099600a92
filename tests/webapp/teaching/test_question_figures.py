"""What quizzes came to travels with the bank: in its list, on a question, in draws and exports."""

from __future__ import annotations

import html
import re
from datetime import date
from random import Random
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from questions.interchange import FORMATS, Reading
from questions.question import Statistics
from tests.webapp.browsing import form_on, submit
from tests.webapp.quizzes.handing_in import Answered, add_class, hand_in, versions
from tests.webapp.teaching.attempting import quiz
from tests.webapp.worlds import MORNING, World
from webapp.db import db
from webapp.models import Counted, FacilityBand, Question, QuestionVersion, Quiz, QuizSlot
from webapp.services.quizzes.building import Drawn, load_quiz
from webapp.services.quizzes.queries.published_questions import drawable, published_questions
from webapp.services.quizzes.queries.selection import choose
from webapp.services.quizzes.rolling_up import roll_up
from webapp.services.teaching.exchange import export_questions, import_questions
from webapp.services.teaching.queries.analysis import analysis_of
from webapp.services.teaching.queries.question_facets import Filters
from webapp.services.teaching.queries.question_figures import figures_of
from webapp.services.teaching.queries.question_list import list_questions

PUPILS = 12
SHARES = (0.25, 0.75, 1.0)  # hard, middling, easy


def words(page: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


@pytest.fixture
def asked(world: World) -> list[QuestionVersion]:
    """Three questions that twelve learners answered: a quarter, three quarters and all right."""
    found = versions(world.course_id, "choice", 3)
    for n, pupil in enumerate(add_class(world.course_id, PUPILS)):
        given = [Answered(v.id, float(n < s * PUPILS)) for v, s in zip(found, SHARES, strict=True)]
        hand_in(pupil, quiz().id, given)
        hand_in(pupil, quiz().id, [Answered(v.id, 1.0) for v in found], number=2)
    roll_up(quiz().id, MORNING)
    return found


def bands(world: World) -> dict[UUID, FacilityBand]:
    return {each.id: each.facility for each in published_questions(world.course_id)}


def test_figures_are_of_first_attempts_over_versions_and_quizzes(
    world: World, asked: list[QuestionVersion]
) -> None:
    ids = [version.question_id for version in asked]
    found = figures_of(ids)
    assert [(found[id_].asked, found[id_].facility) for id_ in ids] == [
        (PUPILS, share) for share in SHARES
    ]
    items = {item.question_id: item for item in analysis_of(quiz().id, Counted.FIRST).items}
    for id_ in ids:
        index = items[id_].figures["discrimination_index"]
        assert found[id_].discrimination == pytest.approx(index) and found[id_].as_of == MORNING
    other = quiz("partnership-dates").id
    for pupil in add_class(world.course_id, 4):
        hand_in(pupil, other, [Answered(asked[0].id, 1.0)])
    roll_up(other, MORNING)
    both = figures_of(ids)[ids[0]]
    assert both.asked == 16 and both.facility == pytest.approx((3 + 4) / 16)


def test_the_bank_and_the_question_say_it(
    teacher: FlaskClient, world: World, asked: list[QuestionVersion]
) -> None:
    said = f"asked {PUPILS} times, facility 0.25"
    assert said in words(teacher.get("/teach/caucasus/questions?facility=hard").text)
    page = f"/teach/caucasus/questions/{asked[0].question_id}"
    assert said in words(teacher.get(page).text)
    lines = list_questions(world.course_id, Filters(order="hardest"), 1).lines
    assert [line.facility for line in lines[:3]] == list(SHARES) and lines[3].asked is None


def test_below_ten_answers_nothing_is_said_of_it(teacher: FlaskClient, world: World) -> None:
    version = versions(world.course_id, "choice", 1)[0]
    page = f"/teach/caucasus/questions/{version.question_id}"
    assert "asked" not in words(teacher.get(page).text).split("Version 1")[1][:40]
    for pupil in add_class(world.course_id, 9):
        hand_in(pupil, quiz().id, [Answered(version.id, 0.0)])
    roll_up(quiz().id, MORNING)
    said = words(teacher.get(page).text)
    assert "asked 9 times in quizzes: too seldom to say how hard it is" in said
    assert "facility" not in said
    assert "facility 0" not in words(teacher.get("/teach/caucasus/questions").text)
    assert bands(world)[version.question_id] is FacilityBand.MIDDLE
    assert not any(question.statistics for question in export_questions("caucasus"))


def test_draws_are_by_facility(world: World, asked: list[QuestionVersion]) -> None:
    hard, _middling, easy = (version.question_id for version in asked)
    found = bands(world)
    assert [found[version.question_id] for version in asked] == list(FacilityBand)
    pools = {
        band: drawable(db.session(), world.course_id, QuizSlot(draw_facility=band))
        for band in FacilityBand
    }
    assert pools[FacilityBand.HARD] == {hard} and pools[FacilityBand.EASY] == {easy}
    assert pools == {
        band: {id_ for id_, its in found.items() if its is band} for band in FacilityBand
    }


def test_a_quiz_draws_what_is_hard_and_says_how_many_fit(
    teacher: FlaskClient, world: World, asked: list[QuestionVersion]
) -> None:
    new = "/teach/caucasus/quizzes/new"
    drawn = submit(
        teacher, new, None, title="Hard", draw_facility="hard", draw_count="1", do="draw"
    )
    assert "One question fits." in words(drawn.text)
    assert "Drawn from: Hard: fewer than half right" in words(drawn.text)
    fields = {
        "title": "Hard",
        "picked-0-facility": "hard",
        "picked-0-count": "1",
        "picked-0-mark": "1",
        "do": "save",
    }
    assert submit(teacher, new, None, **fields).status_code == 302
    made = db.session.scalars(select(Quiz).where(Quiz.title == "Hard")).one()
    quiz_id = made.id
    place = load_quiz(world.course_id, quiz_id).plan.places[0]
    assert place == Drawn("", 1, facility=FacilityBand.HARD)
    chosen = choose(db.session(), made, Random(1))
    assert [version.question_id for version, *_place in chosen] == [asked[0].question_id]
    db.session.rollback()  # to edit a quiz is to hold it
    assert form_on(teacher, f"/teach/caucasus/quizzes/{quiz_id}").values["picked-0-facility"]
    learners_page = teacher.get(f"/courses/caucasus/quizzes/{quiz_id}").text
    assert "One question" in learners_page
    fields["picked-0-count"] = "2"
    refused = submit(teacher, new, None, **fields)
    assert refused.status_code == 400
    assert "There is 1 question left to draw in place 1." in words(refused.text)


@pytest.mark.parametrize("name", ["jsonl", "yaml"])
def test_statistics_go_out_and_are_left_alone_coming_in(
    world: World, asked: list[QuestionVersion], name: str
) -> None:
    exported = export_questions("caucasus")
    slug = db.session.get_one(Question, asked[0].question_id).slug
    told = next(question.statistics for question in exported if question.id == slug)
    index = figures_of([asked[0].question_id])[asked[0].question_id].discrimination
    assert index is not None
    assert told == Statistics(
        asked=PUPILS, facility=0.25, discrimination=round(index, 4), as_of=date(2026, 11, 3)
    )
    assert sum(question.statistics is not None for question in exported) == 3
    content = FORMATS[name].write(exported).content
    reading = FORMATS[name].read(content)
    assert reading == Reading(tuple(exported), ())
    done = import_questions("caucasus", reading, MORNING, dry_run=False)
    assert (done.added, done.changed, done.unchanged) == (0, 0, len(exported))
    assert not done.problems and export_questions("caucasus") == exported
