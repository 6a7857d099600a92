"""What a learner's result says was found: what is weak, how long it took, how the class did."""

from __future__ import annotations

import html
import re
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from tests.webapp.browsing import form_on, sign_in, submit
from tests.webapp.quizzes.handing_in import Answered, add_class, add_step
from tests.webapp.teaching.attempting import SETTINGS, quiz, right, say, take, wrong
from tests.webapp.worlds import MORNING, PASSWORD, World
from webapp.db import writing
from webapp.learning.grades import GradingMethod
from webapp.models import Quiz, Seen
from webapp.services.quizzes.attempting import start_attempt, submit_attempt
from webapp.services.quizzes.queries.attempt_findings import class_median
from webapp.services.quizzes.queries.attempts import load_attempt
from webapp.services.quizzes.releasing import hold_marks
from webapp.services.sources.queries.citations import citations_of
from webapp.services.teaching.members import actor_in, remove_person

SLUG = "azerbaijan-nato-talks"
WEAK = 'id="weak"'
MEDIAN = "median of the class"


def words(page: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def take_but(user_id: UUID, missed: set[int]) -> UUID:
    """Take the quiz with all right but the questions with these numbers; hand it in."""
    attempt_id = start_attempt(user_id, quiz(SLUG).id, MORNING)
    for slot in load_attempt(user_id, attempt_id).slots:
        answer = wrong(slot) if slot.number in missed else right(slot)
        say(user_id, attempt_id, slot, answer, MORNING)
    submit_attempt(user_id, attempt_id, MORNING, SETTINGS)
    return attempt_id


def paragraphs(user_id: UUID, attempt_id: UUID) -> dict[int, int]:
    """Return for each question the paragraph that it is about."""
    slots = load_attempt(user_id, attempt_id).slots
    cited = citations_of([slot.version.id for slot in slots])
    return {slot.number: cited[slot.version.id][0].paragraph for slot in slots}


def change(**fields: Any) -> None:
    quiz_id = quiz(SLUG).id
    with writing() as session:
        for name, value in fields.items():
            setattr(session.get_one(Quiz, quiz_id), name, value)


def test_the_weakest_passage_is_named_and_led_to(learner: FlaskClient, world: World) -> None:
    first = take_but(world.learner_id, set())
    about = paragraphs(world.learner_id, first)
    worst = next(p for p in about.values() if list(about.values()).count(p) == 2)
    missed = {number for number, paragraph in about.items() if paragraph == worst}
    attempt_id = take_but(world.learner_id, missed)
    page = learner.get(f"/attempts/{attempt_id}").text
    title = re.search(r'<h1 id="h">(.*?)</h1>', page)
    assert title and "You know most of this; the passage at sentence" in words(title[1])
    assert "is the weak one" in title[1] and "0 of 2 questions on it right" in page
    section = page[page.index(WEAK) :]
    links = re.findall(r'href="([^"]+)"', section)[:2]
    read, review = (html.unescape(link) for link in links)
    assert read.startswith("/courses/caucasus/documents/azernews-2023-01-20#s")
    assert learner.get(read.split("#")[0]).status_code == 200
    assert f'id="{read.split("#")[1]}"' in learner.get(read.split("#")[0]).text
    slots = load_attempt(world.learner_id, attempt_id).slots
    stems = [slot.version.stem for slot in slots if slot.number in missed]
    asked = words(learner.get(review).text)
    assert any(stem.split("*")[0][:40] in asked for stem in stems)


@pytest.mark.parametrize(
    ("how", "title"), [("r", "You know all of this"), ("w", "All of this is still to learn")]
)
def test_nothing_is_weak_where_all_is_alike(
    learner: FlaskClient, world: World, how: str, title: str
) -> None:
    page = learner.get(f"/attempts/{take(world.learner_id, how, SLUG)}").text
    assert title in page and WEAK not in page


@pytest.mark.parametrize("kept", [Seen.VERDICT | Seen.KEY, Seen.PASSAGE])
def test_nothing_tells_what_is_weak_while_it_is_kept_back(
    learner: FlaskClient, world: World, kept: Seen
) -> None:
    attempt_id = take_but(world.learner_id, {3})
    assert WEAK in learner.get(f"/attempts/{attempt_id}").text
    shown = int(Seen.EVERYTHING & ~kept)
    change(shown_after=shown, shown_later=shown)
    page = learner.get(f"/attempts/{attempt_id}").text
    assert WEAK not in page and "is the weak" not in page
    assert "You know most of this" in page  # the mark says as much
    change(shown_after=0, shown_later=0)
    assert "You know most" not in learner.get(f"/attempts/{attempt_id}").text


def test_the_slowest_question_is_the_one_with_most_time_in_all(
    learner: FlaskClient, world: World
) -> None:
    attempt_id = take(world.learner_id, "r", SLUG)
    slots = load_attempt(world.learner_id, attempt_id).slots
    assert "longest: question" not in learner.get(f"/attempts/{attempt_id}").text
    for number, seconds in ((2, 40), (3, 65), (2, 35)):
        version = slots[number - 1].version
        response = slots[number - 1].step
        assert response is not None
        given = Answered(version.id, 1, response.response, seconds)
        add_step(world.learner_id, attempt_id, number, given, later=-number)
    said = words(learner.get(f"/attempts/{attempt_id}").text)
    assert "longest: question 2 1 min 15 s" in said and "Time taken 9 min 12 s" in said


def test_the_median_is_told_where_allowed_and_enough_have_a_grade(
    learner: FlaskClient, world: World
) -> None:
    own = take_but(world.learner_id, {1})
    pupils = add_class(world.course_id, 5)
    for n, pupil in enumerate(pupils[:4]):
        take_but(pupil, set(range(1, n + 3)))
    change(tells_median=True)
    page = f"/attempts/{own}"
    assert MEDIAN not in learner.get(page).text  # only four others have a grade
    take_but(pupils[4], {1, 2, 3, 4, 5, 6})
    told = words(learner.get(page).text)
    assert f"{MEDIAN} 6.5 of 10" in told  # of 9, 8, 7, 6, 5 and 4
    change(tells_median=False)
    assert MEDIAN not in learner.get(page).text
    change(tells_median=True)
    hold_marks(world.course_id, quiz(SLUG).id, held=True)
    assert MEDIAN not in learner.get(page).text
    hold_marks(world.course_id, quiz(SLUG).id, held=False)
    nothing = int(Seen.TELLING)
    change(shown_after=nothing, shown_later=nothing)
    assert MEDIAN not in learner.get(page).text


def test_the_median_is_of_grades_of_those_who_learn_here(world: World) -> None:
    change(tells_median=True, grading_method=GradingMethod.LAST, attempts_allowed=None)
    pupils = add_class(world.course_id, 6)
    for pupil in pupils:
        take_but(pupil, {1, 2, 3, 4})
        take_but(pupil, set())
    take_but(world.instructor_id, {1, 2, 3})
    assert class_median(quiz(SLUG), pupils[0]) == 1.0
    actor = actor_in(world.course_id, world.instructor_id, is_admin=False)
    remove_person(world.course_id, pupils[5], actor)
    remove_person(world.course_id, pupils[4], actor)
    assert class_median(quiz(SLUG), pupils[0]) is None


def test_who_teaches_turns_the_median_on_and_off(client: FlaskClient, world: World) -> None:
    sign_in(client, "instructor@example.org", PASSWORD)
    editor = f"/teach/caucasus/quizzes/{quiz(SLUG).id}"
    assert "tells_median" not in form_on(client, editor).values
    assert submit(client, editor, do="save", tells_median="y").status_code == 302
    assert quiz(SLUG).tells_median
    page = client.get(editor).text
    assert '<details class="seldom stack" open>' in page
    assert submit(client, editor, do="save", tells_median=None).status_code == 302
    assert not quiz(SLUG).tells_median
