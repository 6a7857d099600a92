"""What those who teach see of one quiz: every attempt, every question, every answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from questions.interactions import Choice, Option, TextEntry
from questions.question import Status
from questions.responses import Chosen, Entered
from tests.webapp.browsing import sign_in
from tests.webapp.teaching.attempting import SETTINGS, join, quiz, say, take
from tests.webapp.worlds import MORNING, PASSWORD, World
from webapp.db import db, writing
from webapp.models import Enrolment, Question, User
from webapp.services.quizzes.attempting import answer_slot, start_attempt, submit_attempt
from webapp.services.quizzes.queries.attempts import Slot, load_attempt
from webapp.services.teaching.queries.asked_questions import AskedQuestion, asked_questions
from webapp.services.teaching.questions import as_asked, load_version, save_question
from webapp.wording import lasting

HOSTILE = (
    "=cmd|'/C calc'!A0",
    "<script>alert(1)</script>",
    "W" * 80,
    "\u202eדנה לוי\u202c",
    "{{ 7*7 }}",
)


def page() -> str:
    return f"/teach/caucasus/quizzes/{quiz().id}/results"


def by_stem(slug: str = "who-said-it") -> dict[str, AskedQuestion]:
    return {question.stem: question for question in asked_questions(quiz(slug))}


def slots_of(user_id: UUID, attempt_id: UUID, kind: type[Any]) -> list[Slot]:
    slots = load_attempt(user_id, attempt_id).slots
    return [slot for slot in slots if isinstance(slot.interaction, kind)]


def test_counts_each_option_and_what_was_left_out(world: World) -> None:
    attempt_id = take(world.learner_id, "r")
    take(world.other_learner_id, "w")
    take(world.other_learner_id, "-")
    slot = slots_of(world.learner_id, attempt_id, Choice)[0]
    assert isinstance(slot.interaction, Choice)
    found = by_stem()[slot.version.stem]
    assert (found.asked, found.right, found.unanswered) == (3, 1, 1)
    assert [answer.text for answer in found.answers] == [o.text for o in slot.interaction.options]
    assert sorted(answer.times for answer in found.answers)[-2:] == [1, 1]
    assert sum(answer.times for answer in found.answers) == 2
    assert [answer.text for answer in found.answers if answer.is_right] == slot.interaction.key()
    assert found.share == pytest.approx(1 / 3)


def test_the_last_answer_to_a_question_counts(world: World) -> None:
    slug = "azerbaijan-nato-talks"
    attempt_id = start_attempt(world.learner_id, quiz(slug).id, MORNING)
    slot = slots_of(world.learner_id, attempt_id, Choice)[0]
    assert isinstance(slot.interaction, Choice)
    take(world.learner_id, "w", slug, hand_in=False)
    for number in (0, 1):
        take_anew(world, attempt_id, slot, number)
    submit_attempt(world.learner_id, attempt_id, MORNING, SETTINGS)
    found = by_stem(slug)[slot.version.stem]
    assert [answer.times for answer in found.answers][:2] == [0, 1]


def take_anew(world: World, attempt_id: UUID, slot: Slot, option: int) -> None:
    answer_slot(
        world.learner_id,
        attempt_id,
        slot.number,
        Chosen(options=(option,)),
        MORNING + timedelta(minutes=1 + option),
        SETTINGS,
        client_key=f"anew-{option}",
    )


@pytest.mark.parametrize("slug", ["who-said-it", "partnership-dates", "azerbaijan-nato-talks"])
def test_every_question_is_there_in_the_order_of_the_quiz(world: World, slug: str) -> None:
    before = [(question.stem, question.asked) for question in asked_questions(quiz(slug))]
    assert before and {asked for _stem, asked in before} == {0}
    take(world.learner_id, "r", slug)
    take(world.other_learner_id, "w", slug)
    after = asked_questions(quiz(slug))
    assert [question.stem for question in after] == [stem for stem, _asked in before]
    assert {(question.asked, question.right) for question in after} == {(2, 1)}
    assert all(question.answers for question in after)


def test_a_question_whose_key_few_gave_is_pointed_to(teacher: FlaskClient, world: World) -> None:
    for number in range(3):
        take(join(world, f"Learner {number}"), "wr")
    take(world.learner_id, "r")
    rivals = [question.rival for question in asked_questions(quiz()) if question.rival]
    assert rivals and {(rival.times, rival.is_right) for rival in rivals} == {(3, False)}
    text = teacher.get(page()).text
    assert "Look at the key" in text and "More learners answered" in text


def test_a_key_put_right_since_is_not_pointed_to(teacher: FlaskClient, world: World) -> None:
    for number in range(3):
        take(join(world, f"Learner {number}"), "wr")
    before = asked_questions(quiz())
    wrong = next(question for question in before if question.rival)
    assert wrong.rival
    publish_with_key(world, wrong.question_id, wrong.rival.text)
    after = [one for one in asked_questions(quiz()) if one.question_id == wrong.question_id]
    assert [(one.asked, one.rival) for one in after] == [(3, None), (0, None)]
    assert after[0].key_now == (wrong.rival.text,) and after[1].key_now == ()
    assert {one.number for one in after} == {wrong.number}
    assert [one.number for one in asked_questions(quiz())][-1] == before[-1].number
    text = teacher.get(page()).text
    assert f"Another key was published since: {wrong.rival.text}" in unescape(text)
    assert f"Look at the key of question {wrong.number}" not in text


def publish_with_key(world: World, question_id: UUID, key: str) -> None:
    """Publish a version of a question of choice whose one right option is ``key``."""
    with writing() as session:
        latest = db.session.get_one(Question, question_id).latest
        asked = as_asked(load_version(session, question_id, latest), None)
        assert isinstance(asked.interaction, Choice)
        options = tuple(
            Option(text=option.text, fraction=float(option.text == key))
            for option in asked.interaction.options
        )
        changed = asked.interaction.model_copy(update={"options": options})
        save_question(
            world.course_id,
            asked.model_copy(update={"interaction": changed}),
            Status.PUBLISHED,
            MORNING,
            question_id=question_id,
        )


def test_two_slips_point_to_no_key(world: World) -> None:
    take(world.learner_id, "w")
    take(world.other_learner_id, "w")
    assert not [question for question in asked_questions(quiz()) if question.rival]


def test_neither_teachers_nor_open_attempts_count(world: World) -> None:
    take(world.instructor_id, "r")
    take(world.learner_id, "r", hand_in=False)
    assert {question.asked for question in asked_questions(quiz())} == {0}


def test_typed_answers_are_grouped(world: World) -> None:
    slug = "partnership-dates"
    stem = ""
    for person, said in ((world.learner_id, "Baku  city"), (world.other_learner_id, "baku city")):
        attempt_id = start_attempt(person, quiz(slug).id, MORNING)
        slot = slots_of(person, attempt_id, TextEntry)[0]
        say(person, attempt_id, slot, Entered(text=said), MORNING)
        submit_attempt(person, attempt_id, MORNING, SETTINGS)
        stem = slot.version.stem
    found = by_stem(slug)[stem]
    assert [(answer.times, answer.is_right) for answer in found.answers] == [(2, False)]


def test_the_page_leads_to_each_attempt_and_learner(teacher: FlaskClient, world: World) -> None:
    attempt_id = take(world.learner_id, "rw-")
    text = teacher.get(page()).text
    attempt = f"/teach/caucasus/attempts/{world.learner_id}/{attempt_id}"
    person = f"/teach/caucasus/learners/{world.learner_id}"
    assert f'href="{attempt}"' in text and f'href="{person}"' in text
    assert "9 min 12 s" in text and "not begun" in text
    answers = teacher.get(attempt).text
    assert answers.count("They said") == len(load_attempt(world.learner_id, attempt_id).slots)
    assert "Not answered" in answers and "<blockquote>" in answers
    assert f'href="{attempt}"' in teacher.get(person).text


def test_names_lead_to_learners_and_headings_to_results(teacher: FlaskClient, world: World) -> None:
    take(world.learner_id, "r")
    text = teacher.get("/teach/caucasus/results").text
    assert f'href="{page()}"' in text
    assert f'href="/teach/caucasus/quizzes/{quiz().id}"' not in text
    assert f'href="/teach/caucasus/learners/{world.learner_id}"' in text


def test_an_attempt_under_way_is_shown_as_it_stands(teacher: FlaskClient, world: World) -> None:
    attempt_id = take(world.learner_id, "r-", hand_in=False)
    text = teacher.get(f"/teach/caucasus/attempts/{world.learner_id}/{attempt_id}").text
    asked = len(load_attempt(world.learner_id, attempt_id).slots)
    assert f"Under way: {(asked + 1) // 2} of {asked} answered" in text
    assert "under way" in teacher.get(page()).text


def test_attempts_of_somebody_who_left_stay(teacher: FlaskClient, world: World) -> None:
    attempt_id = take(world.learner_id, "r")
    with writing() as session:
        session.execute(delete(Enrolment).where(Enrolment.user_id == world.learner_id))
    assert teacher.get(f"/teach/caucasus/learners/{world.learner_id}").status_code == 200
    attempt = f"/teach/caucasus/attempts/{world.learner_id}/{attempt_id}"
    assert teacher.get(attempt).status_code == 200


def test_of_another_course_nothing_is_shown(client: FlaskClient, world: World) -> None:
    attempt_id = take(world.learner_id, "r")
    sign_in(client, "stranger@example.org", PASSWORD)
    for address in (
        f"/teach/elsewhere/learners/{world.learner_id}",
        f"/teach/elsewhere/attempts/{world.learner_id}/{attempt_id}",
        f"/teach/elsewhere/quizzes/{quiz().id}/results",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_only_shown(teacher: FlaskClient, world: World, name: str) -> None:
    with writing() as session:
        session.execute(update(User).where(User.id == world.learner_id).values(name=name))
    attempt_id = take(world.learner_id, "w", "partnership-dates")
    for address in (
        f"/teach/caucasus/quizzes/{quiz('partnership-dates').id}/results",
        f"/teach/caucasus/learners/{world.learner_id}",
        f"/teach/caucasus/attempts/{world.learner_id}/{attempt_id}",
        "/teach/caucasus/results",
    ):
        said = teacher.get(address)
        assert said.status_code == 200
        assert "<script>alert" not in said.text


def test_as_many_statements_however_many_learners(
    teacher: FlaskClient, world: World, counted: Callable[[str], int]
) -> None:
    take(world.learner_id, "r")
    few = counted(page())
    for number in range(6):
        take(join(world, f"Learner {number}"), "wr-")
    assert counted(page()) == few


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (40, "40 s"), (552, "9 min 12 s"), (3900, "1 h 5 min"), (300_000, "3 days")],
)
def test_how_long_something_took_in_words(world: World, seconds: int, words: str) -> None:
    assert lasting(timedelta(seconds=seconds)) == words
